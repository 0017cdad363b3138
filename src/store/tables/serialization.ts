import { z } from 'zod';
import { DamagedRecord, StoreError } from '../../domain/failures/errors.ts';
import type { Kind, Row } from '../backends/types.ts';
import { type Codec, NewerRecord } from '../schema/versioned.ts';

/** A row does not hold what Darkroom writes. The message does not quote the row, which may hold a token. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

/**
 * Plain JSON, with lone surrogates and NUL as escapes. Keyv's own serialization changes texts that begin with a colon.
 */
export const serialization = {
  stringify: (value: unknown): string => JSON.stringify(value),
  parse<T>(text: string): T {
    const value = parsed(text);
    // Keyv would take null for a missing record.
    if (value === null) throw new Unreadable('it is null');
    return value;
  },
};

function parsed(text: string) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Unreadable('it is not JSON');
  }
}

/**
 * A key as SQLite can hold it. Lone surrogates and NUL are escaped, because UTF-8 makes all lone surrogates the same
 * character and a NUL ends the text. The empty key becomes `""`.
 */
export function encodeKey(key: string): string {
  return JSON.stringify(key).slice(1, -1) || '""';
}

/** The key of which `encodeKey` made this. */
export function decodeKey(key: string): string {
  return key === '""' ? '' : z.string().parse(JSON.parse(`"${key}"`));
}

/** The key of which `encodeKey` made this; undefined when it has made no such thing. */
export function keyIn(encoded: string): string | undefined {
  try {
    const key = decodeKey(encoded);
    return encodeKey(key) === encoded ? key : undefined;
  } catch {
    return undefined;
  }
}

function cellIn(value: unknown): unknown {
  return typeof value === 'string' ? serialization.parse(value) : value;
}

/** What Keyv stores in a row. `expires` is in Unix ms. */
export const Cell = z.object({ value: z.unknown(), expires: z.number().optional() });

type Options<T> = {
  readonly kind: Kind;
  readonly codec: Codec<T>;
  readonly keyOf?: ((record: T) => string) | undefined;
};

/** Makes what Keyv stores of records of one kind, and records of what it stored. */
export function createRecords<T>({ kind, codec, keyOf }: Options<T>) {
  /** The record in a cell. Throws DamagedRecord. */
  function decode(key: string, cell: unknown): T {
    try {
      const record = codec.unwrap(Cell.parse(cell).value);
      if (keyOf && encodeKey(keyOf(record)) !== key) throw new Unreadable('it belongs under another key');
      return record;
    } catch (cause) {
      throw new DamagedRecord(kind, key, cause);
    }
  }

  function decodeRow({ key, value }: Row): { key: string; record: T; expires: number | null } | DamagedRecord {
    try {
      const cell = cellIn(value);
      return { key, record: decode(key, cell), expires: Cell.parse(cell).expires ?? null };
    } catch (cause) {
      return cause instanceof DamagedRecord ? cause : new DamagedRecord(kind, key, cause);
    }
  }

  return {
    decode,

    /** The record in a row. The `key` is the encoded one. */
    decodeRow,

    /**
     * The record in a row that is about to be changed; undefined when it is damaged and may be replaced, of which `onDamaged` is told.
     * Throws the damage where nobody is to be told, or a newer Darkroom wrote it.
     */
    changeable(key: string, value: unknown, onDamaged: ((error: DamagedRecord) => void) | undefined): T | undefined {
      const decoded = decodeRow({ key, value });
      if (!(decoded instanceof DamagedRecord)) return decoded.record;
      if (!onDamaged || decoded.cause instanceof NewerRecord) throw decoded;
      onDamaged(decoded);
      return undefined;
    },

    /** The stored form of a record. Throws StoreError when the record does not fit its schema. */
    wrap(record: T) {
      try {
        return codec.wrap(record);
      } catch (cause) {
        throw new StoreError(`This record does not fit into ${kind}.`, { cause });
      }
    },

    /** The stored form of the record in a row, of whatever version; undefined when the row makes no sense. */
    storedIn(value: unknown): unknown {
      try {
        return Cell.parse(cellIn(value)).value;
      } catch {
        return undefined;
      }
    },
  };
}

/** The error to throw for a failure: DamagedRecord when the row made no sense, StoreError for everything else. */
export function failure(cause: unknown, kind: Kind, key: string, doing: string): StoreError | DamagedRecord {
  if (cause instanceof StoreError || cause instanceof DamagedRecord) return cause;
  const damaged =
    cause instanceof Unreadable || (cause instanceof Error && 'code' in cause && cause.code === OUT_OF_RANGE);
  if (damaged) return new DamagedRecord(kind, key, cause);
  const why = cause instanceof Error ? cause.message : 'no reason given';
  return new StoreError(`The store could not ${doing} ${kind}: ${why}`, { cause });
}

/** The code of node:sqlite for a row with an integer beyond 2^53 (https://nodejs.org/api/sqlite.html). */
const OUT_OF_RANGE = 'ERR_OUT_OF_RANGE';
