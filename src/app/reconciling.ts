import type { Clock } from '../domain/ports/clock.ts';
import type { Engine } from '../jobs/engine.ts';
import type { ProcessList } from './process-list.ts';

/** How often whoever leads compares what it knows with the store, in ms. */
const RECONCILED = 60_000;

/**
 * Says that this process lives. The engine looks at the store at the start, when a process is gone, when the store could not be reached,
 * and every minute. To be called as often as the list of processes wants it.
 */
export function createReconciling(
  engine: Pick<Engine, 'reconcile'>,
  processes: Pick<ProcessList, 'tend'>,
  clock: Pick<Clock, 'monotonic'>,
): () => Promise<void> {
  let dueAt = clock.monotonic();
  return async () => {
    try {
      if (await processes.tend()) dueAt = clock.monotonic();
    } catch (error) {
      dueAt = clock.monotonic();
      throw error;
    }
    if (clock.monotonic() < dueAt) return;
    await engine.reconcile();
    dueAt = clock.monotonic() + RECONCILED;
  };
}
