import { DamagedRecord } from '../../domain/failures/errors.ts';
import type { Job } from '../../domain/job/job.ts';
import type { Clock } from '../../domain/ports/clock.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { Store } from '../../domain/ports/store.ts';
import { createMutex } from '../../lib/mutex.ts';
import type { GroupCommit } from '../backends/group-commit.ts';
import type { Table } from '../tables/table.ts';

export type Jobs = Store['jobs'] & {
  /** Removes expired tokens from open jobs. */
  forgetTokens(): Promise<void>;
};

type Parts = { open: Table<Job>; settled: Table<Job>; commit: GroupCommit; clock: Clock; log: Log };

/**
 * Open jobs are in one table, settled ones, which expire, in another, so that a start reads only open ones. Settling
 * writes to the second table and then removes from the first. A crash in between leaves a job in both; `open` finishes
 * the move.
 */
export function createJobs({ open, settled, commit, clock, log }: Parts): Jobs {
  const mutex = createMutex();

  function hasSpentToken({ reply }: Job): boolean {
    return reply !== null && reply.expiresAt <= clock.past();
  }

  /** The job without its interaction token, which is a secret, once that can be of no use any more. */
  function withoutSpentToken(job: Job): Job {
    return hasSpentToken(job) || job.step === 'settled' ? { ...job, reply: null } : job;
  }

  async function settle(job: Job): Promise<void> {
    await settled.put(job.id, withoutSpentToken(job));
    await open.delete(job.id);
  }

  /**
   * A job is not submitted before its record survives a power cut: otherwise it could be submitted and paid for again.
   */
  async function keep(job: Job): Promise<void> {
    await open.put(job.id, withoutSpentToken(job));
    if (job.step === 'submitting' || job.step === 'submittingModal') await commit();
  }

  /** A damaged record in the table of settled jobs does not count: the job is still open. */
  async function isSettled(id: string): Promise<boolean> {
    // The quick answer first: an open job is nearly never in that table.
    if (!(await settled.has(id))) return false;
    try {
      return (await settled.get(id)) !== undefined;
    } catch (error) {
      if (error instanceof DamagedRecord) return false;
      throw error;
    }
  }

  return {
    add: (job) =>
      mutex(job.id, async () => !(await settled.has(job.id)) && (await open.insert(job.id, withoutSpentToken(job)))),

    async get(id) {
      const job = (await open.get(id)) ?? (await settled.get(id));
      return job && withoutSpentToken(job);
    },

    put: (job) => mutex(job.id, () => (job.step === 'settled' ? settle(job) : keep(job))),

    drop: (id) =>
      mutex(id, async () => {
        await open.delete(id);
        await settled.delete(id);
      }),

    async *open() {
      for await (const job of open.rows()) {
        const id = job instanceof DamagedRecord ? job.key : job.id;
        if (await isSettled(id)) {
          log.info({ job: id }, 'a settled job was still in the open set and has left it');
          await mutex(id, () => open.delete(id));
        } else if (job instanceof DamagedRecord) yield job;
        else if (job.step === 'settled') await mutex(id, () => settle(job));
        else yield withoutSpentToken(job);
      }
    },

    async forgetTokens() {
      for await (const seen of open.rows()) {
        if (seen instanceof DamagedRecord || !hasSpentToken(seen)) continue;
        await mutex(seen.id, async () => {
          const job = await open.get(seen.id);
          if (job && hasSpentToken(job)) await open.put(job.id, withoutSpentToken(job));
        });
      }
    },
  };
}
