import type { Clock } from '../../../src/domain/ports/clock.ts';
import { sampleClock } from '../../sample-clock.ts';

/** A clock that a test advances, and pauses that end by it. */
export type ManualClock = Clock & {
  pause(ms: number, signal: AbortSignal): Promise<void>;
  advance(ms: number): void;
  /** How many pauses have not ended. */
  pendingPauses(): number;
};

/** `start` is in Unix ms. */
export function createManualClock(start: number): ManualClock {
  let now = start;
  const pauses = new Set<{ endsAt: number; end: () => void }>();
  return {
    ...sampleClock(() => now),
    pause(ms, signal) {
      if (signal.aborted) return Promise.resolve();
      const { promise, resolve } = Promise.withResolvers<void>();
      const pause = { endsAt: now + ms, end: resolve };
      pauses.add(pause);
      signal.addEventListener('abort', () => resolve(), { once: true });
      return promise.finally(() => pauses.delete(pause));
    },
    advance(ms) {
      now += ms;
      for (const pause of pauses) {
        if (pause.endsAt > now) continue;
        pauses.delete(pause);
        pause.end();
      }
    },
    pendingPauses: () => pauses.size,
  };
}
