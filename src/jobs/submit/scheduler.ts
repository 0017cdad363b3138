import { holdsSlot, type Job, type JobIn, wantsSlot } from '../../domain/job/job.ts';
import type { OpenJobs } from '../open-jobs.ts';

/** Jobs that wait for one of the relay's slots. */
export function waitingForSlot(openJobs: Pick<OpenJobs, 'in'>): readonly (JobIn<'waiting'> | JobIn<'window'>)[] {
  return openJobs.in('waiting', 'window').filter(wantsSlot);
}

/** Jobs that hold a slot. */
export function holdingSlot(openJobs: Pick<OpenJobs, 'in'>): readonly Job[] {
  return openJobs.in('submitting', 'submittingModal', 'following').filter(holdsSlot);
}

/** How many slots each requester holds, by their id. */
export function slotsByRequester(holders: Iterable<Job>): Map<string, number> {
  const slots = new Map<string, number>();
  for (const { requester } of holders) slots.set(requester.id, (slots.get(requester.id) ?? 0) + 1);
  return slots;
}

/**
 * Jobs in the order in which they get free slots. A slot goes to the requester who holds the fewest by then, and to the
 * oldest job among equals; `slots` are those that each requester holds now.
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

/**
 * A position in the queue as members are told it: exact below 10, then rounded down to tens and hundreds. Every job that
 * ends moves all positions, and a message is not edited for a difference that means nothing to its reader.
 */
export function roundedPosition(ahead: number): number {
  const grain = ahead < 10 ? 1 : ahead < 100 ? 10 : 100;
  return ahead - (ahead % grain);
}
