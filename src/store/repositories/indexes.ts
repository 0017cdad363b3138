import type { DamagedRecord } from '../../domain/failures/errors.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { OpenJobIndexes } from '../../domain/ports/open-job-indexes.ts';
import type { Table } from '../tables/table.ts';

const ofMember = (memberId: string) => `member:${memberId}`;
const ofTask = (taskId: string) => `task:${taskId}`;

export type IndexesParts = { readonly table: Pick<Table<readonly string[]>, 'get' | 'change'>; readonly log: Log };

/** Lists of ids of open jobs, one for each member and each task. A list without ids is removed; one that is damaged begins anew. */
export function createIndexes({ table, log }: IndexesParts): OpenJobIndexes {
  const onDamaged = (error: DamagedRecord) =>
    log.error({ err: error, list: error.key }, 'a damaged list of open jobs is started anew');

  const all = async (key: string) => (await table.get(key)) ?? [];

  async function addTask(taskId: string, jobId: string): Promise<void> {
    await table.change(ofTask(taskId), (there = []) => (there.includes(jobId) ? there : [...there, jobId]), {
      onDamaged,
      isNew: true,
    });
  }

  async function removeFrom(key: string, id: string): Promise<void> {
    await table.change(
      key,
      (there) => {
        if (!there?.includes(id)) return there;
        return there.length === 1 ? null : there.filter((one) => one !== id);
      },
      { onDamaged },
    );
  }

  return {
    ofMember: (memberId) => all(ofMember(memberId)),
    ofTask: (taskId) => all(ofTask(taskId)),

    async reserve(memberId, ids, limit, counts) {
      const key = ofMember(memberId);
      const gone = new Set<string>();
      /** Those that were looked at: a job that counts may end, but one that does not never counts again. */
      const counting = new Map<string, boolean>();
      for (;;) {
        let isFull = false;
        let unknown: readonly string[] = [];
        await table.change(
          key,
          (there = []) => {
            const others = there.filter((id) => !ids.includes(id) && !gone.has(id));
            const counted = others.filter((id) => counting.get(id) !== false);
            isFull = counted.length + ids.length > limit;
            unknown = isFull ? counted.filter((id) => !counting.has(id)) : [];
            return isFull ? there : union(others, ids);
          },
          { onDamaged },
        );
        if (!isFull) return true;
        if (unknown.length === 0) return false;
        for (const id of unknown) {
          const answer = await counts(id);
          counting.set(id, answer === 'yes');
          if (answer === 'gone') gone.add(id);
        }
      }
    },

    addTask,

    async remove({ id, requester }, taskId) {
      await removeFrom(ofMember(requester.id), id);
      if (taskId !== null) await removeFrom(ofTask(taskId), id);
    },
  };
}

function union(there: readonly string[], ids: readonly string[]): readonly string[] {
  return [...there, ...ids.filter((id) => !there.includes(id))];
}
