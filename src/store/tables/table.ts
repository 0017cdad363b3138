import Keyv from 'keyv';
import { DamagedRecord, StoreError } from '../../domain/failures/errors.ts';
import { createMutex } from '../../lib/mutex.ts';
import { patiently } from '../backends/busy.ts';
import type { BackendTable, Kind } from '../backends/types.ts';
import type { Codec } from '../schema/versioned.ts';
import { Cell, createRecords, decodeKey, encodeKey, failure, serialization, Unreadable } from './serialization.ts';

/**
 * Records of one kind. Questions about one key are answered one after another: the adapters drop an expired row in a
 * second step after reading it, which must not hit a record written in between. Every method rejects with StoreError when the backend fails; reading also with
 * DamagedRecord.
 */
export type Table<T> = {
  get(key: string): Promise<T | undefined>;
  /** Starts a record's time anew, the table's whole one, if some of it has passed: then true. */
  renew(key: string): Promise<boolean>;
  /** Whether there is a row, damaged or not. */
  has(key: string): Promise<boolean>;
  /** `ttl` in ms, instead of the table's own. */
  put(key: string, record: T, ttl?: number): Promise<void>;
  /** False when the key is taken, be it by a damaged row. Atomic. */
  insert(key: string, record: T, ttl?: number): Promise<boolean>;
  delete(key: string): Promise<void>;
  /** Damaged rows are yielded as such. */
  rows(): AsyncIterable<T | DamagedRecord>;
  /** The same, as they can be carried to another store, without secrets. */
  entries(): AsyncIterable<Entry | DamagedRecord>;
  /** Writes what another store had, of this version or an older one; false when its time is over. Throws DamagedRecord. */
  restore(entry: Entry): Promise<boolean>;
  sweep(): Promise<void>;
  /** Afterwards everything rejects. May be repeated. */
  close(): Promise<void>;
};

/** A record under its key. `expires` is Unix ms, null for never or for what the table gives. */
export type Entry = { readonly key: string; readonly expires: number | null; readonly stored: unknown };

type Options<T> = {
  kind: Kind;
  backendTable: BackendTable;
  codec: Codec<T>;
  /** How long a record is kept, in ms. */
  ttl?: number | undefined;
  /** The key a record belongs under, where it knows; under another one it is damaged. */
  keyOf?: (record: T) => string;
  /** A record without what must not leave the store. */
  bare?: (record: T) => T;
};

/** A record is renewed when this part of its time has passed: more often would cost a write with every look. */
const RENEWED_AT = 1 / 30;

/** One Keyv over one table of the backend. It must have no `error` listener: Keyv would answer failures with "no record". */
export function createTable<T>({ kind, backendTable, codec, ttl: tableTtl, keyOf, bare }: Options<T>): Table<T> {
  const { adapter } = backendTable;
  const keyv = new Keyv({ store: adapter, serialization });
  const { decode, decodeRow, wrap } = createRecords({ kind, codec, keyOf });
  const mutex = createMutex();
  let closed = false;

  async function attempt<R>(doing: string, key: string, work: () => Promise<R>): Promise<R> {
    if (closed) throw new StoreError(`The store is closed and cannot ${doing} ${kind}.`);
    try {
      // A listing that was broken off would end early without a word if it were asked again.
      return await (doing === 'list' ? work() : patiently(work));
    } catch (cause) {
      throw failure(cause, kind, key, doing);
    }
  }

  /** Never 0 or less, which Keyv takes for "forever". */
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

  async function put(given: string, record: T, ttl?: number): Promise<void> {
    const key = encodeKey(given);
    const value = wrap(record);
    const stored = await mutex(key, () => attempt('write', key, () => keyv.set(key, value, lifetime(ttl))));
    if (stored !== true) throw new StoreError(`The store did not write ${kind}.`);
  }

  return {
    async get(given) {
      const key = encodeKey(given);
      return mutex(key, async () => {
        const cell = await attempt('read', key, () => keyv.getRaw(key));
        if (cell !== undefined) return decode(key, cell);
        // The adapter does not tell a row without a value from no row.
        if (!(await attempt('read', key, () => adapter.has(key)))) return undefined;
        throw new DamagedRecord(kind, key, new Unreadable('it has no value'));
      });
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
    put,
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
    async restore({ key, expires, stored }) {
      const record = decode(encodeKey(key), { value: stored });
      if (expires !== null && expires <= Date.now()) return false;
      await put(key, record, expires === null ? undefined : expires - Date.now());
      return true;
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
