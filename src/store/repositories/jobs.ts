import { DamagedRecord } from '../../domain/failures/errors.ts';
import type { Job } from '../../domain/job/job.ts';
import type { Clock, Log, Store } from '../../domain/ports.ts';
import { createMutex } from '../../lib/mutex.ts';
import type { GroupCommit } from '../backends/group-commit.ts';
import type { Table } from '../tables/table.ts';

type Parts = { open: Table<Job>; settled: Table<Job>; commit: GroupCommit; clock: Clock; log: Log };

/**
 * Open jobs lie in one table, settled ones (with a time to live) in another, so that a start reads only what is open.
 * Settling writes first and removes afterwards: a crash in between leaves a job in both, and `open` finishes the move.
 */
export function createJobs({ open, settled, commit, clock, log }: Parts): Store['jobs'] & { sweep(): Promise<void> } {
  const mutex = createMutex();

  function isSpent({ reply }: Job): boolean {
    return reply !== null && reply.expiresAt <= clock.now();
  }

  /** An interaction token is a secret that is kept only as long as it can be of use. */
  function fresh(job: Job): Job {
    return isSpent(job) || job.step === 'settled' ? { ...job, reply: null } : job;
  }

  async function settle(job: Job): Promise<void> {
    await settled.put(job.id, fresh(job));
    await open.delete(job.id);
  }

  /** A job about to be submitted must be known as such even after a power cut: it would be paid for twice. */
  async function keep(job: Job): Promise<void> {
    await open.put(job.id, fresh(job));
    if (job.step === 'submitting' || job.step === 'submittingModal') await commit();
  }

  /** A damaged settled record proves nothing: the open one is the better of the two. */
  async function isSettled(id: string): Promise<boolean> {
    // Nearly none is, and not to be there is told fastest.
    if (!(await settled.has(id))) return false;
    try {
      return (await settled.get(id)) !== undefined;
    } catch (error) {
      if (error instanceof DamagedRecord) return false;
      throw error;
    }
  }

  return {
    add: (job) => mutex(job.id, async () => !(await settled.has(job.id)) && (await open.insert(job.id, fresh(job)))),

    async get(id) {
      const job = (await open.get(id)) ?? (await settled.get(id));
      return job && fresh(job);
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
        else yield fresh(job);
      }
    },

    /** Removes what is past retention, and the tokens that died in open jobs. */
    async sweep() {
      await settled.sweep();
      for await (const seen of open.rows()) {
        if (seen instanceof DamagedRecord || !isSpent(seen)) continue;
        await mutex(seen.id, async () => {
          const job = await open.get(seen.id);
          if (job && isSpent(job)) await open.put(job.id, fresh(job));
        });
      }
    },
  };
}
