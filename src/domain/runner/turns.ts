import type { Job } from '../job.ts';
import { holdsSlot } from '../job.ts';

/** Whether a job wants a slot: a waiting one, or a window whose text has been given. */
export function wantsSlot(job: Job): boolean {
  return job.step === 'waiting' || (job.step === 'window' && job.text !== null);
}

/** How many slots each requester holds. */
export function shares(holders: Iterable<Job>): Map<string, number> {
  const running = new Map<string, number>();
  for (const { requester } of holders) running.set(requester.id, (running.get(requester.id) ?? 0) + 1);
  return running;
}

/** Whether a job comes before another: fewest slots of the requester first, then the oldest. */
function before(one: Job, other: Job, running: ReadonlyMap<string, number>): number {
  const share = ({ requester }: Job) => running.get(requester.id) ?? 0;
  return share(one) - share(other) || one.createdAt - other.createdAt || (one.id < other.id ? -1 : 1);
}

/** Jobs that want a slot, in the order they would get one now. */
export function line(jobs: readonly Job[]): Job[] {
  const running = shares(jobs.filter(holdsSlot));
  return jobs.filter(wantsSlot).sort((one, other) => before(one, other, running));
}

/** Those of the jobs that get the free slots; each slot counts for its requester when the next one is given. */
export function served(jobs: readonly Job[], running: ReadonlyMap<string, number>, free: number): Job[] {
  const shared = new Map(running);
  const left = new Set(jobs);
  const chosen: Job[] = [];
  while (chosen.length < free && left.size > 0) {
    const next = [...left].reduce((one, other) => (before(other, one, shared) < 0 ? other : one));
    left.delete(next);
    chosen.push(next);
    shared.set(next.requester.id, (shared.get(next.requester.id) ?? 0) + 1);
  }
  return chosen;
}
