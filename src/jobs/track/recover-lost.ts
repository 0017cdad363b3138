import { isRecognisable, jobIdIn, taskNumber } from '../../domain/job/echo.ts';
import { enter, type Job, type JobIn, onlyLooks } from '../../domain/job/job.ts';
import { jobOfTask } from '../../domain/job/shared-message.ts';
import type { RecentlyListed } from '../../domain/ports.ts';
import type { EngineContext } from '../context.ts';

/** A relay that can list its newest tasks is asked for them this often at most, in ms. */
const LISTING_PAUSE = 30_000;
/** Callbacks may be forged: so many tasks at most are looked at for one job. */
const MAX_HINTS = 8;
/**
 * A task that is one of several waits so long, in ms, for a listing that tells of the others. Once it is followed alone, the
 * others are not found any more, so this is long.
 */
const LISTING_PATIENCE = 10 * 60_000;

/** What callbacks named for a job. `since` is monotonic; `isListed`: a listing has answered since then. */
type Hint = { readonly taskIds: Set<string>; readonly since: number; isAsked: boolean; isListed: boolean };

/**
 * Looks for the tasks of submissions that got no answer. Only tasks that echo a job's own `state`, and that no other job
 * has, are its tasks; a callback is no more than a hint which task to look at.
 */
export function createLostRecovery(context: EngineContext) {
  const { openJobs, clock, log, relay, signal, store } = context;
  /** By the job's id. */
  const hints = new Map<string, Hint>();
  let listedAt = Number.NEGATIVE_INFINITY;
  let isListable = true;

  function isLost(job: Job | undefined): job is JobIn<'unknown'> {
    return job?.step === 'unknown' && job.taskId === null && isRecognisable(job);
  }

  /** Remembers that a callback named this task for this state. Harmless when forged. */
  function hint(taskId: string, state: string): void {
    const job = openJobs.get(jobIdIn(state));
    if (!job || taskNumber(job, state) === null) return;
    if (job.step !== 'submitting' && !isLost(job)) return;
    const named = hints.get(job.id) ?? {
      taskIds: new Set(),
      since: clock.monotonic(),
      isAsked: false,
      isListed: false,
    };
    if (named.taskIds.size < MAX_HINTS) named.taskIds.add(taskId);
    hints.set(job.id, named);
  }

  /** Whether a job other than this one has the task. One that only looks at a task takes it from nobody. */
  async function isTaken(taskId: string, id: string): Promise<boolean> {
    const isOthers = (job: Job) => job.id !== id && !onlyLooks(job);
    if (openJobs.byTask(taskId).some(isOthers)) return true;
    for (const { messageId } of await store.tasks.places(taskId)) {
      const record = await store.messages.get(messageId);
      const job = record && (await jobOfTask(record, taskId, store.jobs.get));
      if (job && isOthers(job)) return true;
    }
    return false;
  }

  /** The tasks of a job among these, in the order in which the relay numbered them. */
  async function tasksOf(job: JobIn<'unknown'>, tasks: readonly RecentlyListed[]): Promise<readonly RecentlyListed[]> {
    const own = tasks
      .flatMap((task) => {
        const number = taskNumber(job, task.state);
        return number === null ? [] : [{ task, number }];
      })
      .sort((one, other) => one.number - other.number);
    const free: RecentlyListed[] = [];
    for (const { task } of own) {
      if (await isTaken(task.id, job.id))
        log.warn({ job: job.id, task: task.id }, 'a task with a job’s state is another’s');
      else free.push(task);
    }
    return free;
  }

  async function adopt(id: string, tasks: readonly RecentlyListed[]): Promise<void> {
    await openJobs.withLock(id, async (job) => {
      if (!isLost(job)) return;
      const [first, ...others] = await tasksOf(job, tasks);
      if (!first) return;
      hints.delete(id);
      log.info({ job: id, task: first.id, others: others.length }, 'an unanswered submission was found');
      const { place, since } = job;
      const furtherTasks = others.map((task) => task.id);
      const accepted = { place, taskId: first.id, acceptedAt: since, modalSent: false };
      const found = enter({ ...job, furtherTasks }, { step: 'following', ...accepted });
      await openJobs.record(found);
      context.proceed(found);
    });
  }

  async function checkHints(): Promise<void> {
    for (const [id, named] of [...hints]) {
      const job = openJobs.get(id);
      if (job?.step === 'submitting') continue;
      if (!isLost(job)) {
        hints.delete(id);
        continue;
      }
      const tasks = await Promise.all([...named.taskIds].map((taskId) => relay.fetch(taskId, signal)));
      const known = tasks.filter((task) => task !== null);
      const isOneOfMany = known.some((task) => (taskNumber(job, task.state) ?? 0) > 0);
      // A listing tells of all of them at once. It may fail; whoever is adopted alone leaves paid pictures behind.
      const isImpatient = clock.monotonic() - named.since > LISTING_PATIENCE;
      if (!isOneOfMany || !isListable || named.isListed || isImpatient) await adopt(id, known);
      else if (!named.isAsked) {
        named.isAsked = true;
        listedAt = Number.NEGATIVE_INFINITY;
      }
    }
  }

  async function checkListing(): Promise<void> {
    if (!isListable || clock.monotonic() - listedAt < LISTING_PAUSE) return;
    const lost = openJobs.in('unknown').filter(isLost);
    if (lost.length === 0) return;
    listedAt = clock.monotonic();
    const waiting = [...hints.values()];
    const tasks = await relay.recent(signal);
    if (!tasks) {
      isListable = false;
      return;
    }
    const byJob = Map.groupBy(tasks, ({ state }) => jobIdIn(state));
    for (const { id } of lost) {
      const named = byJob.get(id);
      if (named) await adopt(id, named);
    }
    for (const named of waiting) named.isListed = true;
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
