import type { Log } from '../domain/ports/log.ts';

/** How long something may fail before the operator hears of it, in ms: what is repeated soon mostly works then. */
const PATIENCE = 5_000;

/** Tells the operator once when something that is repeated has failed for five seconds, and once when it works again. */
export type Outage = {
  failed(error: unknown): void;
  worked(): void;
};

export function createOutage(log: Log, sentences: { readonly failing: string; readonly working: string }): Outage {
  let since: number | null = null;
  let isTold = false;
  return {
    failed(error) {
      since ??= performance.now();
      if (isTold || performance.now() - since < PATIENCE) return;
      isTold = true;
      log.warn({ error }, sentences.failing);
    },
    worked() {
      if (isTold) log.info({}, sentences.working);
      since = null;
      isTold = false;
    },
  };
}
