import Keyv from 'keyv';
import { z } from 'zod';
import { DamagedRecord, StoreError } from '../domain/errors.ts';
import { patiently } from './busy.ts';
import { createKeyed } from './keyed.ts';
import type { Codec } from './schema/versioned.ts';
import type { Kind, Row, Shelf } from './shelf.ts';
import { encodeKey, failure, serialization, Unreadable } from './text.ts';

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
  sweep(): Promise<void>;
  /** Afterwards everything rejects. May be repeated. */
  close(): Promise<void>;
};

type Options<T> = {
  kind: Kind;
  shelf: Shelf;
  codec: Codec<T>;
  /** How long a record is kept, in ms. */
  ttl?: number | undefined;
  /** The key a record belongs under, where it knows; under another one it is damaged. */
  keyOf?: (record: T) => string;
};

/** What Keyv stores. */
const Cell = z.object({ value: z.unknown(), expires: z.number().optional() });

/** A record is renewed when this part of its time has passed: more often would cost a write with every look. */
const RENEWED_AT = 1 / 30;

/** One Keyv over one shelf. It must have no `error` listener: Keyv would answer failures with "no record". */
export function createTable<T>({ kind, shelf, codec, ttl: tableTtl, keyOf }: Options<T>): Table<T> {
  const { adapter } = shelf;
  const keyv = new Keyv({ store: adapter, serialization });
  const alone = createKeyed();
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

  function decode(key: string, cell: unknown): T {
    try {
      const record = codec.unwrap(Cell.parse(cell).value);
      if (keyOf && encodeKey(keyOf(record)) !== key) throw new Unreadable('it belongs under another key');
      return record;
    } catch (cause) {
      throw new DamagedRecord(kind, key, cause);
    }
  }

  function wrap(record: T) {
    try {
      return codec.wrap(record);
    } catch (cause) {
      throw new StoreError(`This record does not fit into ${kind}.`, { cause });
    }
  }

  function decodeRow({ key, value }: Row): T | DamagedRecord {
    try {
      return decode(key, typeof value === 'string' ? serialization.parse(value) : value);
    } catch (cause) {
      return cause instanceof DamagedRecord ? cause : new DamagedRecord(kind, key, cause);
    }
  }

  /** Never 0 or less, which Keyv takes for "forever". */
  const lifetime = (ttl = tableTtl) => (ttl === undefined ? undefined : Math.max(1, ttl));

  return {
    async get(given) {
      const key = encodeKey(given);
      return alone(key, async () => {
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
      return alone(key, async () => {
        const cell = await attempt('read', key, () => keyv.getRaw(key));
        const { value, expires } = Cell.safeParse(cell).data ?? {};
        if (value === undefined || expires === undefined || expires - Date.now() > life * (1 - RENEWED_AT))
          return false;
        return attempt('write', key, () => keyv.set(key, value, life));
      });
    },
    async has(given) {
      const key = encodeKey(given);
      return alone(key, () => attempt('read', key, () => adapter.has(key)));
    },
    async put(given, record, ttl) {
      const key = encodeKey(given);
      const value = wrap(record);
      const stored = await alone(key, () => attempt('write', key, () => keyv.set(key, value, lifetime(ttl))));
      if (stored !== true) throw new StoreError(`The store did not write ${kind}.`);
    },
    async insert(given, record, ttl) {
      const key = encodeKey(given);
      const value = wrap(record);
      const life = lifetime(ttl);
      const expires = life === undefined ? undefined : Math.ceil(Date.now() + life);
      const text = serialization.stringify({ value, expires });
      return alone(key, () => attempt('write', key, () => shelf.insert(key, text, expires)));
    },
    async delete(given) {
      const key = encodeKey(given);
      await alone(key, () => attempt('delete from', key, () => keyv.delete(key)));
    },
    async *rows() {
      const rows = shelf.rows()[Symbol.asyncIterator]();
      try {
        for (;;) {
          const next = await attempt('list', '', () => rows.next());
          if (next.done) return;
          yield decodeRow(next.value);
        }
      } finally {
        await rows.return?.();
      }
    },
    sweep: () => attempt('sweep', '', () => shelf.sweep()),
    async close() {
      if (closed) return;
      const disconnected = attempt('close', '', () => keyv.disconnect());
      closed = true;
      await disconnected;
    },
  };
}
