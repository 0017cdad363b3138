import type { Clock } from '../../domain/ports.ts';
import type { Pause } from '../../lib/timeout.ts';

/** Edits by the bot's own token share one bucket of about this size per channel, new messages another. In ms. */
const WINDOW = 5_000;
const FINALS = 5;
/** Progress leaves the rest to finals, and everything while one waits. */
const PROGRESS = 3;
/** How soon progress asks again when a final waits, in ms. */
const YIELD = WINDOW / FINALS;
/** Longest a final waits for its turn, in ms: its pictures are in memory meanwhile. */
const PATIENCE = 15_000;

/** One of a channel's buckets. */
export type Bucket = `edit ${string}` | `post ${string}`;

/** What the bot's token may do in a channel now. Forgets buckets in which nothing happened lately. */
export type EditBudget = {
  /** 0 when the request may be made now (it is then counted), else how many ms to wait before asking again. */
  take(bucket: Bucket, kind: 'progress' | 'final'): number;
  /**
   * Waits until a final request may be made, counts it and answers 0; or answers the ms left when that would take so
   * long that somebody else should go first. Throws the signal's reason when it is aborted.
   */
  turn(bucket: Bucket, signal: AbortSignal): Promise<number>;
  /** Discord said to wait `ms`. */
  hold(bucket: Bucket, ms: number): void;
  /** Buckets remembered. */
  readonly size: number;
};

export function createEditBudget({ clock, pause }: { clock: Clock; pause: Pause }): EditBudget {
  /** Per bucket, when requests stop counting (Unix ms, ascending). In the order of their last use. */
  const buckets = new Map<string, number[]>();
  /** Per bucket, finals that wait for their turn. */
  const waiting = new Map<string, number>();

  function use(bucket: string, now: number): number[] {
    for (const [id, ends] of buckets) {
      if ((ends.at(-1) ?? 0) > now) break;
      buckets.delete(id);
    }
    return (buckets.get(bucket) ?? []).filter((end) => end > now);
  }

  function put(bucket: string, ends: number[]) {
    buckets.delete(bucket);
    buckets.set(bucket, ends);
  }

  function queue(bucket: Bucket, change: 1 | -1) {
    const length = (waiting.get(bucket) ?? 0) + change;
    if (length > 0) waiting.set(bucket, length);
    else waiting.delete(bucket);
  }

  function take(bucket: Bucket, kind: 'progress' | 'final'): number {
    const now = clock.now();
    const ends = use(bucket, now);
    const blocking = ends.at(kind === 'final' ? -FINALS : -PROGRESS);
    if (blocking !== undefined) return blocking - now;
    if (kind === 'progress' && waiting.has(bucket)) return YIELD;
    put(
      bucket,
      [...ends, now + WINDOW].sort((a, b) => a - b),
    );
    return 0;
  }

  return {
    take,
    async turn(bucket, signal) {
      const end = clock.now() + PATIENCE;
      queue(bucket, 1);
      try {
        for (;;) {
          const ms = take(bucket, 'final');
          if (ms === 0 || clock.now() + ms > end) return ms;
          await pause(ms, signal);
          signal.throwIfAborted();
        }
      } finally {
        queue(bucket, -1);
      }
    },
    hold(bucket, ms) {
      const now = clock.now();
      const until = now + ms;
      const later = use(bucket, now).filter((end) => end > until);
      put(bucket, [...Array.from({ length: FINALS }, () => until), ...later]);
    },
    get size() {
      return buckets.size;
    },
  };
}
