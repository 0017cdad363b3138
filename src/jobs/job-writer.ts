import { Conflict } from '../domain/failures/errors.ts';
import { type Job, taskOf } from '../domain/job/job.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Store } from '../domain/ports/store.ts';
import { createMutex } from '../lib/mutex.ts';
import { lacksAnswer } from './late-answer.ts';

/** A job as memory has it, and what the store may have of it, the likeliest first: nobody knows whether a failed write was done. */
export type OwedJob = { readonly job: Job; readonly stored: readonly Job[] };

/** Writes open jobs for everything in this process that moves them, each over what the store has of it. */
export type JobWriter = {
  /** Runs `work` while nothing else in this process moves this job. */
  alone<T>(id: string, work: () => Promise<T>): Promise<T>;
  /**
   * Writes a job over what the store has of it, which is one of `stored`. Throws Conflict when it is none, as another process has moved
   * it, and StoreError when nobody knows.
   */
  write(job: Job, stored: readonly Job[]): Promise<void>;
  /** A job that could not be written goes on in memory, and is written by `flush`. */
  owe(owed: OwedJob): void;
  /** What is owed of a job; undefined when the store has it as it is. */
  owed(id: string): OwedJob | undefined;
  /** The store has moved on without what is owed: that is given up. */
  forget(id: string): void;
  /**
   * Writes what is owed, and tells of every job that was written or that another process has moved meanwhile. Throws StoreError at the
   * first that cannot be written yet.
   */
  flush(onWritten: (id: string) => void): Promise<void>;
};

export type JobWriterParts = { readonly store: Pick<Store, 'jobs' | 'indexes'>; readonly log: Log };

export function createJobWriter({ store: { jobs, indexes }, log }: JobWriterParts): JobWriter {
  const owed = new Map<string, OwedJob>();
  const mutex = createMutex();

  async function write(job: Job, stored: readonly Job[]): Promise<void> {
    const { id, step } = job;
    const task = taskOf(job);
    // In this order: a list that names a job too many does no harm.
    if (task !== null && step !== 'settled' && !stored.some((before) => taskOf(before) === task)) {
      await indexes.addTask(task, id);
    }
    for (const from of stored) {
      if (!(await replace(from, job))) continue;
      owed.delete(id);
      if (step === 'settled') await unlist(job, stored);
      return;
    }
    log.warn(
      { job: id, step, task },
      'another process has moved a job meanwhile; what was to come of it is decided anew',
    );
    throw new Conflict(id);
  }

  /** Nobody knows whether a write that fails was done: what is owed of the job is then written over either. */
  async function replace(from: Job, to: Job): Promise<boolean> {
    try {
      return await jobs.replace(from, to);
    } catch (error) {
      const one = owed.get(to.id);
      if (one) owed.set(to.id, { ...one, stored: [...new Set([...one.stored, to])] });
      throw error;
    }
  }

  /**
   * An answer of the relay that nobody else has heard counts though another process has given it up for lost meanwhile; all else gives way to
   * what that has made of the job.
   */
  async function writeOwed({ job, stored }: OwedJob): Promise<void> {
    try {
      await write(job, stored);
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      const now = await jobs.get(job.id);
      if (lacksAnswer(now, stored)) await writeOwed({ job: { ...job, reply: now.reply }, stored: [now] });
      else owed.delete(job.id);
    }
  }

  /** A list that goes on naming a job that has ended does no harm either. */
  async function unlist(job: Job, stored: readonly Job[]): Promise<void> {
    const task = stored.map(taskOf).find((one) => one !== null) ?? taskOf(job);
    try {
      await indexes.remove(job, task);
    } catch (error) {
      log.warn({ job: job.id, error }, 'a job that has ended is still listed as open');
    }
  }

  return {
    alone: mutex,
    write,
    owe: (one) => void owed.set(one.job.id, one),
    owed: (id) => owed.get(id),
    forget: (id) => void owed.delete(id),
    async flush(onWritten) {
      for (const id of [...owed.keys()]) {
        const isDone = await mutex(id, async () => {
          const one = owed.get(id);
          if (!one) return false;
          await writeOwed(one);
          return true;
        });
        if (isDone) onWritten(id);
      }
    },
  };
}
