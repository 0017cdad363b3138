import { DamagedRecord } from '../../domain/failures/errors.ts';
import type { Job, ReceivedJob } from '../../domain/job/job.ts';
import type { Clock } from '../../domain/ports/clock.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { Store } from '../../domain/ports/store.ts';
import { createMutex } from '../../lib/mutex.ts';
import type { GroupCommit } from '../backends/group-commit.ts';
import { jobCodec } from '../schema/job.ts';
import { NewerRecord } from '../schema/versioned.ts';
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

  const textOf = (job: Job) => JSON.stringify(jobCodec.wrap(withoutSpentToken(job)));

  /** Whether two records of a job say the same, apart from a token that is of no use any more. */
  const isSame = (one: Job, other: Job) => textOf(one) === textOf(other);

  async function begin(job: ReceivedJob): Promise<boolean> {
    const own = withoutSpentToken(job);
    if (!(await open.insert(job.id, own))) return false;
    // In this order: whoever looked first could begin a job again that another process settles meanwhile.
    if (!(await settled.has(job.id))) return true;
    await open.replace(job.id, own, null, isSame);
    return false;
  }

  /** Whether the open record of a job is this one; one that cannot be read counts as such, and undefined says that there is none. */
  async function isStillOpen(job: Job): Promise<boolean | undefined> {
    try {
      return await open.isStill(job.id, job, isSame);
    } catch (error) {
      if (error instanceof DamagedRecord && !(error.cause instanceof NewerRecord)) return true;
      throw error;
    }
  }

  /**
   * Where somebody moves the job between the look and the end, its settled record stays, as after a crash in between. It was
   * shown by then.
   */
  async function settle(from: Job, to: Job): Promise<boolean> {
    const isFrom = await isStillOpen(from);
    if (isFrom === undefined) return (await settled.isStill(to.id, to, isSame)) ?? false;
    if (!isFrom) return false;
    await settled.put(to.id, withoutSpentToken(to));
    return open.replace(to.id, from, null, isSame);
  }

  /**
   * A job is not submitted before its record survives a power cut: otherwise it could be submitted and paid for again.
   */
  async function keep(from: Job, to: Job): Promise<boolean> {
    if (!(await open.replace(to.id, from, withoutSpentToken(to), isSame))) return false;
    if (to.step === 'submitting' || to.step === 'submittingModal') await commit();
    return true;
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
      mutex(job.id, () => (job.step === 'settled' ? settled.insert(job.id, withoutSpentToken(job)) : begin(job))),

    async get(id) {
      const job = (await open.get(id)) ?? (await settled.get(id));
      return job && withoutSpentToken(job);
    },

    replace: (from, to) => mutex(to.id, () => (to.step === 'settled' ? settle(from, to) : keep(from, to))),

    drop: ({ id, state }) =>
      mutex(id, async () => {
        let isDropped = false;
        await open.change(
          id,
          (there) => {
            // Another process may have made a job of the same gesture.
            isDropped = !there || (there.step === 'received' && there.state === state);
            return isDropped ? null : there;
          },
          { onDamaged: (error) => log.error({ job: id, error }, 'a job that is dropped could not be read') },
        );
        return isDropped;
      }),

    amend: async (id, change) => {
      await settled.change(id, (job) => (job?.step === 'settled' ? change(job) : job));
    },

    async *open() {
      for await (const job of open.rows()) {
        const id = job instanceof DamagedRecord ? job.key : job.id;
        if (await isSettled(id)) {
          log.info({ job: id }, 'a settled job was still in the open set and has left it');
          await mutex(id, () => open.delete(id));
        } else if (job instanceof DamagedRecord) yield job;
        else if (job.step === 'settled') await mutex(id, () => settle(job, job));
        else yield withoutSpentToken(job);
      }
    },

    openIds: open.keys,

    async forgetTokens() {
      for await (const seen of open.rows()) {
        if (seen instanceof DamagedRecord || !hasSpentToken(seen)) continue;
        await open.change(seen.id, (job) => (job && hasSpentToken(job) ? withoutSpentToken(job) : job));
      }
    },
  };
}
