import { LRUCache } from 'lru-cache';
import type { Job, Place } from '../../domain/job/job.ts';
import type { Clock } from '../../domain/ports/clock.ts';

/** How long refusals that may pass are waited out before other forms and routes are tried, in ms. */
const PATIENCE = 60_000;
/** How many results are remembered that met such a refusal. */
const REMEMBERED = 1_000;

type PlacedJob = Pick<Job, 'id'> & { readonly place: Place };

/**
 * How long each result has met refusals that may pass: those that we do not know, as what stands before Discord refuses everything
 * for a while, and those of a channel that may open again to the bot.
 */
export function createPatience(clock: Pick<Clock, 'monotonic'>) {
  /** When the first such refusal came, in `monotonic` ms, by job and message. */
  const since = new LRUCache<string, number>({ max: REMEMBERED });
  const keyOf = ({ id, place }: PlacedJob) => `${id} ${place.messageId}`;

  /** For how many ms; it begins with the first call. */
  function spent(job: PlacedJob): number {
    const key = keyOf(job);
    const began = since.get(key) ?? clock.monotonic();
    since.set(key, began);
    return clock.monotonic() - began;
  }

  return {
    spent,
    isOver: (job: PlacedJob) => spent(job) >= PATIENCE,
    forget: (job: PlacedJob) => void since.delete(keyOf(job)),
  };
}

export type Patience = ReturnType<typeof createPatience>;
