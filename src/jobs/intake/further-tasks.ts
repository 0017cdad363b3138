import { DamagedRecord } from '../../domain/failures/errors.ts';
import { enter, interactionOf, type Job, type ReceivedJob } from '../../domain/job/job.ts';
import type { LeaderContext } from '../context.ts';
import type { OwnJobs } from './own-jobs.ts';

/** The n-th job of an interaction's further tasks. No gesture makes a job of such an id. */
const idOf = (job: Job, n: number) => `${job.id}-f${n}`;

/**
 * A job for a further task. It has its parent's privacy, and a message of its own: a further one of the parent's interaction
 * while that can be answered.
 */
function jobFor(parent: Job, id: string, taskId: string): ReceivedJob {
  const reply = parent.reply?.interactionId === interactionOf(parent.id) ? parent.reply : null;
  return {
    ...enter(parent, { step: 'received' }),
    id,
    request: { kind: 'show', taskId, ours: true },
    text: null,
    reply,
    claims: [],
    group: [],
    furtherTasks: [],
    charge: null,
  };
}

/**
 * Makes jobs of the tasks that a submission began beside its own. They are paid for already, so no limit applies, none is
 * dropped, and a stop does not keep them from being written down. `showFurther` posts the first message of a received job, unless that
 * has been tried before.
 */
export function createFurtherTasks(
  { openJobs, store, log, isStopping }: LeaderContext,
  { own, showFurther }: { readonly own: Pick<OwnJobs, 'add'>; showFurther(id: string): Promise<void> },
) {
  /** What is kept under an id: the job, null when that cannot be read, undefined when there is none. */
  async function kept(id: string): Promise<Job | null | undefined> {
    try {
      return openJobs.get(id) ?? (await store.jobs.get(id));
    } catch (error) {
      if (error instanceof DamagedRecord) return null;
      throw error;
    }
  }

  /** The job of a further task. `isNew`: it has just been written down. */
  async function written(parent: Job, taskId: string): Promise<{ readonly job: Job; readonly isNew: boolean }> {
    for (let n = 2; ; n += 1) {
      const id = idOf(parent, n);
      const before = await kept(id);
      if (before === null) continue;
      if (before?.request.kind === 'show' && before.request.taskId === taskId) return { job: before, isNew: false };
      if (before) continue;
      const job = jobFor(parent, id, taskId);
      if (await store.jobs.add(job)) return { job, isNew: true };
    }
  }

  /** Begins what a job still has to begin. Throws StoreError, and may be called again, when that cannot be written. */
  return async (id: string): Promise<void> => {
    const fresh: string[] = [];
    await openJobs.withLock(id, async (job) => {
      if (!job || job.furtherTasks.length === 0) return;
      for (const taskId of job.furtherTasks) {
        const { job: further, isNew } = await written(job, taskId);
        await store.indexes.reserve(further.requester.id, [further.id], Number.POSITIVE_INFINITY, async () => 'yes');
        if (further.step === 'received') own.add(further.id);
        // The message of an older one may be there already: it is looked for first, as with every received job.
        if (isNew) fresh.push(further.id);
      }
      await openJobs.commit({ ...job, furtherTasks: [] });
      log.info({ job: id, tasks: job.furtherTasks }, 'one submission began several tasks; each has a job');
    });
    for (const further of fresh) {
      // What a stop leaves unseen is shown by the next process.
      if (isStopping()) return;
      await showFurther(further);
    }
  };
}
