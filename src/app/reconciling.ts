import type { Clock } from '../domain/ports/clock.ts';
import type { Engine } from '../jobs/engine.ts';
import type { ProcessList } from './process-list.ts';

/** How often whoever leads compares what it knows with the store, in ms. */
const RECONCILED = 60_000;

/**
 * Says that this process lives, and lets the engine look at the store: at the start and every minute, and with whole records when a
 * process is gone or the store could not be reached, as what these were to tell may be lost. Both are to be called as often as the list of processes wants it, each by itself: a look waits for jobs that
 * are being moved, and a process that says nothing for so long would be taken for dead.
 */
export function createReconciling(
  engine: Pick<Engine, 'reconcile'>,
  processes: Pick<ProcessList, 'tend'>,
  clock: Pick<Clock, 'monotonic'>,
) {
  let dueAt = clock.monotonic();
  let mayHaveLost = false;

  function lookForLost(): void {
    dueAt = clock.monotonic();
    mayHaveLost = true;
  }

  return {
    /** Throws StoreError. */
    async report(): Promise<void> {
      try {
        if (await processes.tend()) lookForLost();
      } catch (error) {
        lookForLost();
        throw error;
      }
    },
    /** Throws StoreError. */
    async reconcile(): Promise<void> {
      const startedAt = clock.monotonic();
      if (startedAt < dueAt) return;
      dueAt = Number.POSITIVE_INFINITY;
      const whole = mayHaveLost;
      mayHaveLost = false;
      try {
        await engine.reconcile(whole);
        // A process may have gone meanwhile.
        dueAt = Math.min(dueAt, startedAt + RECONCILED);
      } catch (error) {
        dueAt = startedAt;
        mayHaveLost ||= whole;
        throw error;
      }
    },
  };
}
