import { DamagedRecord } from '../../domain/failures/errors.ts';
import type { Clock } from '../../domain/ports/clock.ts';
import { createMutex } from '../../lib/mutex.ts';
import type { BackendTable, Kind } from '../backends/types.ts';
import { type Codec, NewerRecord } from '../schema/versioned.ts';
import type { ChangeOptions, Make } from './change.ts';
import type { Choose, Entry, Restored } from './entry.ts';
import { createLifetime } from './lifetime.ts';
import { createRows } from './rows.ts';
import { createRecords, decodeKey, encodeKey, keyIn } from './serialization.ts';

/**
 * Records of one kind. Calls for the same key run one after another. A record that has expired is not seen, but it stays in
 * the file until it is swept, and it is seen again when the clock was wrong. Every method rejects with StoreError when the
 * backend fails. Those that read also reject with DamagedRecord.
 */
export type Table<T> = {
  get(key: string): Promise<T | undefined>;
  /**
   * Makes a record last the table's whole time again. False when it is missing, or when hardly any of its time has
   * passed.
   */
  renew(key: string): Promise<boolean>;
  /** Whether there is a row with this key, damaged or not. */
  has(key: string): Promise<boolean>;
  /** `ttl` is how long the record is kept, in ms; the table's own time when left out. */
  put(key: string, record: T, ttl?: number): Promise<void>;
  /** Atomic. False when there is a row with this key, even a damaged one. */
  insert(key: string, record: T, ttl?: number): Promise<boolean>;
  /**
   * Changes a record and answers with what holds afterwards. `make` is given the record as it is, undefined when there is
   * none, and answers with the one to keep: the same when nothing changes, null when there is to be none. It is called
   * again, and must then decide anew, when another writer was faster. So changes that several processes make at the same
   * moment all count.
   */
  change(key: string, make: Make<T>, options?: ChangeOptions<T>): Promise<T | undefined>;
  /**
   * Changes a record that is there without making it last any longer. As for `change`: the same when nothing changes, null when there
   * is to be none, called again when another writer was faster. Does nothing where there is none.
   */
  rewrite(key: string, make: (record: T) => T | null): Promise<void>;
  /**
   * Compare-and-set: makes the record `from` into `to`, or removes it when `to` is null. True when that holds afterwards, also
   * when it held before, as after an answer that got lost. False when there is another record, which stays. `isSame` tells
   * whether two records are the same, whoever wrote them. A record that cannot be read is taken for `from`.
   */
  replace(key: string, from: T, to: T | null, isSame: (one: T, other: T) => boolean): Promise<boolean>;
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
  const { changeable, decode, decodeRow, storedIn, wrap } = createRecords({ kind, codec, keyOf });
  const { endAfter, isDue } = createLifetime({ clock, ttl: tableTtl });
  const mutex = createMutex();

  /** Readers see what was written here before, and do not wait for one another: with a silent store each would wait for all. */
  async function afterWrites<R>(given: string, work: (key: string) => Promise<R>): Promise<R> {
    const key = encodeKey(given);
    await mutex.settled(key);
    return work(key);
  }

  async function* decoded() {
    for await (const found of rows.all()) {
      const row = decodeRow(found);
      if (row instanceof DamagedRecord) onDamaged?.(row);
      yield row;
    }
  }

  async function read(key: string): Promise<T | undefined> {
    const row = await rows.find(key);
    if (!row) return undefined;
    const decoded = decodeRow({ key, value: row.value });
    if (!(decoded instanceof DamagedRecord)) return decoded.record;
    onDamaged?.(decoded);
    throw decoded;
  }

  return {
    get: (given) => afterWrites(given, read),
    async renew(given) {
      const key = encodeKey(given);
      const end = endAfter();
      if (end === undefined) return false;
      return mutex(key, async () => {
        let isRenewed = false;
        await rows.swap(key, (row) => {
          const stored = row && isDue(row.expires, end) ? storedIn(row.value) : undefined;
          isRenewed = stored !== undefined;
          return isRenewed ? { value: stored, expires: end } : undefined;
        });
        return isRenewed;
      });
    },
    has: (given) => afterWrites(given, async (key) => (await rows.find(key)) !== undefined),
    async put(given, record, ttl) {
      const key = encodeKey(given);
      const value = wrap(record);
      await mutex(key, () => rows.write(key, { value, expires: endAfter(ttl) }));
    },
    async insert(given, record, ttl) {
      const key = encodeKey(given);
      const value = wrap(record);
      const expires = endAfter(ttl);
      return mutex(key, () => rows.insert(key, { value, expires }));
    },
    async change(given, make, { ttlOf, onDamaged } = {}) {
      const key = encodeKey(given);
      return mutex(key, async () => {
        let after: T | undefined;
        await rows.swap(key, (row) => {
          const before = row && changeable(key, row.value, onDamaged);
          const made = make(before);
          after = made ?? undefined;
          if (made === before || (!row && !after)) return undefined;
          return after === undefined ? null : { value: wrap(after), expires: endAfter(ttlOf?.(after)) };
        });
        return after;
      });
    },
    async rewrite(given, make) {
      const key = encodeKey(given);
      await mutex(key, () =>
        rows.swap(key, (row) => {
          const before = row && changeable(key, row.value, undefined);
          if (!row || before === undefined) return undefined;
          const after = make(before);
          if (after === before) return undefined;
          return after && { value: wrap(after), expires: row.expires ?? undefined };
        }),
      );
    },
    async replace(given, from, to, isSame) {
      const key = encodeKey(given);
      const before = wrap(from);
      const wanted = to === null ? null : { value: wrap(to), expires: endAfter() };
      return mutex(key, async () => {
        // Nearly always the row is just as it was last written: then it need not be read.
        if (await rows.replace(key, before, wanted)) return true;
        let isDone = false;
        await rows.swap(key, (row) => {
          const there = row ? (changeable(key, row.value, (error) => onDamaged?.(error)) ?? from) : null;
          const isFrom = there !== null && isSame(there, from);
          isDone = isFrom || (there === null || to === null ? there === to : isSame(there, to));
          return isFrom ? wanted : undefined;
        });
        return isDone;
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
        else yield { ...row, key: decodeKey(row.key), stored: wrap(bare ? bare(row.record) : row.record) };
      }
    },
    async restore({ key: given, expires, stored }, choose) {
      const key = encodeKey(given);
      const record = decode(key, { value: stored });
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
        await rows.write(key, { value: wrap(chosen), expires: expires ?? endAfter() });
        return 'written';
      });
    },
    sweep: rows.sweep,
    close: rows.close,
  };
}
