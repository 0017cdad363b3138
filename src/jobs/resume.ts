import { DamagedRecord } from '../domain/failures/errors.ts';
import type { Job } from '../domain/job/job.ts';
import { enter } from '../domain/job/job.ts';
import type { EngineContext } from './context.ts';

/**
 * Picks up what an earlier process left. A submission it died in may have arrived and is never sent again; whatever
 * else is open needs no more than the next tick and the next poll. What comes back shows the jobs where they stand: for
 * when members can be heard again, as messages may ask them to press something.
 */
export async function resume({
  presenter,
  openJobs,
  progress,
  log,
  proceed,
  store,
}: EngineContext): Promise<() => void> {
  for await (const job of store.jobs.open()) {
    if (job instanceof DamagedRecord) log.error({ error: job }, 'a job cannot be read and is left alone');
    else openJobs.insert(job);
  }
  for (const job of openJobs.all()) {
    const left = interrupted(job);
    if (left) await openJobs.record(left);
  }
  return () => {
    for (const job of openJobs.all()) {
      if (job.step === 'unknown' || job.step === 'delivering') proceed(job);
      // Nothing else shows these again, and the process may have died before it could.
      else if (job.step === 'overdue' || (job.step === 'window' && !job.text)) presenter.show(job, progress.of(job.id));
    }
  };
}

function interrupted(job: Job): Job | null {
  if (job.step !== 'submitting' && job.step !== 'submittingModal') return null;
  const taskId = job.step === 'submittingModal' ? job.taskId : null;
  return enter(job, { step: 'unknown', place: job.place, taskId, since: job.since });
}
