import type { Reason } from '../../domain/failures/reason.ts';
import { hasCostNothing } from '../../domain/job/cost.ts';
import { conclude, type Job, wantsSlot } from '../../domain/job/job.ts';
import type { EngineContext } from '../context.ts';

/** Ends those of these jobs that still wait for a slot, for this reason. */
export function createGiveUp({ openJobs, clock, proceed }: Pick<EngineContext, 'openJobs' | 'clock' | 'proceed'>) {
  return async (jobs: readonly Job[], reason: Reason): Promise<void> => {
    for (const { id } of jobs) {
      await openJobs.withLock(id, async (job) => {
        if (!job || !wantsSlot(job)) return;
        const failed = conclude(job, { kind: 'failed', reason, free: hasCostNothing(job) }, clock.now());
        await openJobs.record(failed);
        proceed(failed);
      });
    }
  };
}
