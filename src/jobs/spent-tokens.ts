import type { Job } from '../domain/job/job.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { JobMover } from './job-mover.ts';

/** Interaction tokens of open jobs that Discord takes no more. They are secrets, so nobody keeps them. */
export function createSpentTokens({
  openJobs,
  clock,
}: {
  readonly openJobs: Pick<JobMover, 'withLock' | 'record'>;
  readonly clock: Pick<Clock, 'past'>;
}) {
  const isSpent = ({ reply }: Job) => reply !== null && reply.expiresAt <= clock.past();

  return {
    isSpent,
    /** A job's member, or another process, may have brought a new one since anybody looked: that is kept. */
    forget: (id: string) =>
      openJobs.withLock(id, async (job) => {
        if (job && isSpent(job)) await openJobs.record({ ...job, reply: null });
      }),
  };
}
