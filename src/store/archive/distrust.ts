import { DamagedRecord } from '../../domain/failures/errors.ts';
import { enter, type Job } from '../../domain/job/job.ts';
import { wantsSlot } from '../../domain/job/slot.ts';
import { randomId } from '../../lib/random-id.ts';
import { wallClock } from '../store.ts';
import type { Tables } from '../tables/tables.ts';

/** How many jobs of a backup nobody knows the truth about, and how many had no message yet. */
export type Distrusted = { readonly unsure: number; readonly dropped: number };

/**
 * Changes the open jobs of a backup so that none is submitted by itself: whatever was about to be may have been since. Such a
 * job becomes one whose submission went unanswered, which is looked for, and its member is asked. One that was received has no
 * message yet and is dropped, unless it only shows a task that is paid for. All others go on. Rejects with StoreError.
 */
export async function distrust({ open }: Pick<Tables, 'open'>): Promise<Distrusted> {
  const jobs: Job[] = [];
  // A damaged one is not taken up by the bot either.
  for await (const job of open.rows()) if (!(job instanceof DamagedRecord)) jobs.push(job);
  const changed = { unsure: 0, dropped: 0 };
  for (const job of jobs) {
    if (job.step === 'received' && job.request.kind !== 'show') {
      await open.delete(job.id);
      changed.dropped += 1;
    } else if (wantsSlot(job) || job.step === 'submitting' || job.step === 'submittingModal') {
      const taskId = 'taskId' in job ? job.taskId : null;
      // Whoever called the relay for it since, or before, is not heard: none of the calls that were made has this name.
      const lost = { since: wallClock.now(), attempt: randomId() };
      await open.put(job.id, enter(job, { step: 'unknown', place: job.place, taskId, ...lost }));
      changed.unsure += 1;
    }
  }
  return changed;
}
