import type { Job } from '../job/job.ts';

/** Ids of open jobs by what they have. Some of them may have ended or never begun: whoever reads them looks at the jobs. */
export type OpenJobIndexes = {
  /** Of a member, oldest first. */
  ofMember(memberId: string): Promise<readonly string[]>;
  /** Of jobs that follow a task of the relay, or are about to show it. */
  ofTask(taskId: string): Promise<readonly string[]>;
  /**
   * Adds jobs of a member unless more than `limit` would count then, and tells whether it has. `counts` says whether one does; it is
   * asked only when there are so many, and what does not count may be forgotten then.
   */
  reserve(
    memberId: string,
    ids: readonly string[],
    limit: number,
    counts: (id: string) => Promise<'yes' | 'no' | 'gone'>,
  ): Promise<boolean>;
  addTask(taskId: string, jobId: string): Promise<void>;
  /** Forgets a job that is not open any more. */
  remove(job: Pick<Job, 'id' | 'requester'>, taskId: string | null): Promise<void>;
};
