import { DamagedRecord } from '../../domain/failures/errors.ts';
import type { Clock } from '../../domain/ports/clock.ts';
import { createMutex } from '../../lib/mutex.ts';
import type { BackendTable, Found, Kind } from '../backends/types.ts';
import { type Codec, NewerRecord } from '../schema/versioned.ts';
import { type Changes, createChanges } from './changes.ts';
import type { Choose, Entry, Restored } from './entry.ts';
import { createLifetime } from './lifetime.ts';
import { createRecords } from './records.ts';
import { createRows } from './rows.ts';
import { decodeKey, encodeKey, keyIn } from './serialization.ts';

/**
 * Records of one kind. Calls for the same key run one after another. A record that has expired is not seen, but it stays in
 * the file until it is swept, and it is seen again when the clock was wrong. Every method rejects with StoreError when the
 * backend fails. Those that read also reject with DamagedRecord.
 */
export type Table<T> = Changes<T> & {
  get(key: string): Promise<T | undefined>;
  /** Whether a record is there and still the same, as `isSame` tells; undefined when none is. */
  isStill(key: string, record: T, isSame: (one: T, other: T) => boolean): Promise<boolean | undefined>;
  /** Whether there is a row with this key, damaged or not. */
  has(key: string): Promise<boolean>;
  /** `ttl` is how long the record is kept, in ms; the table's own time when left out. */
  put(key: string, record: T, ttl?: number): Promise<void>;
  /** Atomic. False when there is a row with this key, even a damaged one. */
  insert(key: string, record: T, ttl?: number): Promise<boolean>;
  delete(key: string): Promise<void>;
  /** All records. A damaged one is yielded as a DamagedRecord. */
  rows(): AsyncIterable<T | DamagedRecord>;
  /** The keys of all records, damaged or not, but for keys that are damaged themselves. */
  keys(): AsyncIterable<string>;
  /** All records as they can be written to another store, without secrets. */
  entries(): AsyncIterable<Entry | DamagedRecord>;
  /**
   * Writes an entry of another store, of this version or an older one, unless it has expired or `choose` prefers what is
   * there. Throws DamagedRecord when the entry makes no sense.
   */
  restore(entry: Entry, choose: Choose<T>): Promise<Restored>;
  /** Removes what had expired at this time (Unix ms), for good. */
  sweep(past: number): Promise<void>;
  /** After this, everything rejects. May be called again. */
  close(): Promise<void>;
};

type Options<T> = {
  kind: Kind;
  backendTable: BackendTable;
  codec: Codec<T>;
  clock: Clock;
  /** How long a record is kept, in ms. */
  ttl?: number | undefined;
  /** The key that a record names. A record under another key is damaged. */
  keyOf?: (record: T) => string;
  /** The record without secrets, which must not leave the store. */
  bare?: (record: T) => T;
  onDamaged?: ((record: DamagedRecord) => void) | undefined;
};

/** Records in the rows of one table of the backend. */
export function createTable<T>(options: Options<T>): Table<T> {
  const { kind, backendTable, codec, clock, ttl: tableTtl, keyOf, bare, onDamaged } = options;
  const rows = createRows({ kind, backendTable, clock });
  const records = createRecords({ kind, codec, keyOf, clock });
  const { endAfter, isDue } = createLifetime({ clock, ttl: tableTtl });
  const mutex = createMutex();

  /** Readers see what was written here before, and do not wait for one another: with a silent store each would wait for all. */
  async function afterWrites<R>(given: string, work: (key: string) => Promise<R>): Promise<R> {
    const key = encodeKey(given);
    await mutex.settled(key);
    return work(key);
  }

  async function* decoded() {
    for await (const one of rows.all()) {
      const row = records.decodeRow(one);
      if (row instanceof DamagedRecord) onDamaged?.(row);
      yield row;
    }
  }

  /** The record in a row. Throws DamagedRecord. */
  function found(key: string, row: Found): T {
    const record = records.recordIn(key, row);
    if (!(record instanceof DamagedRecord)) return record;
    onDamaged?.(record);
    throw record;
  }

  async function read(key: string): Promise<T | undefined> {
    const row = await rows.find(key);
    return row && found(key, row);
  }

  return {
    get: (given) => afterWrites(given, read),
    isStill: (given, record, isSame) =>
      afterWrites(given, async (key) => {
        const row = await rows.find(key);
        if (!row) return undefined;
        return row.value === records.textOf(key, record) || isSame(found(key, row), record);
      }),
    ...createChanges({ rows, records, lifetime: { endAfter, isDue }, mutex, onDamaged }),
    has: (given) => afterWrites(given, async (key) => (await rows.find(key)) !== undefined),
    async put(given, record, ttl) {
      const key = encodeKey(given);
      const wanted = records.wanted(record, endAfter(ttl));
      await mutex(key, () => rows.write(key, wanted));
    },
    async insert(given, record, ttl) {
      const key = encodeKey(given);
      const wanted = records.wanted(record, endAfter(ttl));
      return mutex(key, async () => {
        const isInserted = await rows.insert(key, wanted);
        if (isInserted) records.saw(key, wanted);
        return isInserted;
      });
    },
    delete: async (given) => mutex(encodeKey(given), () => rows.remove(encodeKey(given))),
    async *rows() {
      for await (const row of decoded()) yield row instanceof DamagedRecord ? row : row.record;
    },
    async *keys() {
      for await (const encoded of rows.keys()) {
        const key = keyIn(encoded);
        if (key !== undefined) yield key;
      }
    },
    async *entries() {
      for await (const row of decoded()) {
        if (row instanceof DamagedRecord) yield row;
        else yield { ...row, key: decodeKey(row.key), stored: codec.wrap(bare ? bare(row.record) : row.record) };
      }
    },
    async restore({ key: given, expires, stored }, choose) {
      const key = encodeKey(given);
      const record = records.decode(key, stored);
      if (expires !== null && expires <= clock.past()) return 'expired';
      return mutex(key, async () => {
        const there = await read(key).catch((error: unknown) => {
          if (error instanceof DamagedRecord) return error;
          throw error;
        });
        if (there instanceof DamagedRecord && there.cause instanceof NewerRecord) return 'kept';
        const isDamaged = there instanceof DamagedRecord;
        const chosen = await choose(isDamaged ? undefined : there, record, isDamaged);
        if (chosen === null) return 'kept';
        await rows.write(key, records.wanted(chosen, expires ?? endAfter()));
        return 'written';
      });
    },
    sweep: rows.sweep,
    close: rows.close,
  };
}
