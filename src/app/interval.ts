import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../domain/ports.ts';

/** Repeated work: the next round starts `seconds` after the last one ended. What it throws is logged. */
export type Interval = {
  /** Resolves when no round runs any more. */
  stop(): Promise<void>;
};

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
      await delay(seconds * 1000, undefined, { signal }).catch(() => {});
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
