import type { Log } from '../domain/ports/log.ts';
import { pause } from '../lib/timeout.ts';

/** Work that is repeated until it is stopped. */
export type Interval = {
  /** Resolves when the work does not run any more. */
  stop(): Promise<void>;
};

/** Does the work now, and again `seconds` after each time it has ended. What it throws is logged. */
export function startInterval(seconds: number, work: () => Promise<void>, log: Log): Interval {
  const stopping = new AbortController();
  const { signal } = stopping;

  async function run(): Promise<void> {
    while (!signal.aborted) {
      try {
        await work();
      } catch (error) {
        log.warn({ error }, 'regular work failed; it will be repeated');
      }
      await pause(seconds * 1000, signal);
    }
  }

  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
