import type { Clock } from '../../domain/ports/clock.ts';
import type { Pause } from '../../lib/timeout.ts';

/** Discord lets the bot's own token make about this many edits per channel in this many ms, and as many new messages. */
const REQUESTS = 5;
/**
 * What is sent now reaches Discord a moment later, with its pictures, and counts from then. What is sent once it no longer counts may
 * be quicker, and would come too early by that moment; in ms.
 */
const ON_THE_WAY = 500;
/** How long a request counts, in ms. */
export const WINDOW = 5_000 + ON_THE_WAY;
/** Progress edits use no more than this many of them, and none while a final message waits. */
const PROGRESS_REQUESTS = 3;
/** How soon a progress edit asks again when a final message waits, in ms. */
const PROGRESS_RETRY = WINDOW / REQUESTS;
/** The longest a final message waits for its turn, in ms: its pictures are in memory meanwhile. */
const TURN_WAIT_MAX = 15_000;

/** One of a channel's rate limits: edits of messages, or new ones. */
export type Bucket = `edit ${string}` | `post ${string}`;

/** What the bot's token may do in a channel now. Buckets in which nothing happened lately are forgotten. */
export type EditBudget = {
  /** 0 when the request may be made now (it is then counted), else how many ms to wait before asking again. */
  take(bucket: Bucket, kind: 'progress' | 'final'): number;
  /**
   * Waits until a final request may be made, counts it and answers 0. When that would take too long it answers how many
   * ms are left instead, so that others go first. Throws the signal's reason when it is aborted.
   */
  waitForTurn(bucket: Bucket, signal: AbortSignal): Promise<number>;
  /** Discord said to wait `ms`. */
  block(bucket: Bucket, ms: number): void;
  /** How many buckets are remembered. */
  readonly size: number;
};

export function createEditBudget({ clock, pause }: { clock: Pick<Clock, 'monotonic'>; pause: Pause }): EditBudget {
  /** Per bucket, when each request stops counting (`monotonic` ms, ascending). The bucket used last comes last. */
  const buckets = new Map<string, number[]>();
  /** Per bucket, how many final messages wait for their turn. */
  const waiting = new Map<string, number>();

  function requestsThatCount(bucket: string, now: number): number[] {
    for (const [id, ends] of buckets) {
      if ((ends.at(-1) ?? Number.NEGATIVE_INFINITY) > now) break;
      buckets.delete(id);
    }
    return (buckets.get(bucket) ?? []).filter((end) => end > now);
  }

  function put(bucket: string, ends: number[]) {
    buckets.delete(bucket);
    buckets.set(bucket, ends);
  }

  function changeWaiting(bucket: Bucket, change: 1 | -1) {
    const count = (waiting.get(bucket) ?? 0) + change;
    if (count > 0) waiting.set(bucket, count);
    else waiting.delete(bucket);
  }

  function take(bucket: Bucket, kind: 'progress' | 'final'): number {
    const now = clock.monotonic();
    const ends = requestsThatCount(bucket, now);
    const blocking = ends.at(kind === 'final' ? -REQUESTS : -PROGRESS_REQUESTS);
    if (blocking !== undefined) return blocking - now;
    if (kind === 'progress' && waiting.has(bucket)) return PROGRESS_RETRY;
    const counted = [...ends, now + WINDOW].sort((a, b) => a - b);
    put(bucket, counted);
    return 0;
  }

  return {
    take,
    async waitForTurn(bucket, signal) {
      const end = clock.monotonic() + TURN_WAIT_MAX;
      changeWaiting(bucket, 1);
      try {
        for (;;) {
          const ms = take(bucket, 'final');
          if (ms === 0 || clock.monotonic() + ms > end) return ms;
          await pause(ms, signal);
          signal.throwIfAborted();
        }
      } finally {
        changeWaiting(bucket, -1);
      }
    },
    block(bucket, ms) {
      const now = clock.monotonic();
      const until = now + ms;
      const later = requestsThatCount(bucket, now).filter((end) => end > until);
      put(bucket, [...Array.from({ length: REQUESTS }, () => until), ...later]);
    },
    get size() {
      return buckets.size;
    },
  };
}
