import { Conflict } from '../../domain/failures/errors.ts';
import type { Reason } from '../../domain/failures/reason.ts';
import { hasCostNothing } from '../../domain/job/cost.ts';
import { conclude, type Job } from '../../domain/job/job.ts';
import { wantsSlot } from '../../domain/job/slot.ts';
import type { LeaderContext } from '../context.ts';

/**
 * Ends those of these jobs that still wait for a slot, for this reason. Whoever's end cannot be written down waits on: the next
 * process would submit what its member was told to be free.
 */
export function createGiveUp({
  openJobs,
  clock,
  log,
  proceed,
}: Pick<LeaderContext, 'openJobs' | 'clock' | 'log' | 'proceed'>) {
  return async (jobs: readonly Job[], reason: Reason): Promise<void> => {
    for (const { id } of jobs) {
      await openJobs.withLock(id, async (job) => {
        if (!job || !wantsSlot(job)) return;
        const failed = conclude(job, { kind: 'failed', reason, free: hasCostNothing(job) }, clock.now());
        try {
          await openJobs.commit(failed);
        } catch (error) {
          if (error instanceof Conflict) throw error;
          log.warn({ job: id, error }, 'the end of a waiting job could not be written down; it waits on');
          return;
        }
        proceed(failed);
      });
    }
  };
}
