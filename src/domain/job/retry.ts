import { isRetryable } from '../failures/reason.ts';
import { hasFailed, isFurther, type Job } from './job.ts';
import type { Request } from './request.ts';

const PREFIX = 'retry:';

/** The claim to be the one job that tries an earlier one again. */
export function retryKey(earlierId: string): string {
  return `${PREFIX}${earlierId}`;
}

/** The id of the job that this one tries again, null when it tries none. */
export function earlierIdOf({ claims }: Pick<Job, 'claims'>): string | null {
  return claims.find((key) => key.startsWith(PREFIX))?.slice(PREFIX.length) ?? null;
}

/** The claims of a job that tries this one again: it takes over all that this one may have paid for. */
export function retryClaims({ id, claims }: Pick<Job, 'id' | 'claims'>): readonly string[] {
  return [retryKey(id), ...claims.filter((key) => !key.startsWith(PREFIX))];
}

/** What a job that tries this one again asks for. A picture whose copy at the relay was no use is given by its address. */
export function requestAgain(job: Job): Request {
  const { request } = job;
  const isCopy = hasFailed(job) && job.outcome.reason.kind === 'pictureUnreadable';
  return request.kind === 'video' && isCopy ? { ...request, byLink: true } : request;
}

/**
 * Whether a job may be tried again: nobody knows what became of it, or it failed for a reason that may pass. A further task
 * may not: to make it again, all of its submission would have to be paid for again.
 */
export function canBeRetried(job: Job): boolean {
  if (isFurther(job)) return false;
  return job.step === 'unknown' || (hasFailed(job) && isRetryable(job.outcome.reason));
}
