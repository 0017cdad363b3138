import type { Clock } from '../domain/ports/clock.ts';

/** How long each may last before a restart is asked for, in ms. */
const PATIENCE = { tick: 60_000, store: 30_000 };

export type Liveness = ReturnType<typeof createLiveness>;

/**
 * Knows whether a restart would help, for `/livez`: only when jobs are tended no more, or when what is written goes into a file
 * that nobody will find again. What a restart does not mend, such as a lost way to Discord, is for `/healthz`.
 */
export function createLiveness(clock: Pick<Clock, 'monotonic'>) {
  /** Null before the first time, and once it is to stop. */
  let tickedAt: number | null = null;
  let replacedSince: number | null = null;
  let isStopping = false;

  return {
    /** Jobs were tended just now. */
    ticked(): void {
      if (!isStopping) tickedAt = clock.monotonic();
    },
    /** Whether the store's file is still the one that was opened. */
    storeSeen(isReplaced: boolean): void {
      replacedSince = isReplaced ? (replacedSince ?? clock.monotonic()) : null;
    },
    /** From now on nothing is tended any more, as it should be. */
    stop(): void {
      isStopping = true;
      tickedAt = null;
    },
    /** Why a restart would help; null when it would not. It holds no secret. */
    read(): string | null {
      const now = clock.monotonic();
      if (tickedAt !== null && now - tickedAt >= PATIENCE.tick) return 'jobs are tended no more';
      if (replacedSince !== null && now - replacedSince >= PATIENCE.store) return 'the file of the store was replaced';
      return null;
    },
  };
}
