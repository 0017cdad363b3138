/** One process. It dies at a chosen write; after that nothing it does has any effect, and nothing answers it. */
export type SimulatedProcess = {
  readonly id: string;
  readonly alive: boolean;
  /** Has its effect and answers while the process is alive; never answers afterwards. */
  call<T>(effect: () => T): Promise<T>;
  /** As `call`, and counts as a write: the moment before or after which the process may die. */
  write<T>(effect: () => T): Promise<T>;
  /** Dies at the n-th write from now; 0 is the next one. */
  dieAt(writes: number, when: 'before' | 'after'): void;
  die(): void;
};

const never = new Promise<never>(() => {});

export function createSimulatedProcess(id: string): SimulatedProcess {
  let alive = true;
  let writesLeft = Number.POSITIVE_INFINITY;
  let moment: 'before' | 'after' = 'before';

  return {
    id,
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
      const isLast = writesLeft === 0;
      writesLeft -= 1;
      if (isLast && moment === 'before') {
        alive = false;
        return never;
      }
      const result = effect();
      if (isLast) alive = false;
      await Promise.resolve();
      return alive ? result : never;
    },
    dieAt(writes, when) {
      writesLeft = writes;
      moment = when;
    },
    die() {
      alive = false;
    },
  };
}
