import type { Reservations } from '../../domain/ports/store.ts';
import type { Pause } from '../../lib/timeout.ts';

/**
 * For how long a login has its bucket to itself, in ms: the 5 s that Discord demands
 * (https://docs.discord.com/developers/events/gateway#rate-limiting), and a little more, as one may be on its way longer than the next.
 */
const WINDOW = 5_500;
/** How long until one asks again whether a bucket is free, in ms. */
const AGAIN = 200;

export type ThrottlerParts = {
  readonly reservations: Reservations;
  /** How many buckets there are, as Discord tells it. */
  readonly maxConcurrency: number;
  readonly pause: Pause;
};

/**
 * Keeps the logins of all processes of a bot apart: each waits until its shard's bucket is reserved for it. Otherwise those that
 * start together would be sent away, and each try costs one of the day's logins. Without the store it waits as long as a
 * bucket may be another one's, and goes on.
 */
export function createIdentifyThrottler({ reservations, maxConcurrency, pause }: ThrottlerParts) {
  async function isFree(key: string): Promise<boolean | 'unknown'> {
    try {
      return await reservations.take(key, WINDOW);
    } catch {
      return 'unknown';
    }
  }

  return {
    /** Resolves when this shard may log in. Rejects with the signal's reason. */
    async waitForIdentify(shardId: number, signal: AbortSignal): Promise<void> {
      const key = `identify:${shardId % maxConcurrency}`;
      for (;;) {
        signal.throwIfAborted();
        const free = await isFree(key);
        if (free === true) return;
        await pause(free === 'unknown' ? WINDOW : AGAIN, signal);
        signal.throwIfAborted();
        if (free === 'unknown') return;
      }
    },
  };
}
