import { setImmediate as nextTurn } from 'node:timers/promises';

/** Few enough that a simple look at each holds nobody up: about a millisecond. */
const AT_ONCE = 1_000;

/** The items in pieces, in their order. Between two pieces whoever else has something to do has a turn. */
export async function* piecesOf<T>(items: readonly T[]): AsyncGenerator<readonly T[], void> {
  for (let from = 0; from < items.length; from += AT_ONCE) {
    if (from > 0) await nextTurn();
    yield items.slice(from, from + AT_ONCE);
  }
}
