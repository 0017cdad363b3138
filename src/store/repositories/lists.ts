import { DamagedRecord } from '../../domain/failures/errors.ts';
import type { Log } from '../../domain/ports.ts';
import { createMutex } from '../../lib/mutex.ts';
import { NewerRecord } from '../schema/versioned.ts';
import type { Table } from '../tables/table.ts';

type Options<T> = {
  table: Table<readonly T[]>;
  cap: number;
  /** Whether two entries are about the same thing. Adding one then removes the other. */
  same: (one: T, other: T) => boolean;
  log: Log;
};

/** Short lists, one under each key. The newest entry is last; beyond `cap` entries the oldest is forgotten. */
export type Lists<T> = {
  all(key: string): Promise<readonly T[]>;
  /** Replaces a damaged list. Rejects with DamagedRecord for a list that a newer Darkroom wrote. */
  add(key: string, entry: T): Promise<void>;
};

export function createLists<T>({ table, cap, same, log }: Options<T>): Lists<T> {
  const mutex = createMutex();

  async function all(key: string): Promise<readonly T[]> {
    return (await table.get(key)) ?? [];
  }

  async function allReadable(key: string): Promise<readonly T[]> {
    try {
      return await all(key);
    } catch (error) {
      if (!(error instanceof DamagedRecord) || error.cause instanceof NewerRecord) throw error;
      log.error({ err: error, table: error.table, key }, 'a damaged list is started anew');
      return [];
    }
  }

  return {
    all,
    add: (key, entry) =>
      mutex(key, async () => {
        const others = (await allReadable(key)).filter((other) => !same(entry, other));
        await table.put(key, [...others, entry].slice(-cap));
      }),
  };
}
