/** Lets a test wait for a condition: it is asked again after every change, and every 10 ms for what changes elsewhere. */
export function createWaits() {
  const waiting = new Set<() => void>();

  return {
    changed(): void {
      for (const check of [...waiting]) check();
    },

    /** Resolves with the first value that is neither undefined, null nor false. Rejects after `ms`, or with what `probe` throws. */
    until<T>(probe: () => T | undefined | null | false, ms: number, what: string): Promise<T> {
      return new Promise((resolve, reject) => {
        const end = (act: () => void) => {
          clearInterval(interval);
          clearTimeout(timeout);
          waiting.delete(check);
          act();
        };
        const check = () => {
          try {
            const value = probe();
            if (value !== undefined && value !== null && value !== false) end(() => resolve(value));
          } catch (error) {
            end(() => reject(error));
          }
        };
        const interval = setInterval(check, 10);
        const timeout = setTimeout(() => end(() => reject(new Error(`waited ${ms} ms in vain for ${what}`))), ms);
        waiting.add(check);
        check();
      });
    },
  };
}

export type Waits = ReturnType<typeof createWaits>;
