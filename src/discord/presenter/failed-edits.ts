import { LRUCache } from 'lru-cache';
import type { Place } from '../../domain/job/job.ts';
import type { Clock } from '../../domain/ports/clock.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { Payload } from '../rest/api.ts';
import { isContentRefusal, type Meaning, mayPass, type Trouble } from '../rest/errors.ts';
import { isEditableByToken, mayReopen } from './delivery-routes.ts';
import type { EditBudget } from './edit-budget.ts';
import { isMilestone, type MessageState, type PlacedJob } from './message-state.ts';

/**
 * Pauses before the edit of a milestone is tried again, in ms. No poll shows a milestone a second time, and until it is
 * shown its member cannot press what it asks for.
 */
const RETRY_MIN = 1_000;
/** The pause doubles with every failure up to this. */
const RETRY_MAX = 60_000;
/** The pause where the channel is closed to us. */
const CLOSED_RETRY = 5 * 60_000;
/** How many messages are remembered that can be edited no more. */
const REMEMBERED = 1_000;

/** After which progress rests a while, too: Discord bans whoever makes too many requests that it refuses. */
const waitedOut: ReadonlySet<Meaning> = new Set(['unclear', 'noAccess']);
/** What Discord answers where a file is too much, or no file may be sent. */
const withoutFiles: ReadonlySet<Meaning> = new Set(['tooLarge', 'invalidBody', 'noAccess', 'refused']);

export type FailedEditsParts = {
  readonly budget: Pick<EditBudget, 'block'>;
  readonly clock: Clock;
  readonly log: Log;
};

/** What becomes of a message whose progress Discord did not take: it is tried again, with less in it, or not any more. */
export function createFailedEdits({ budget, clock, log }: FailedEditsParts) {
  const closed = new LRUCache<string, true>({ max: REMEMBERED });

  return {
    /** Whether nothing more is to be edited into a message. */
    isClosed: ({ messageId }: Place) => closed.has(messageId),

    /** Decides what becomes of an edit that failed: `retry` makes it pending again unless a newer one is. */
    meet(state: MessageState, job: PlacedJob, trouble: Trouble, { files }: Payload, retry: () => void): void {
      log.debug({ job: job.id, trouble }, 'progress could not be shown');
      const retryAfter = (ms: number) => {
        state.nextAt = Math.max(state.nextAt, clock.monotonic() + ms);
        retry();
      };
      const tokenDied = trouble.meaning === 'tokenDead' || (trouble.meaning === 'unauthorized' && job.reply);
      if (tokenDied && job.reply && state.deadToken !== job.reply.token) {
        state.deadToken = job.reply.token;
        state.nextAt = Number.NEGATIVE_INFINITY;
        retry();
      } else if (isContentRefusal(trouble.meaning) && !state.withoutPrompt) {
        state.withoutPrompt = true;
        state.nextAt = Number.NEGATIVE_INFINITY;
        retry();
      } else if (files.length > 0 && withoutFiles.has(trouble.meaning)) {
        state.withoutPreview = true;
        state.nextAt = Number.NEGATIVE_INFINITY;
        retry();
      } else if (mayPass(trouble) || mayReopen(job, trouble)) {
        if (trouble.retryAfter !== null) {
          state.nextAt = Math.max(state.nextAt, clock.monotonic() + trouble.retryAfter);
          if (!isEditableByToken(job, clock)) budget.block(`edit ${job.place.channelId}`, trouble.retryAfter);
        }
        const wait = Math.min(RETRY_MIN * 2 ** state.failures, RETRY_MAX);
        if (isMilestone(job)) retryAfter(wait);
        else if (waitedOut.has(trouble.meaning)) state.nextAt = Math.max(state.nextAt, clock.monotonic() + wait);
        state.failures += 1;
      } else if (isMilestone(job) && (trouble.meaning === 'noAccess' || trouble.meaning === 'archived')) {
        retryAfter(CLOSED_RETRY);
      } else {
        closed.set(job.place.messageId, true);
      }
    },
  };
}
