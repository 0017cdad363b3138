import type { Place } from '../../domain/job/job.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { RecentTask, Refusal } from '../../domain/ports/store.ts';
import type { Table } from '../tables/table.ts';

/**
 * What a kind of list holds: at most `cap` entries, and of several about the same thing only the newest. `isShort`: nearly all have
 * only one.
 */
export type ListRule<T> = {
  readonly cap: number;
  readonly same: (one: T, other: T) => boolean;
  readonly isShort?: boolean;
};

function samePlace(one: Place, other: Place): boolean {
  return one.channelId === other.channelId && one.messageId === other.messageId;
}

function sameTask(one: RecentTask, other: RecentTask): boolean {
  return one.taskId === other.taskId && samePlace(one.place, other.place);
}

function sameClass(one: Refusal, other: Refusal): boolean {
  return one.class === other.class;
}

/** The kinds of lists, by the name of their table. */
export const listRules = {
  tasks: { cap: 20, same: samePlace, isShort: true },
  members: { cap: 100, same: sameTask },
  channels: { cap: 10, same: sameTask },
  /** There are fewer classes of buttons than this. */
  refusals: { cap: 40, same: sameClass },
} as const;

type Options<T> = { table: Pick<Table<readonly T[]>, 'get' | 'change'>; rule: ListRule<T>; log: Log };

/** Short lists, one under each key. The newest entry is last; beyond `cap` entries the oldest is forgotten. */
export type Lists<T> = {
  all(key: string): Promise<readonly T[]>;
  /** Replaces a damaged list. Rejects with DamagedRecord for a list that a newer Darkroom wrote. */
  add(key: string, entry: T): Promise<void>;
};

export function createLists<T>({ table, rule: { cap, same, isShort = false }, log }: Options<T>): Lists<T> {
  async function all(key: string): Promise<readonly T[]> {
    return (await table.get(key)) ?? [];
  }

  return {
    all,
    async add(key, entry) {
      await table.change(key, (list = []) => [...list.filter((other) => !same(entry, other)), entry].slice(-cap), {
        isNew: isShort,
        onDamaged: (error) => log.error({ err: error, table: error.table, key }, 'a damaged list is started anew'),
      });
    },
  };
}
