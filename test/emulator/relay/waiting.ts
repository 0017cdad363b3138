export type Waiting = ReturnType<typeof createWaiting>;

/** Lets tests wait for a condition instead of a time. */
export function createWaiting() {
  const looks = new Set<() => void>();
  return {
    /** Something may have changed. */
    poke(): void {
      for (const look of [...looks]) look();
    },
    /** Resolves when the predicate holds; rejects when it throws, or still does not hold after `ms`. */
    until(predicate: () => boolean, ms: number): Promise<void> {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const look = () => {
        try {
          if (predicate()) resolve();
        } catch (error) {
          reject(error);
        }
      };
      const poll = setInterval(look, 10);
      const deadline = setTimeout(() => reject(new Error(`the emulated relay waited ${ms} ms in vain`)), ms);
      looks.add(look);
      look();
      return promise.finally(() => {
        looks.delete(look);
        clearInterval(poll);
        clearTimeout(deadline);
      });
    },
    stop: () => looks.clear(),
  };
}
