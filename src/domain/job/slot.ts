import { type Job, type JobIn, onlyLooks } from './job.ts';
import type { WindowText } from './request.ts';

/** Whether this job holds one of the relay's slots. */
export function holdsSlot(job: Job): boolean {
  const { step } = job;
  if (onlyLooks(job)) return false;
  return step === 'submitting' || step === 'submittingModal' || step === 'following';
}

/** Whether a job wants a slot: a waiting one, or a window whose text has been given. */
export function wantsSlot(job: Job): job is JobIn<'waiting'> | (JobIn<'window'> & { readonly text: WindowText }) {
  return job.step === 'waiting' || (job.step === 'window' && job.text !== null);
}
