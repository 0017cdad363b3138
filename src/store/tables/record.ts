import { z } from 'zod';
import { DamagedRecord, StoreError } from '../../domain/failures/errors.ts';
import type { Kind, Row } from '../backends/types.ts';
import type { Codec } from '../schema/versioned.ts';
import { encodeKey, serialization, Unreadable } from './serialization.ts';

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
