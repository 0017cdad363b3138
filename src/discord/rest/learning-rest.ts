import { type InternalRequest, REST, RequestMethod } from 'discord.js';
import { createFirstAlone, type FirstAlone } from '../../lib/first-alone.ts';

const never = new AbortController().signal;

/**
 * discord.js learns from the first answer to each kind of request which rate limit it has. What it queued before would be
 * sent beside later requests, and the two together would be too many: so the first of each kind of reading goes alone. What
 * is written has a budget of its own, and does not wait for a first edit or upload that may take long.
 */
export class LearningRest extends REST {
  private readonly kinds = new Map<string, FirstAlone>();

  override request(options: InternalRequest): Promise<unknown> {
    if (options.method !== RequestMethod.Get) return super.request(options);
    const kind = options.fullRoute.replaceAll(/\/\d{16,20}/g, '/:id');
    const firstAlone = this.kinds.get(kind) ?? createFirstAlone();
    this.kinds.set(kind, firstAlone);
    return firstAlone(options.signal ?? never, () => super.request(options));
  }
}
