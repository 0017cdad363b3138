import { DamagedRecord } from '../../domain/failures/errors.ts';
import type { ReceivedJob } from '../../domain/job/job.ts';
import { createMutex } from '../../lib/mutex.ts';
import { endCharge } from '../charges.ts';
import type { ProcessContext } from '../context.ts';
import type { JobClaims } from './claims.ts';
import type { OwnJobs } from './own-jobs.ts';

/**
 * Forgets jobs that nobody has seen and that were not submitted. A store that is full or busy may not let go of them at once:
 * then it is asked again until it has, as the next process would take what is left for gestures that wait for it.
 */
export function createDroppedJobs(
  { store, log }: Pick<ProcessContext, 'store' | 'log'>,
  claims: Pick<JobClaims, 'giveBack'>,
  own: Pick<OwnJobs, 'delete'>,
) {
  /** What the store still has, by the job's id. */
  const left = new Map<string, ReceivedJob>();
  const alone = createMutex();

  /**
   * Takes a job away from every other process, which may be about to move it on, so that what it holds can be given back: the job as it
   * is then. Null when it is one that another process has made of the same gesture, or has moved on.
   */
  async function takeAway(job: ReceivedJob): Promise<ReceivedJob | null> {
    const there = await store.jobs.get(job.id).catch((error: unknown) => {
      if (error instanceof DamagedRecord) return undefined;
      throw error;
    });
    if (!there) return job;
    if (there.step !== 'received' || there.state !== job.state) return null;
    const taken = { ...there, reply: null };
    return (await store.jobs.replace(there, taken)) ? taken : null;
  }

  async function forget(dropped: ReceivedJob): Promise<void> {
    const job = await takeAway(dropped);
    if (!job) {
      log.info({ job: dropped.id }, 'a job is not dropped, as another process has it');
      left.delete(dropped.id);
      return;
    }
    // In this order: once the store has forgotten the job, nobody would know any more what it holds.
    await endCharge(store.accounts, job, 'void');
    await claims.giveBack(job);
    if (!(await store.jobs.drop(job)))
      log.warn({ job: job.id }, 'a job that is dropped has been moved on by another process');
    await store.indexes.remove(job, null);
    left.delete(job.id);
  }

  /** Two who forget one job at the same moment would take each other for another process, and leave it. */
  function forgetOnce(job: ReceivedJob): Promise<void> {
    return alone(job.id, async () => {
      if (left.has(job.id)) await forget(job);
    });
  }

  return {
    /** Never throws. */
    async drop(job: ReceivedJob): Promise<void> {
      own.delete(job.id);
      left.set(job.id, job);
      try {
        await forgetOnce(job);
      } catch (error) {
        log.warn({ job: job.id, error }, 'a job that is dropped is still in the store; that is asked again');
      }
    },

    /** Whether the store still has a job that is dropped. */
    has: (id: string) => left.has(id),

    /** Asks the store again. Throws StoreError. */
    async flushDropped(): Promise<void> {
      for (const job of [...left.values()]) await forgetOnce(job);
    },
  };
}

export type DroppedJobs = ReturnType<typeof createDroppedJobs>;
