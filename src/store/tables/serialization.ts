import { z } from 'zod';
import { DamagedRecord, StoreError } from '../../domain/failures/errors.ts';
import type { Kind } from '../backends/types.ts';

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
