import Keyv from 'keyv';
import { DamagedRecord, StoreError } from '../../domain/failures/errors.ts';
import { createMutex } from '../../lib/mutex.ts';
import { patiently } from '../backends/busy.ts';
import type { BackendTable, Kind } from '../backends/types.ts';
import { type Codec, NewerRecord } from '../schema/versioned.ts';
import { Cell, createRecords, decodeKey, encodeKey, failure, serialization, Unreadable } from './serialization.ts';

/**
 * Records of one kind. Calls for the same key run one after another, because an adapter that reads an expired row drops
 * it in a second step, which must not hit a record that was written in between. Every method rejects with StoreError
 * when the backend fails. Those that read also reject with DamagedRecord.
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
  delete(key: string): Promise<void>;
  /** All records. A damaged one is yielded as a DamagedRecord. */
  rows(): AsyncIterable<T | DamagedRecord>;
  /** All records as they can be written to another store, without secrets. */
  entries(): AsyncIterable<Entry | DamagedRecord>;
  /**
   * Writes an entry of another store, of this version or an older one, unless it has expired or `choose` prefers what is
   * there. Throws DamagedRecord when the entry makes no sense.
   */
  restore(entry: Entry, choose: Choose<T>): Promise<Restored>;
  sweep(): Promise<void>;
  /** After this, everything rejects. May be called again. */
  close(): Promise<void>;
};

/** A stored record and its key. `expires` is in Unix ms; null when the record never expires or the table decides. */
export type Entry = { readonly key: string; readonly expires: number | null; readonly stored: unknown };

/** What became of an entry of another store: `kept` means that what is here was kept instead. */
export type Restored = 'written' | 'expired' | 'kept';

/**
 * The record to keep of an entry's and the one that is there; null to leave everything as it is. `there` is undefined when
 * there is none, or only one that cannot be read. It must not use the table under the same key.
 */
export type Choose<T> = (there: T | undefined, entry: T, isDamaged: boolean) => T | null | Promise<T | null>;

type Options<T> = {
  kind: Kind;
  backendTable: BackendTable;
  codec: Codec<T>;
  /** How long a record is kept, in ms. */
  ttl?: number | undefined;
  /** The key that a record names. A record under another key is damaged. */
  keyOf?: (record: T) => string;
  /** The record without secrets, which must not leave the store. */
  bare?: (record: T) => T;
};

/**
 * A record is renewed when this part of its time has passed. To renew it at every look would cost a write each time.
 */
const RENEWED_AT = 1 / 30;

/**
 * One Keyv over one table of the backend. It must have no `error` listener: Keyv would answer failures with "no
 * record".
 */
export function createTable<T>({ kind, backendTable, codec, ttl: tableTtl, keyOf, bare }: Options<T>): Table<T> {
  const { adapter } = backendTable;
  const keyv = new Keyv({ store: adapter, serialization });
  const { decode, decodeRow, wrap } = createRecords({ kind, codec, keyOf });
  const mutex = createMutex();
  let closed = false;

  async function attempt<R>(doing: string, key: string, work: () => Promise<R>): Promise<R> {
    if (closed) throw new StoreError(`The store is closed and cannot ${doing} ${kind}.`);
    try {
      // A generator that has thrown is at its end: asked again, a listing would end early without an error.
      return await (doing === 'list' ? work() : patiently(work));
    } catch (cause) {
      throw failure(cause, kind, key, doing);
    }
  }

  /** At least 1, because Keyv keeps a record with 0 or less for ever. */
  const lifetime = (ttl = tableTtl) => (ttl === undefined ? undefined : Math.max(1, ttl));

  async function* decoded() {
    const rows = backendTable.rows()[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = await attempt('list', '', () => rows.next());
        if (next.done) return;
        yield decodeRow(next.value);
      }
    } finally {
      await rows.return?.();
    }
  }

  async function write(key: string, value: ReturnType<typeof wrap>, ttl?: number): Promise<void> {
    const stored = await attempt('write', key, () => keyv.set(key, value, lifetime(ttl)));
    if (stored !== true) throw new StoreError(`The store did not write ${kind}.`);
  }

  async function read(key: string): Promise<T | undefined> {
    const cell = await attempt('read', key, () => keyv.getRaw(key));
    if (cell !== undefined) return decode(key, cell);
    // The adapter answers a row without a value and a missing row alike.
    if (!(await attempt('read', key, () => adapter.has(key)))) return undefined;
    throw new DamagedRecord(kind, key, new Unreadable('it has no value'));
  }

  return {
    async get(given) {
      const key = encodeKey(given);
      return mutex(key, () => read(key));
    },
    async renew(given) {
      const key = encodeKey(given);
      const life = lifetime();
      if (life === undefined) return false;
      return mutex(key, async () => {
        const cell = await attempt('read', key, () => keyv.getRaw(key));
        const { value, expires } = Cell.safeParse(cell).data ?? {};
        if (value === undefined || expires === undefined || expires - Date.now() > life * (1 - RENEWED_AT))
          return false;
        return attempt('write', key, () => keyv.set(key, value, life));
      });
    },
    async has(given) {
      const key = encodeKey(given);
      return mutex(key, () => attempt('read', key, () => adapter.has(key)));
    },
    async put(given, record, ttl) {
      const key = encodeKey(given);
      const value = wrap(record);
      await mutex(key, () => write(key, value, ttl));
    },
    async insert(given, record, ttl) {
      const key = encodeKey(given);
      const value = wrap(record);
      const life = lifetime(ttl);
      const expires = life === undefined ? undefined : Math.ceil(Date.now() + life);
      const text = serialization.stringify({ value, expires });
      return mutex(key, () => attempt('write', key, () => backendTable.insert(key, text, expires)));
    },
    async delete(given) {
      const key = encodeKey(given);
      await mutex(key, () => attempt('delete from', key, () => keyv.delete(key)));
    },
    async *rows() {
      for await (const row of decoded()) yield row instanceof DamagedRecord ? row : row.record;
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
      if (expires !== null && expires <= Date.now()) return 'expired';
      return mutex(key, async () => {
        const there = await read(key).catch((error: unknown) => {
          if (error instanceof DamagedRecord) return error;
          throw error;
        });
        if (there instanceof DamagedRecord && there.cause instanceof NewerRecord) return 'kept';
        const isDamaged = there instanceof DamagedRecord;
        const chosen = await choose(isDamaged ? undefined : there, record, isDamaged);
        if (chosen === null) return 'kept';
        await write(key, wrap(chosen), expires === null ? undefined : expires - Date.now());
        return 'written';
      });
    },
    sweep: () => attempt('sweep', '', () => backendTable.sweep()),
    async close() {
      if (closed) return;
      const disconnected = attempt('close', '', () => keyv.disconnect());
      closed = true;
      await disconnected;
    },
  };
}
