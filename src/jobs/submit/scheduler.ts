import { holdsSlot, type Job } from '../../domain/job/job.ts';
import type { OpenJobs } from '../open-jobs.ts';

/** Whether a job wants a slot: a waiting one, or a window whose text has been given. */
export function wantsSlot(job: Job): boolean {
  return job.step === 'waiting' || (job.step === 'window' && job.text !== null);
}

/** Jobs that want a slot. */
export function wanting(openJobs: Pick<OpenJobs, 'in'>): readonly Job[] {
  return openJobs.in('waiting', 'window').filter(wantsSlot);
}

/** Jobs that hold a slot. */
export function holding(openJobs: Pick<OpenJobs, 'in'>): readonly Job[] {
  return openJobs.in('submitting', 'submittingModal', 'following').filter(holdsSlot);
}

/** How many slots each requester holds. */
export function shares(holders: Iterable<Job>): Map<string, number> {
  const running = new Map<string, number>();
  for (const { requester } of holders) running.set(requester.id, (running.get(requester.id) ?? 0) + 1);
  return running;
}

/**
 * Jobs in the order in which they get free slots: a slot goes to the requester who has the fewest by then (`running` are
 * those they have now), and to the oldest job among equals.
 */
export function line(jobs: readonly Job[], running: ReadonlyMap<string, number>): Job[] {
  const slots = new Map(running);
  const ranked = jobs.toSorted(byAge).map((job) => {
    const rank = slots.get(job.requester.id) ?? 0;
    slots.set(job.requester.id, rank + 1);
    return { job, rank };
  });
  return ranked.sort((one, other) => one.rank - other.rank).map(({ job }) => job);
}

function byAge(one: Job, other: Job): number {
  return one.createdAt - other.createdAt || (one.id < other.id ? -1 : 1);
}

/**
 * A place in line as it is told: exactly while it is near, then in tens and hundreds. Every place changes with every job
 * that ends, and a message is not edited for what makes no difference.
 */
export function toldPlace(ahead: number): number {
  const grain = ahead < 10 ? 1 : ahead < 100 ? 10 : 100;
  return ahead - (ahead % grain);
}
