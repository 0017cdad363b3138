import type { Job } from '../domain/job/job.ts';
import type { JobStatus, Store } from '../domain/ports.ts';
import type { createInFlight } from './intake/in-flight.ts';
import type { OpenJobs } from './open-jobs.ts';
import type { JobProgress } from './progress.ts';

type Sources = {
  readonly openJobs: OpenJobs;
  readonly progress: JobProgress;
  readonly jobs: Pick<Store['jobs'], 'get'>;
  readonly inFlight: Pick<ReturnType<typeof createInFlight>, 'over'>;
};

/** What is known of jobs, wherever it is. Changes nothing. */
export function createQueries({ openJobs, progress, jobs, inFlight }: Sources) {
  const seen = (job: Job): JobStatus => ({ job, progress: progress.of(job.id) });

  async function job(id: string): Promise<Job | undefined> {
    return openJobs.get(id) ?? (await jobs.get(id));
  }

  return {
    job,

    async begun(id: string): Promise<Job | undefined> {
      await inFlight.over(id);
      return job(id);
    },

    async statuses(ids: readonly string[]): Promise<readonly JobStatus[]> {
      const found = await Promise.all(ids.map(job));
      return found.flatMap((one) => (one ? [seen(one)] : []));
    },

    jobsOf(memberId: string): readonly JobStatus[] {
      return openJobs
        .byMember(memberId)
        .toSorted((one, other) => one.createdAt - other.createdAt)
        .map(seen);
    },

    onTask: openJobs.byTask,
  };
}
