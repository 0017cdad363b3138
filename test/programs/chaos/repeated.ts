import { setTimeout as delay } from 'node:timers/promises';

/** Waits so many ms, or until `stop` is called. */
export type Rest = (ms: number) => Promise<void>;

/** Does something again and again, after pauses of so many ms. `stop` ends the pause and waits for the work at hand. */
export function every(pause: () => number, work: (rest: Rest) => Promise<void>): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const rest: Rest = (ms) => delay(ms, undefined, { signal }).catch(() => undefined);

  async function run(): Promise<void> {
    for (;;) {
      await rest(pause());
      if (signal.aborted) return;
      await work(rest);
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
