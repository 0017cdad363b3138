import type { Job } from '../job/job.ts';

/** Jobs by something they have, such as a step or a requester, so that nobody has to look through all to find a few. */
export type Groups = {
  /** A snapshot, in the order in which they came into the group. */
  of(key: string): readonly Job[];
  /** A job came (no `before`), changed or went (no `after`). Groups without jobs are forgotten. */
  replace(before: Job | undefined, after: Job | undefined): void;
};

/** `keyOf` names a job's group; null for none. */
export function createGroups(keyOf: (job: Job) => string | null): Groups {
  const groups = new Map<string, Map<string, Job>>();

  function leave(key: string, id: string): void {
    const group = groups.get(key);
    group?.delete(id);
    if (group?.size === 0) groups.delete(key);
  }

  function join(key: string, job: Job): void {
    const group = groups.get(key) ?? new Map<string, Job>();
    groups.set(key, group.set(job.id, job));
  }

  return {
    of: (key) => [...(groups.get(key)?.values() ?? [])],
    replace(before, after) {
      const from = before ? keyOf(before) : null;
      const to = after ? keyOf(after) : null;
      if (before && from !== null && from !== to) leave(from, before.id);
      if (after && to !== null) join(to, after);
    },
  };
}
