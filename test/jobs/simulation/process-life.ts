/** One process: dies at a chosen write, after which nothing it does reaches the world and nothing answers it. */
export type Life = {
  readonly alive: boolean;
  /** Passes through while alive; waits for ever afterwards. */
  call<T>(effect: () => T): Promise<T>;
  /** As `call`, and counts as a write: the place where this life may end, before or after the effect. */
  write<T>(effect: () => T): Promise<T>;
  /** Dies at the n-th write from now (0 = the next one). */
  dieAt(writes: number, when: 'before' | 'after'): void;
  die(): void;
};

const never = new Promise<never>(() => {});

export function createLife(): Life {
  let alive = true;
  let left = Number.POSITIVE_INFINITY;
  let side: 'before' | 'after' = 'before';

  return {
    get alive() {
      return alive;
    },
    async call(effect) {
      await Promise.resolve();
      if (!alive) return never;
      const result = effect();
      await Promise.resolve();
      return alive ? result : never;
    },
    async write(effect) {
      await Promise.resolve();
      if (!alive) return never;
      const dying = left === 0;
      left -= 1;
      if (dying && side === 'before') {
        alive = false;
        return never;
      }
      const result = effect();
      if (dying) alive = false;
      await Promise.resolve();
      return alive ? result : never;
    },
    dieAt(writes, when) {
      left = writes;
      side = when;
    },
    die() {
      alive = false;
    },
  };
}
