import { DamagedRecord } from '../domain/failures/errors.ts';
import type { LeaderContext } from './context.ts';
import { unanswered } from './late-answer.ts';

/**
 * Takes over the open jobs that an earlier leader left. A submission that it died in may have arrived, so it becomes
 * `unknown` and is never sent again; every other step goes on with the next tick and the next poll. `adopt` is told of jobs that are
 * received only: they are the business of whoever takes them in. The returned function
 * shows the jobs where they stand. It is to be called once members can be heard, as messages may ask them to press
 * something.
 */
export async function resume(
  { presenter, openJobs, progress, log, proceed, store }: LeaderContext,
  adopt: (id: string) => void,
): Promise<() => void> {
  for await (const job of store.jobs.open()) {
    if (job instanceof DamagedRecord) log.error({ error: job }, 'a job cannot be read and is left alone');
    else if (job.step === 'received') adopt(job.id);
    // What is known already is newer than the listing.
    else if (!openJobs.get(job.id)) openJobs.insert(job);
  }
  for (const { id } of openJobs.in('submitting', 'submittingModal')) {
    await openJobs.withLock(id, async (job) => {
      if (job?.step === 'submitting' || job?.step === 'submittingModal') await openJobs.record(unanswered(job));
    });
  }
  return () => {
    for (const job of openJobs.all()) {
      if (job.step === 'unknown' || job.step === 'delivering') proceed(job);
      // Nothing else shows these again, and the process may have died before it could.
      else if (job.step === 'overdue' || (job.step === 'window' && !job.text)) presenter.show(job, progress.of(job.id));
    }
  };
}
