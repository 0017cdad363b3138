import { DamagedRecord } from '../errors.ts';
import type { Job } from '../job.ts';
import { enter } from '../job.ts';
import type { Desk } from './desk.ts';

/**
 * Picks up what an earlier process left. A submission it died in may have arrived and is never sent again; whatever
 * else is open needs no more than the next tick and the next poll.
 */
export async function resume({ board, book, gauge, log, proceed, store }: Desk): Promise<void> {
  for await (const job of store.jobs.open()) {
    if (job instanceof DamagedRecord) log.error({ error: job }, 'a job cannot be read and is left alone');
    else book.insert(job);
  }
  for (const job of book.all()) {
    const left = interrupted(job);
    if (left) await book.record(left);
    const next = left ?? job;
    if (next.step === 'unknown' || next.step === 'delivering') proceed(next);
    // Nothing else shows these again, and the process may have died before it could.
    else if (next.step === 'overdue' || (next.step === 'window' && !next.text)) board.show(next, gauge.of(next.id));
  }
}

function interrupted(job: Job): Job | null {
  if (job.step !== 'submitting' && job.step !== 'submittingModal') return null;
  const taskId = job.step === 'submittingModal' ? job.taskId : null;
  return enter(job, { step: 'unknown', place: job.place, taskId, since: job.since });
}
