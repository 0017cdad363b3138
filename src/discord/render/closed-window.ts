import type { Job } from '../../domain/job/job.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import { gestureOf } from './body.ts';
import { messageLink } from './link.ts';

/**
 * Why a job's window takes no text any more; `job` is what is left of it. Its message may show the button for a moment after
 * the job went on.
 */
export function closedWindowText(job: Job | undefined, words: Catalogue): string {
  if (!job) return words.replies.buttonsExpired;
  if (job.step !== 'settled') return words.replies.textTaken;
  const gesture = gestureOf(job, words);
  const { outcome, place } = job;
  return outcome.kind === 'pictures' && place
    ? words.replies.alreadyExists(gesture, messageLink(place))
    : words.lookup.cameToNothing(gesture);
}
