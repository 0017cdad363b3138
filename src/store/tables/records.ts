import { z } from 'zod';
import { DamagedRecord, StoreError } from '../../domain/failures/errors.ts';
import type { Clock } from '../../domain/ports/clock.ts';
import type { Found, Kind, Row } from '../backends/types.ts';
import { type Codec, NewerRecord } from '../schema/versioned.ts';
import { createRecentRows } from './recent-rows.ts';
import { type Wanted, wantedOf } from './rows.ts';
import { encodeKey, serialization, Unreadable } from './serialization.ts';

/** What Keyv stores in a row. `expires` is in Unix ms. */
const Cell = z.object({ value: z.unknown(), expires: z.number().optional() });

function cellIn(value: unknown): z.output<typeof Cell> {
  return Cell.parse(typeof value === 'string' ? serialization.parse(value) : value);
}

/** A row that is to hold a record. `given` is the object of which the record was made. */
export type WantedRecord<T> = Wanted & { readonly record: T; readonly given: T };

type Options<T> = {
  readonly kind: Kind;
  readonly codec: Codec<T>;
  readonly keyOf?: ((record: T) => string) | undefined;
  readonly clock: Pick<Clock, 'past'>;
};

export type Records<T> = ReturnType<typeof createRecords<T>>;

/**
 * Makes what is stored of records of one kind, and records of what is stored. It remembers the last of both, so that a row that has not
 * changed is not taken apart again. Keys are the encoded ones.
 */
export function createRecords<T>({ kind, codec, keyOf, clock }: Options<T>) {
  const recent = createRecentRows<T>();

  /** The record in a stored form. Throws DamagedRecord. */
  function decode(key: string, stored: unknown): T {
    try {
      const record = codec.unwrap(stored);
      if (keyOf && encodeKey(keyOf(record)) !== key) throw new Unreadable('it belongs under another key');
      return record;
    } catch (cause) {
      throw new DamagedRecord(kind, key, cause);
    }
  }

  function decodeRow({ key, value }: Row): { key: string; record: T; expires: number | null } | DamagedRecord {
    try {
      const cell = cellIn(value);
      return { key, record: decode(key, cell.value), expires: cell.expires ?? null };
    } catch (cause) {
      return cause instanceof DamagedRecord ? cause : new DamagedRecord(kind, key, cause);
    }
  }

  /** The record in a row. */
  function recordIn(key: string, row: Found): T | DamagedRecord {
    const known = recent.recordIn(key, row.value);
    if (known !== undefined) return known;
    const decoded = decodeRow({ key, value: row.value });
    if (decoded instanceof DamagedRecord) return decoded;
    recent.see(key, row, decoded.record);
    return decoded.record;
  }

  return {
    decode,

    /** The record in a row of a listing. */
    decodeRow,

    recordIn,

    /**
     * The record in a row that is about to be changed; undefined when it is damaged and may be replaced, of which `onDamaged` is told.
     * Throws the damage where nobody is to be told, or a newer Darkroom wrote it.
     */
    changeable(key: string, row: Found, onDamaged?: ((error: DamagedRecord) => void) | undefined): T | undefined {
      const found = recordIn(key, row);
      if (!(found instanceof DamagedRecord)) return found;
      if (!onDamaged || found.cause instanceof NewerRecord) throw found;
      onDamaged(found);
      return undefined;
    },

    /** The row that holds a record until `expires`. Throws StoreError when the record does not fit its schema. */
    wanted(given: T, expires: number | undefined): WantedRecord<T> {
      try {
        const { stored, record } = codec.pack(given);
        return { ...wantedOf(stored, expires), record, given };
      } catch (cause) {
        throw new StoreError(`This record does not fit into ${kind}.`, { cause });
      }
    },

    /** A row holds this now, as far as we know. */
    saw(key: string, { text, expires, record, given }: WantedRecord<T>): void {
      recent.see(key, { value: text, expires: expires ?? null }, record, given);
    },

    /** A row is not there any more, as far as we know. */
    missed: recent.miss,

    /** The row that was last seen under a key, if it can still be there; null when it was seen to be gone. */
    lastSeen(key: string): Found | null | undefined {
      const row = recent.find(key);
      return row && row.expires !== null && row.expires <= clock.past() ? undefined : row;
    },

    /** The text of a row that was written here and holds this very object, which may be there no more. */
    textOf(key: string, given: T): string | undefined {
      const row = recent.find(key);
      return row?.given === given ? row.value : undefined;
    },

    /** The stored form of the record in a row, of whatever version; undefined when the row makes no sense. */
    storedIn(value: unknown): unknown {
      try {
        return cellIn(value).value;
      } catch {
        return undefined;
      }
    },
  };
}
