import { asShown, isAttaching, type Job, type Step } from '../domain/job/job.ts';
import { holdsSlot } from '../domain/job/slot.ts';
import type { JobStatus } from '../domain/ports/presenter.ts';
import type { EngineContext } from './context.ts';
import type { InFlight } from './intake/in-flight.ts';

/** How many jobs are open. */
export type JobCounts = {
  /** By their step. */
  readonly steps: Readonly<Record<string, number>>;
  readonly slots: number;
  readonly slotsUsed: number;
  /** How long the first in the queue has waited, in ms; 0 when nobody waits. */
  readonly oldestWaiting: number;
};

const openSteps = [
  'received',
  'waiting',
  'submitting',
  'window',
  'submittingModal',
  'following',
  'unknown',
  'overdue',
  'delivering',
] as const satisfies readonly Step[];

/** What is known of jobs, open or settled. Changes nothing. */
export function createQueries(
  { clock, limits, openJobs, progress, store }: EngineContext,
  inFlight: Pick<InFlight, 'over'>,
) {
  const statusOf = (job: Job): JobStatus => ({ job, progress: progress.of(job.id) });

  /** Those that are not shown yet, oldest first. */
  function listed(jobs: readonly Job[]): readonly JobStatus[] {
    return jobs
      .filter((one) => !isAttaching(one))
      .toSorted((one, other) => one.createdAt - other.createdAt)
      .map(statusOf);
  }

  async function job(id: string): Promise<Job | undefined> {
    const found = openJobs.get(id) ?? (await store.jobs.get(id));
    return found && asShown(found);
  }

  return {
    job,

    async onceAnswered(id: string): Promise<Job | undefined> {
      await inFlight.over(id);
      return job(id);
    },

    async statuses(ids: readonly string[]): Promise<readonly JobStatus[]> {
      const found = await Promise.all(ids.map(job));
      return found.flatMap((one) => (one ? [statusOf(one)] : []));
    },

    jobsOfMember: (memberId: string) => listed(openJobs.byMember(memberId)),

    jobsInServer: (guildId: string) => listed(openJobs.all().filter((one) => one.guildId === guildId)),

    jobsOnTask: openJobs.byTask,

    counts: (): JobCounts => ({
      steps: Object.fromEntries(openSteps.map((step) => [step, openJobs.in(step).length])),
      slots: limits.concurrency,
      slotsUsed: openJobs.in('submitting', 'submittingModal', 'following').filter(holdsSlot).length,
      oldestWaiting: openJobs
        .in('waiting')
        .reduce((longest, { createdAt }) => Math.max(longest, clock.now() - createdAt), 0),
    }),
  };
}
