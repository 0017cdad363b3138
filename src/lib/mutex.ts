/** Runs work that shares a key one after another; work under different keys does not wait. Forgets idle keys. */
export type Mutex = <T>(key: string, work: () => Promise<T>) => Promise<T>;

/** A failed piece of work rejects for its own caller only; the next one runs all the same. */
export function createMutex(): Mutex {
  const last = new Map<string, Promise<unknown>>();
  return async (key, work) => {
    const turn = (last.get(key) ?? Promise.resolve()).then(work);
    const quiet = turn.catch(() => undefined);
    last.set(key, quiet);
    try {
      return await turn;
    } finally {
      if (last.get(key) === quiet) last.delete(key);
    }
  };
}
