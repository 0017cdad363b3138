import type { Clock } from '../domain/ports/clock.ts';
import type { ProcessRecord } from '../domain/ports/store.ts';

/** How long the record of a living process may stand still, in ms. */
const STILL = 6_000;
/** What passes between two looks counts for so much at most, in ms: whoever was frozen has not seen the others stand still. */
const LOOK_MOST = 3_000;

/** Tells by their records which processes live. No clock is compared with another one's: only what was seen here counts. */
export type ProcessWatch = {
  /** Takes what was just read. */
  saw(records: readonly ProcessRecord[]): void;
  /** Whether a process is surely gone: it is not written down, or has stood still for six seconds of looks. */
  isGone(id: string): boolean;
  /** For how many ms of looks a process has stood still; 0 of one that is not written down. */
  stillFor(id: string): number;
};

export function createProcessWatch(clock: Pick<Clock, 'monotonic'>): ProcessWatch {
  const known = new Map<string, { readonly renewals: number; readonly still: number }>();
  let lookedAt = clock.monotonic();

  return {
    saw(records) {
      const passed = Math.min(clock.monotonic() - lookedAt, LOOK_MOST);
      lookedAt = clock.monotonic();
      const before = new Map(known);
      known.clear();
      for (const { id, renewals } of records) {
        const last = before.get(id);
        const still = last?.renewals === renewals ? last.still + passed : 0;
        known.set(id, { renewals, still });
      }
    },
    stillFor: (id) => known.get(id)?.still ?? 0,
    isGone: (id) => (known.get(id)?.still ?? STILL) >= STILL,
  };
}
