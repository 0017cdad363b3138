import type { Clock } from '../../../src/domain/ports.ts';

/** Time that passes only when told to, and waits that follow it. */
export function createManualClock(start: number): Clock & {
  pause(ms: number, signal: AbortSignal): Promise<void>;
  pass(ms: number): void;
  /** Waits under way. */
  waits(): number;
} {
  let now = start;
  const sleepers = new Set<{ due: number; wake: () => void }>();
  return {
    now: () => now,
    pause(ms, signal) {
      const { promise, resolve } = Promise.withResolvers<void>();
      if (signal.aborted) return Promise.resolve();
      const sleeper = { due: now + ms, wake: resolve };
      sleepers.add(sleeper);
      signal.addEventListener('abort', () => resolve(), { once: true });
      return promise.finally(() => sleepers.delete(sleeper));
    },
    pass(ms) {
      now += ms;
      for (const sleeper of sleepers) {
        if (sleeper.due > now) continue;
        sleepers.delete(sleeper);
        sleeper.wake();
      }
    },
    waits: () => sleepers.size,
  };
}
