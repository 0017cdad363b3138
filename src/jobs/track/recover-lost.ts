import { enter, type Job, type JobIn } from '../../domain/job/job.ts';
import type { Task } from '../../domain/job/task.ts';
import type { EngineContext } from '../context.ts';

/** A relay that can list its newest tasks is asked for them this often at most, in ms. */
const LISTING_PAUSE = 30_000;

/**
 * Looks for the tasks of submissions that got no answer. Only a task that echoes a job's own `state` is its task;
 * a callback is no more than a hint which task to look at.
 */
export function createLostRecovery(context: EngineContext) {
  const { openJobs, clock, log, relay, signal } = context;
  /** The task that a callback named for a job, by the job's id. */
  const hints = new Map<string, string>();
  let listedAt = Number.NEGATIVE_INFINITY;
  let isListable = true;

  /** Not those whose state the member chose: it may be anybody's. */
  function isLost(job: Job | undefined): job is JobIn<'unknown'> {
    return job?.step === 'unknown' && job.taskId === null && job.state === job.id;
  }

  /** Remembers that a callback named this task for this state. Harmless when forged. */
  function hint(taskId: string, state: string): void {
    const job = openJobs.get(state);
    if (job && (job.step === 'submitting' || isLost(job))) hints.set(job.id, taskId);
  }

  async function adopt(id: string, task: Task): Promise<void> {
    await openJobs.withLock(id, async (job) => {
      if (!isLost(job) || task.state !== job.state) return;
      hints.delete(id);
      log.info({ job: id, task: task.id }, 'an unanswered submission was found');
      const { place, since } = job;
      const found = enter(job, { step: 'following', place, taskId: task.id, acceptedAt: since, modalSent: false });
      await openJobs.record(found);
      context.proceed(found);
    });
  }

  async function checkHints(): Promise<void> {
    for (const [id, taskId] of [...hints]) {
      const job = openJobs.get(id);
      if (job?.step === 'submitting') continue;
      if (!isLost(job)) {
        hints.delete(id);
        continue;
      }
      const task = await relay.fetch(taskId, signal);
      if (task) await adopt(id, task);
    }
  }

  async function checkListing(): Promise<void> {
    if (!isListable || clock.now() - listedAt < LISTING_PAUSE) return;
    const lost = openJobs.in('unknown').filter(isLost);
    if (lost.length === 0) return;
    listedAt = clock.now();
    const tasks = await relay.recent(signal);
    if (!tasks) {
      isListable = false;
      return;
    }
    const byState = new Map(tasks.map((task) => [task.state, task]));
    for (const job of lost) {
      const task = byState.get(job.state);
      if (task) await adopt(job.id, task);
    }
  }

  return {
    hint,
    async search(): Promise<void> {
      await checkHints();
      await checkListing();
    },
  };
}

export type LostRecovery = ReturnType<typeof createLostRecovery>;
