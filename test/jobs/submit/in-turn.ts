import type { Job } from '../../../src/domain/job/job.ts';

/**
 * What `createLine` is held to: jobs in the order in which they get free slots, by ranking all of them. `slots` are those that
 * each requester holds now.
 */
export function inTurn(jobs: readonly Job[], slots: ReadonlyMap<string, number>): Job[] {
  const held = new Map(slots);
  const ranked = jobs.toSorted(byAge).map((job) => {
    const rank = held.get(job.requester.id) ?? 0;
    held.set(job.requester.id, rank + 1);
    return { job, rank };
  });
  return ranked.sort((one, other) => one.rank - other.rank).map(({ job }) => job);
}

function byAge(one: Job, other: Job): number {
  return one.createdAt - other.createdAt || (one.id < other.id ? -1 : 1);
}
