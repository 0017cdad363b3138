import { LRUCache } from 'lru-cache';
import type { Found } from '../backends/types.ts';

/** A row as this process last saw it, with the record that it holds, and the object of which it was made. */
export type RecentRow<T> = Found & { readonly value: string; readonly record: T; readonly given: T };

/**
 * What this process last read or wrote of some rows, so that a text which has not changed is not taken apart again, and a
 * compare-and-set can be tried without reading first. Another process may have changed any of them: nothing follows from
 * an entry but what its text says, and nobody needs to keep it up to date.
 */
export type RecentRows<T> = {
  /** Null for a row that was removed. */
  find(key: string): RecentRow<T> | null | undefined;
  /** The record in a row, if it is what was last seen there. */
  recordIn(key: string, value: unknown): T | undefined;
  /** What a row holds now. `given` is the object that was written; the record itself when left out. */
  see(key: string, row: Found, record: T, given?: T): void;
  /** There is no such row any more. */
  miss(key: string): void;
};

/** Characters of all keys and texts that are kept of one table, and of the longest. */
const ROOM = 256 * 1024;
const LONGEST = 32 * 1024;
const GONE = 'gone';

/** Those that nobody has asked for longest give way. */
export function createRecentRows<T>(): RecentRows<T> {
  const rows = new LRUCache<string, RecentRow<T> | typeof GONE>({
    maxSize: ROOM,
    maxEntrySize: LONGEST,
    sizeCalculation: (row, key) => key.length + (row === GONE ? GONE : row.value).length,
  });

  return {
    find(key) {
      const row = rows.get(key);
      return row === GONE ? null : row;
    },
    recordIn(key, value) {
      const row = rows.get(key);
      return row && row !== GONE && row.value === value ? row.record : undefined;
    },
    see(key, { value, expires }, record, given = record) {
      if (typeof value === 'string') rows.set(key, { value, expires, record, given });
      else rows.delete(key);
    },
    miss: (key) => void rows.set(key, GONE),
  };
}
