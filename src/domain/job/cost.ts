import { classify } from '../buttons/action.ts';
import { withoutMark } from '../buttons/change.ts';
import { isFurther, type Job } from './job.ts';
import type { Request } from './request.ts';

/**
 * How many submissions the relay bills for a job. A button that opens its window only because the member's account has
 * remix on is billed twice, for the press and for the text; one that always opens a window only for the text.
 */
export function billedSubmissions({ request, text }: Pick<Job, 'request' | 'text'>): number {
  if (request.kind === 'show') return 0;
  return text !== null && opensByRemix(request) ? 2 : 1;
}

/**
 * How many submissions were billed for a job that has ended with pictures. Where the relay opened no window for the member's
 * text, only the press was. Null for a further task of another job's submission: what relays bill for it is not known.
 */
export function billedFor(job: Job): number | null {
  if (isFurther(job)) return null;
  const isIgnored = 'outcome' in job && job.outcome.kind === 'pictures' && job.outcome.textIgnored === true;
  return isIgnored ? 1 : billedSubmissions(job);
}

/** Whether a button opens its window only because the account has remix on: then the press is billed as well as the text. */
export function opensByRemix(request: Request): boolean {
  return request.kind === 'action' && classify(withoutMark(request.customId)).window === 'remix';
}

/** Whether nothing can have been charged yet for a job that has no answer to the submission it waits for or is in. */
export function hasCostNothing(job: Job): boolean {
  // Only of a button that always opens a window it is known that opening it is free. Others were billed when they were
  // pressed, whether or not their window has a text.
  if (job.step === 'window' || job.step === 'submittingModal') return opensAlways(job.request);
  return job.step === 'received' || job.step === 'waiting' || job.step === 'submitting';
}

function opensAlways(request: Request): boolean {
  return request.kind === 'action' && classify(request.customId).window === 'always';
}
