import { enter, type Job, type JobIn } from '../domain/job/job.ts';
import type { SubmitOutcome } from '../domain/ports/relay.ts';

/** A job that is about to be submitted, or whose answer is waited for. */
export type Submitting = JobIn<'submitting'> | JobIn<'submittingModal'>;

/**
 * The job with the call of the relay that `asked` was about to make, as long as nothing else has come of it: its answer counts,
 * also where somebody has given it up for lost meanwhile. Null where something has, and where the job is asked again by
 * another call.
 */
export function stillAsking(now: Job | undefined, asked: Submitting): Submitting | null {
  if (now?.step !== 'submitting' && now?.step !== 'submittingModal' && now?.step !== 'unknown') return null;
  const { attempt, since } = asked;
  if (now.attempt !== attempt) return null;
  if (now.step !== 'unknown') return now;
  const { place } = now;
  return asked.step === 'submitting'
    ? enter(now, { step: 'submitting', place, since, attempt })
    : enter(now, { step: 'submittingModal', place, taskId: asked.taskId, since, attempt });
}

/** Whether a job is without an answer to the call that one of these was about to make. */
export function lacksAnswer(now: Job | undefined, earlier: readonly Job[]): now is Job {
  return earlier.some((job) => {
    const isAsking = job.step === 'submitting' || job.step === 'submittingModal';
    return isAsking && stillAsking(now, job) !== null;
  });
}

/** The task that an answer names, null where it names none. */
export function taskIn(outcome: SubmitOutcome): string | null {
  return outcome.kind === 'accepted' ? outcome.taskId : null;
}

/** A submission whose answer nobody waits for any more: it may have arrived, so it is looked for and never sent again. */
export function unanswered(job: Submitting): JobIn<'unknown'> {
  const taskId = job.step === 'submittingModal' ? job.taskId : null;
  const { place, since, attempt } = job;
  return enter(job, { step: 'unknown', place, taskId, since, attempt });
}
