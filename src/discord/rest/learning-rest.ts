import { type InternalRequest, REST } from 'discord.js';
import { createFirstAlone, type FirstAlone } from '../../lib/first-alone.ts';

const never = new AbortController().signal;

/**
 * discord.js learns from the first answer to each kind of request which rate limit it has. What it queued before would be
 * sent beside later requests, and the two together would be too many: so the first of each kind goes alone.
 */
export class LearningRest extends REST {
  private readonly kinds = new Map<string, FirstAlone>();

  override request(options: InternalRequest): Promise<unknown> {
    const kind = `${options.method}:${options.fullRoute.replaceAll(/\/\d{16,20}/g, '/:id')}`;
    const firstAlone = this.kinds.get(kind) ?? createFirstAlone();
    this.kinds.set(kind, firstAlone);
    return firstAlone(options.signal ?? never, () => super.request(options));
  }
}
