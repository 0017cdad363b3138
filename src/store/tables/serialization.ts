import { z } from 'zod';
import { DamagedRecord, StoreError } from '../../domain/failures/errors.ts';
import type { Kind, Row } from '../backends/types.ts';
import type { Codec } from '../schema/versioned.ts';

/** The text of a row is not what we write. Says nothing of the text: it may hold a token. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

/** JSON as it is (Keyv's own gives a leading colon a meaning); lone surrogates and NUL travel as escapes. */
export const serialization = {
  stringify: (value: unknown): string => JSON.stringify(value),
  parse<T>(text: string): T {
    const value = parsed(text);
    // Keyv would take null for "no record".
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

/** A key as SQLite and UTF-8 can hold it: lone surrogates would all become one, and NUL and '' have traps of their own. */
export function encodeKey(key: string): string {
  return JSON.stringify(key).slice(1, -1) || '""';
}

/** The key that `encodeKey` was given. */
export function decodeKey(key: string): string {
  return key === '""' ? '' : z.string().parse(JSON.parse(`"${key}"`));
}

/** What Keyv stores. `expires` is Unix ms. */
export const Cell = z.object({ value: z.unknown(), expires: z.number().optional() });

type Options<T> = {
  readonly kind: Kind;
  readonly codec: Codec<T>;
  readonly keyOf?: ((record: T) => string) | undefined;
};

/** From records to what lies in a row, and back. */
export function createRecords<T>({ kind, codec, keyOf }: Options<T>) {
  /** Throws DamagedRecord. */
  function decode(key: string, cell: unknown): T {
    try {
      const record = codec.unwrap(Cell.parse(cell).value);
      if (keyOf && encodeKey(keyOf(record)) !== key) throw new Unreadable('it belongs under another key');
      return record;
    } catch (cause) {
      throw new DamagedRecord(kind, key, cause);
    }
  }

  return {
    decode,

    /** Throws StoreError. */
    wrap(record: T) {
      try {
        return codec.wrap(record);
      } catch (cause) {
        throw new StoreError(`This record does not fit into ${kind}.`, { cause });
      }
    },

    /** A row, `key` as it lies there. */
    decodeRow({ key, value }: Row): { key: string; record: T; expires: number | null } | DamagedRecord {
      try {
        const cell = typeof value === 'string' ? serialization.parse(value) : value;
        return { key, record: decode(key, cell), expires: Cell.parse(cell).expires ?? null };
      } catch (cause) {
        return cause instanceof DamagedRecord ? cause : new DamagedRecord(kind, key, cause);
      }
    },
  };
}

/** Nonsense in a row is a DamagedRecord, everything else a StoreError: a failure must never look like "no record". */
export function failure(cause: unknown, kind: Kind, key: string, doing: string): StoreError | DamagedRecord {
  if (cause instanceof StoreError || cause instanceof DamagedRecord) return cause;
  const damaged =
    cause instanceof Unreadable || (cause instanceof Error && 'code' in cause && cause.code === OUT_OF_RANGE);
  if (damaged) return new DamagedRecord(kind, key, cause);
  const why = cause instanceof Error ? cause.message : 'no reason given';
  return new StoreError(`The store could not ${doing} ${kind}: ${why}`, { cause });
}

/** node:sqlite, about an integer beyond 2^53 in a row (https://nodejs.org/api/sqlite.html). */
const OUT_OF_RANGE = 'ERR_OUT_OF_RANGE';
