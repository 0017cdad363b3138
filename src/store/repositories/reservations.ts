import type { Clock } from '../../domain/ports/clock.ts';
import type { Reservation } from '../schema/processes.ts';
import type { Table } from '../tables/table.ts';

/** As `Reservations`. What a process has that is gone may be taken: `isGone` tells that by its id. */
export type StoredReservations = {
  take(key: string, ms: number, isGone: (processId: string) => Promise<boolean>): Promise<boolean>;
};

/**
 * Things that one process may have at a time, for some ms. No clock has to be right: a reservation is over when its time is over by the
 * computer's clock, and at the latest when this process has seen it unchanged for that long.
 */
export function createReservations(
  table: Table<Reservation>,
  self: string,
  clock: Pick<Clock, 'now' | 'monotonic'>,
): StoredReservations {
  /** What was seen first of each that somebody else has, and when, in `monotonic` ms. */
  const seen = new Map<string, Reservation & { readonly since: number }>();

  function isOver(key: string, { by, at }: Reservation, ms: number): boolean {
    const first = seen.get(key);
    const isKnown = first?.by === by && first.at === at;
    if (!isKnown) seen.set(key, { by, at, since: clock.monotonic() });
    const age = clock.now() - at;
    return age >= ms || (isKnown && clock.monotonic() - first.since >= ms);
  }

  return {
    async take(key, ms, isGone) {
      const before = await table.get(key);
      const isForsaken = before !== undefined && (await isGone(before.by));
      let isOurs = false;
      await table.change(key, (there) => {
        const isBefore = there?.by === before?.by && there?.at === before?.at;
        isOurs = !there || (isForsaken && isBefore) || isOver(key, there, ms);
        return isOurs ? { by: self, at: clock.now() } : there;
      });
      if (isOurs) seen.delete(key);
      return isOurs;
    },
  };
}
