import { enter, type Job } from '../../src/domain/job/job.ts';
import type { Store } from '../../src/domain/ports/store.ts';

/** Writes a job as it is to be, whatever the store has of it. */
export async function putJob(jobs: Store['jobs'], job: Job): Promise<void> {
  const there = await jobs.get(job.id);
  if (there?.step === 'settled' && job.step === 'settled') return jobs.amend(job.id, () => job);
  const received = enter(job, { step: 'received' });
  const isWritten = there
    ? await jobs.replace(there, job)
    : (await jobs.add(job.step === 'settled' ? job : received)) &&
      (job.step === 'settled' || (await jobs.replace(received, job)));
  if (!isWritten) throw new Error(`the job ${job.id} could not be put`);
}
