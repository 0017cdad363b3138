import type { Job } from '../../domain/job/job.ts';
import { wantsSlot } from '../../domain/job/slot.ts';

/**
 * How far a record of a job has come: the further one knows of more submissions. A job that the relay put off goes back a
 * step, so the further of two records may be the older one. Then the job ends as one whose submission went unanswered,
 * which costs nothing; to submit it again would.
 */
function distance(job: Job): number {
  switch (job.step) {
    case 'received':
      return 0;
    case 'waiting':
      return 1;
    case 'submitting':
      return 2;
    case 'unknown':
      return job.taskId === null ? 3 : 8;
    case 'following':
      return job.modalSent ? 9 : 4;
    case 'overdue':
      return job.modalSent ? 10 : 5;
    case 'window':
      return job.text === null ? 6 : 6.5;
    case 'submittingModal':
      return 7;
    case 'delivering':
      return 11;
    case 'settled':
      return 12;
  }
}

/** Whether a job came to something that can be shown. */
function hasPictures(job: Job): boolean {
  return 'outcome' in job && job.outcome.kind === 'pictures';
}

/**
 * The record of a job to go on with, where two stores have one each: `there` unless the other knows more. No picture is
 * given up for a failure, and a job that is settled here stays settled.
 */
export function furtherJob(there: Job, other: Job): Job {
  if (there.step === 'settled' && other.step !== 'settled') return there;
  if (hasPictures(there) !== hasPictures(other)) return hasPictures(there) ? there : other;
  return distance(other) > distance(there) ? other : there;
}

/** Whether a job would be submitted by itself, now or when its turn comes. */
export function wouldBeSubmitted(job: Job): boolean {
  return job.step === 'received' || wantsSlot(job);
}
