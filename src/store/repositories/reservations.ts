import type { Clock } from '../../domain/ports/clock.ts';
import type { Reservations } from '../../domain/ports/store.ts';
import type { Reservation } from '../schema/processes.ts';
import type { Table } from '../tables/table.ts';

/**
 * Things that one process may have at a time, for some ms. No clock has to be right: a reservation is over when its time is over by the
 * computer's clock, and at the latest when this process has seen it unchanged for that long.
 */
export function createReservations(
  table: Table<Reservation>,
  self: string,
  clock: Pick<Clock, 'now' | 'monotonic'>,
): Reservations {
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
    async take(key, ms) {
      let isOurs = false;
      await table.change(key, (there) => {
        isOurs = !there || isOver(key, there, ms);
        return isOurs ? { by: self, at: clock.now() } : there;
      });
      if (isOurs) seen.delete(key);
      return isOurs;
    },
  };
}
