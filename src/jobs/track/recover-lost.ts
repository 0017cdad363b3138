import { RelaySilence } from '../../domain/failures/errors.ts';
import { boundRelay } from '../../domain/job/bound-relay.ts';
import { isRecognisable, jobIdIn, taskNumber } from '../../domain/job/echo.ts';
import { enter, type Job, type JobIn, onlyLooks } from '../../domain/job/job.ts';
import { jobOfTask } from '../../domain/job/shared-message.ts';
import type { RecentlyListed } from '../../domain/ports/relay.ts';
import { withDeadline } from '../../lib/timeout.ts';
import type { LeaderContext } from '../context.ts';
import { createNamedTasks, type NamedTasks } from './named-tasks.ts';

/**
 * The pause, in ms, before a relay is asked again for its newest tasks on behalf of a job: doubled each time, up to `most`. So
 * one answer is never the last: a page about a restart looks as if there were no listing. And a relay that lists everything
 * it ever made, which may be ten megabytes, is not asked for that all the time.
 */
const LISTING_PAUSE = { least: 30_000, most: 10 * 60_000 };
/** The pause, in ms, after a listing that did not reach the relay. */
const UNREACHED_PAUSE = 2_000;
/**
 * A task that is one of several waits so long, in ms, for a listing that tells of the others. Once it is followed alone, the
 * others are not found any more, so this is long.
 */
const LISTING_PATIENCE = 10 * 60_000;
/** How long a stop waits for a search in flight, in ms. Its requests end at once; the rest is a few writes. */
const STOP_PATIENCE = 2_000;

/** What callbacks named for a job, first at `since` in monotonic ms. `isListed`: a listing has answered since then. */
type Hint = { readonly tasks: NamedTasks; readonly since: number; isAsked: boolean; isListed: boolean };

/**
 * Looks for the tasks of submissions that got no answer. Only tasks that echo a job's own `state`, and that no other job
 * has, are its tasks; a callback is no more than a hint which task to look at.
 */
export function createLostRecovery(context: LeaderContext, relay: string) {
  const { openJobs, clock, log, relays, store } = context;
  const stopping = new AbortController();
  const { signal } = stopping;
  /** By the job's id. */
  const hints = openJobs.notes<Hint>();
  /** How often listings have told nothing of a job. */
  const listings = openJobs.notes<number>();
  let listedAt = Number.NEGATIVE_INFINITY;
  let isListable = true;
  let running: Promise<void> | null = null;

  function isLost(job: Job | undefined): job is JobIn<'unknown'> {
    return job?.step === 'unknown' && job.taskId === null && isRecognisable(job) && boundRelay(job) === relay;
  }

  /** Remembers that a callback named this task for this state. Harmless when forged. */
  function hint(taskId: string, state: string): void {
    const job = openJobs.get(jobIdIn(state));
    if (!job || taskNumber(job, state) === null) return;
    if (boundRelay(job) !== relay || (job.step !== 'submitting' && !isLost(job))) return;
    const { tasks } = hints.get(job.id) ?? addHint(job.id);
    tasks.add(taskId);
  }

  function addHint(id: string): Hint {
    const tasks = createNamedTasks(context, relay, signal);
    const hint: Hint = { tasks, since: clock.monotonic(), isAsked: false, isListed: false };
    hints.set(id, hint);
    return hint;
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

  async function checkHint(id: string, hint: Hint): Promise<void> {
    const job = openJobs.get(id);
    if (job?.step === 'submitting') return;
    const own = isLost(job) ? await hint.tasks.ownOf(job) : [];
    if (!isLost(job) || hint.tasks.size === 0) hints.delete(id);
    if (!isLost(job) || own.length === 0) return;
    const isOneOfMany = own.some((task) => (taskNumber(job, task.state) ?? 0) > 0);
    // A listing tells of all of them at once. It may fail; whoever is adopted alone leaves paid pictures behind.
    const isImpatient = clock.monotonic() - hint.since > LISTING_PATIENCE;
    const isWhole = hint.isListed || (!isListable && own.length === hint.tasks.size);
    if (!isOneOfMany || isWhole || isImpatient) await adopt(id, own);
    else if (!hint.isAsked) {
      hint.isAsked = true;
      listedAt = Number.NEGATIVE_INFINITY;
    }
  }

  async function checkHints(): Promise<void> {
    const checked = [...hints].map(([id, hint]) => guarded(checkHint(id, hint)));
    await Promise.all(checked);
  }

  /** Whether a listing is worth its while for a job: at once for a new one, and for others ever more rarely. */
  function isListingDue({ id }: JobIn<'unknown'>): boolean {
    const count = listings.get(id) ?? 0;
    const pause = count === 0 ? 0 : Math.min(LISTING_PAUSE.least * 2 ** (count - 1), LISTING_PAUSE.most);
    return clock.monotonic() - listedAt >= pause;
  }

  /** The relay's listing. One that did not reach the relay cost it nothing, and is soon asked for again. */
  async function recentOf(states: readonly string[]): Promise<readonly RecentlyListed[] | null> {
    try {
      return (await relays.named(relay)?.port.recent(states, signal)) ?? null;
    } catch (error) {
      if (error instanceof RelaySilence && !error.received) {
        listedAt = clock.monotonic() - LISTING_PAUSE.least + UNREACHED_PAUSE;
      }
      throw error;
    }
  }

  async function checkListing(): Promise<void> {
    if (clock.monotonic() - listedAt < LISTING_PAUSE.least) return;
    const lost = openJobs.in('unknown').filter(isLost);
    if (!lost.some(isListingDue)) return;
    listedAt = clock.monotonic();
    const waiting = [...hints.values()];
    const states = lost.map(({ state }) => state);
    const tasks = await recentOf(states);
    for (const { id } of lost) listings.set(id, (listings.get(id) ?? 0) + 1);
    isListable = tasks !== null;
    if (!tasks) return;
    const byJob = Map.groupBy(tasks, ({ state }) => jobIdIn(state));
    for (const { id } of lost) {
      const named = byJob.get(id);
      if (named) await adopt(id, named);
    }
    for (const named of waiting) named.isListed = true;
  }

  async function guarded(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      if (!signal.aborted) log.warn({ error }, 'searching lost submissions failed; it will be repeated');
    }
  }

  async function search(): Promise<void> {
    await checkHints();
    await guarded(checkListing());
  }

  return {
    hint,
    /** Begins a search, unless one is under way: the relay may take its time, and nobody waits for it. */
    search(): void {
      if (signal.aborted) return;
      running ??= search().finally(() => {
        running = null;
      });
    },
    /** Ends the search in flight, and begins none any more. Resolves after a bounded time. */
    async stop(): Promise<void> {
      stopping.abort();
      const search = running;
      if (search) await withDeadline(STOP_PATIENCE, new AbortController().signal, () => search).catch(() => undefined);
    },
  };
}

export type LostRecovery = ReturnType<typeof createLostRecovery>;
