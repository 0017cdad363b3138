import { z } from 'zod';
import { DamagedRecord, StoreError } from '../../domain/failures/errors.ts';
import type { Kind } from '../backends/types.ts';

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
