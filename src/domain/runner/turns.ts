import type { Job } from '../job.ts';
import { holdsSlot } from '../job.ts';

/** Whether a job wants a slot: a waiting one, or a window whose text has been given. */
export function wantsSlot(job: Job): boolean {
  return job.step === 'waiting' || (job.step === 'window' && job.text !== null);
}

function runningByRequester(jobs: Iterable<Job>): Map<string, number> {
  const running = new Map<string, number>();
  for (const job of jobs) {
    if (holdsSlot(job)) running.set(job.requester.id, (running.get(job.requester.id) ?? 0) + 1);
  }
  return running;
}

/** Jobs that want a slot, in the order they would get one now: fewest running jobs of the requester first, then the oldest. */
export function line(jobs: readonly Job[]): Job[] {
  const running = runningByRequester(jobs);
  const share = (job: Job) => running.get(job.requester.id) ?? 0;
  return jobs
    .filter(wantsSlot)
    .sort((a, b) => share(a) - share(b) || a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
}
