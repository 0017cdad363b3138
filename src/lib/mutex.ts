/**
 * Runs pieces of work under one key one after another, in the order of the calls; different keys do not wait for one
 * another.
 */
export type Mutex = {
  <T>(key: string, work: () => Promise<T>): Promise<T>;
  /** Resolves when all work that was given under a key until now has ended. Nobody waits for what is done then. Never rejects. */
  settled(key: string): Promise<void>;
};

/** Work that fails rejects for its own caller only; the next piece runs all the same. Idle keys are forgotten. */
export function createMutex(): Mutex {
  const last = new Map<string, Promise<unknown>>();

  function run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const turn = (last.get(key) ?? Promise.resolve()).then(work);
    const forget = () => {
      if (last.get(key) === settled) last.delete(key);
    };
    const settled: Promise<void> = turn.then(forget, forget);
    last.set(key, settled);
    return turn;
  }

  return Object.assign(run, {
    async settled(key: string): Promise<void> {
      await last.get(key);
    },
  });
}
