import type { Job } from '../domain/job/job.ts';

/** Moves open jobs: one at a time, and only from where they are. */
export type JobMover = {
  /**
   * Runs `work` while nothing else in this process moves this job, with the job as it is then; undefined when it is no longer
   * open. When another process has moved it meanwhile, `work` runs again with the job as it is now.
   */
  withLock<T>(id: string, work: (job: Job | undefined) => Promise<T>): Promise<T>;
  /**
   * Writes, then remembers. Throws StoreError and changes nothing when it could not be written. Throws Conflict, as `record`
   * does, when another process has moved the job: to be called in `withLock`.
   */
  commit(job: Job): Promise<void>;
  /**
   * Remembers, then writes; a failed write is repeated later. For what has already happened outside, such as an accepted submission:
   * to forget it because the disk is full would lose what was paid for.
   */
  record(job: Job): Promise<void>;
};
