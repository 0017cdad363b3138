import { DamagedRecord } from '../domain/failures/errors.ts';
import { asShown, isAttaching, type Job, taskOf } from '../domain/job/job.ts';
import type { JobStatus } from '../domain/ports/presenter.ts';
import type { ProcessContext } from './context.ts';
import type { InFlight } from './intake/in-flight.ts';
import type { Leader } from './leader.ts';
import { unknownProgress } from './progress.ts';

/** What is known of jobs, open or settled. Changes nothing. */
export type Queries = {
  /** A member's open jobs, oldest first. Throws StoreError, as the next two do. */
  jobsOfMember(memberId: string): Promise<readonly JobStatus[]>;
  /** The open jobs of a server, oldest first. */
  jobsInServer(guildId: string): Promise<readonly JobStatus[]>;
  /** Open jobs that wait for this task of the relay, or are about to show it. */
  jobsOnTask(taskId: string): Promise<readonly Job[]>;
  /** The open job, or the settled one as the store has it. */
  job(id: string): Promise<Job | undefined>;
  /** As `job`, but not before its interaction is answered or given up: only then its place is known. */
  onceAnswered(id: string): Promise<Job | undefined>;
  /** Where these jobs stand, in this order; without those past retention. */
  statuses(ids: readonly string[]): Promise<readonly JobStatus[]>;
};

/**
 * Answers in every process. `leader` is this process as long as it leads: it knows how jobs get on. Where they stand is read in the
 * store all the same, as whoever has just moved a job must find it there.
 */
export function createQueries(
  { jobs, store, log }: ProcessContext,
  inFlight: Pick<InFlight, 'over'>,
  leader: () => Pick<Leader, 'all' | 'progressOf'> | null,
): Queries {
  const statusOf = (job: Job): JobStatus => ({ job, progress: leader()?.progressOf(job.id) ?? unknownProgress });

  /** Those that are not shown yet, oldest first. */
  function listed(found: readonly Job[]): readonly JobStatus[] {
    return found
      .filter((one) => !isAttaching(one))
      .toSorted((one, other) => one.createdAt - other.createdAt)
      .map(statusOf);
  }

  async function job(id: string): Promise<Job | undefined> {
    const found = await jobs.get(id);
    return found && asShown(found);
  }

  async function allOpen(): Promise<readonly Job[]> {
    const found: Job[] = [];
    for await (const one of store.jobs.open()) {
      if (one instanceof DamagedRecord) log.warn({ error: one }, 'an open job cannot be read');
      else found.push(one);
    }
    return found;
  }

  return {
    job,

    async onceAnswered(id) {
      await inFlight.over(id);
      return job(id);
    },

    async statuses(ids) {
      const found = await Promise.all(ids.map(job));
      return found.flatMap((one) => (one ? [statusOf(one)] : []));
    },

    jobsOfMember: async (memberId) => listed(await jobs.open(await store.indexes.ofMember(memberId))),

    async jobsInServer(guildId) {
      const open = leader()?.all() ?? (await allOpen());
      return listed(open.filter((one) => one.guildId === guildId));
    },

    async jobsOnTask(taskId) {
      const found = await jobs.open(await store.indexes.ofTask(taskId));
      return found.filter((one) => taskOf(one) === taskId);
    },
  };
}
