import { Conflict } from '../domain/failures/errors.ts';
import type { Job, ReceivedJob } from '../domain/job/job.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Store } from '../domain/ports/store.ts';
import type { JobMover } from './job-mover.ts';
import type { JobWriter } from './job-writer.ts';
import { unreadable } from './unreadable.ts';

/** Jobs as the store has them, for a process that need not lead. */
export type StoredJobs = JobMover & {
  /** As `withLock`, for a job that is to be added: it is looked for only when the work runs again. */
  withNew<T>(id: string, work: (job: Job | undefined) => Promise<T>): Promise<T>;
  /** Open or settled; undefined when unknown or past retention. Throws DamagedRecord and StoreError. */
  get(id: string): Promise<Job | undefined>;
  /** Those of these jobs that are open, without those that cannot be read. Throws StoreError. */
  open(ids: readonly string[]): Promise<readonly Job[]>;
  /**
   * Writes a new job down, and answers with what is known under its id afterwards: this job, or the one that was there. To be called in
   * `withLock` or `withNew`.
   */
  add(job: ReceivedJob): Promise<Job>;
  /**
   * As `record`, for a job that is about to be moved on in this very process: it is written as it is then, or by the next `flush`. Until
   * then whoever finds it after a death finds it as it was before.
   */
  defer(job: Job): void;
};

export type StoredJobsParts = { readonly store: Pick<Store, 'jobs'>; readonly writer: JobWriter; readonly log: Log };

export function createStoredJobs({ store: { jobs }, writer, log }: StoredJobsParts): StoredJobs {
  /** What the store may have of each job whose lock is held. */
  const stored = new Map<string, readonly Job[]>();

  const get = async (id: string) => writer.owed(id)?.job ?? (await jobs.get(id));

  async function openJob(id: string): Promise<Job | undefined> {
    const owed = writer.owed(id);
    const job = owed ? owed.job : await jobs.get(id);
    const isOpen = job !== undefined && job.step !== 'settled';
    stored.set(id, owed?.stored ?? (isOpen ? [job] : []));
    return isOpen ? job : undefined;
  }

  /** `look` tells how the job is when the work runs first. */
  function locked<T>(id: string, look: typeof openJob, work: (job: Job | undefined) => Promise<T>): Promise<T> {
    return writer.alone(id, async () => {
      try {
        for (let find = look; ; find = openJob) {
          try {
            return await work(await find(id));
          } catch (error) {
            if (!(error instanceof Conflict) || error.jobId !== id) throw error;
            writer.forget(id);
          }
        }
      } finally {
        stored.delete(id);
      }
    });
  }

  return {
    get,

    async open(ids) {
      const found = await Promise.all(ids.map((id) => get(id).catch(unreadable)));
      return found.flatMap((job) => (job && job.step !== 'settled' ? [job] : []));
    },

    async add(job) {
      for (;;) {
        const isNew = await jobs.add(job);
        const there = isNew ? job : await jobs.get(job.id);
        // Whoever had it has dropped it meanwhile.
        if (!there) continue;
        stored.set(job.id, there.step === 'settled' ? [] : [there]);
        return there;
      }
    },

    withLock: (id, work) => locked(id, openJob, work),
    withNew: (id, work) => locked(id, async () => undefined, work),

    defer(job) {
      writer.owe({ job, stored: stored.get(job.id) ?? [] });
    },

    async commit(job) {
      await writer.write(job, stored.get(job.id) ?? []);
      stored.set(job.id, [job]);
    },

    async record(job) {
      const before = stored.get(job.id) ?? [];
      try {
        await writer.write(job, before);
        stored.set(job.id, [job]);
      } catch (error) {
        if (error instanceof Conflict) throw error;
        const known = [...new Set([...before, job])];
        writer.owe({ job, stored: known });
        stored.set(job.id, known);
        log.error({ job: job.id, step: job.step, error }, 'a job could not be written; it goes on in memory');
      }
    },
  };
}
