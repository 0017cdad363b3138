/** Runs work at once, but for the first: everything else waits until one piece of work has succeeded. */
export type FirstAlone = <T>(signal: AbortSignal, work: () => Promise<T>) => Promise<T>;

/**
 * For work from whose first answer something is learned that all the rest needs. When the first one fails, the next goes
 * alone. Rejects with the signal's reason when it is aborted before the work may begin.
 */
export function createFirstAlone(): FirstAlone {
  let hasSucceeded = false;
  let first: Promise<void> | null = null;

  return async (signal, work) => {
    while (!hasSucceeded && first) await first;
    signal.throwIfAborted();
    if (hasSucceeded) return work();
    const { promise, resolve } = Promise.withResolvers<void>();
    first = promise;
    try {
      const result = await work();
      hasSucceeded = true;
      return result;
    } finally {
      first = null;
      resolve();
    }
  };
}
