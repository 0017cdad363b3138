import type { Clock } from '../../domain/ports/clock.ts';
import type { Table } from '../tables/table.ts';

/** How long, in ms, this process goes by what it has read, though another one may have changed it. */
const FRESH = 5_000;
/** The most records that are remembered. */
const REMEMBERED = 2_000;

/** Records for which every gesture or every result asks, and which change seldom: they are remembered for a moment. */
export function createRemembered<T>(
  table: Pick<Table<T>, 'get' | 'change'>,
  clock: Pick<Clock, 'monotonic'>,
): Pick<Table<T>, 'get' | 'change'> {
  const read = new Map<string, { readonly record: T | undefined; readonly at: number }>();

  function remember(key: string, record: T | undefined): T | undefined {
    if (read.size >= REMEMBERED) read.clear();
    read.set(key, { record, at: clock.monotonic() });
    return record;
  }

  return {
    async get(key) {
      const known = read.get(key);
      if (known && clock.monotonic() - known.at < FRESH) return known.record;
      return remember(key, await table.get(key));
    },
    async change(...given) {
      return remember(given[0], await table.change(...given));
    },
  };
}
