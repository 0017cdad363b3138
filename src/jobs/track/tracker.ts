import type { Reason } from '../../domain/failures/reason.ts';
import { wordsForLog } from '../../domain/failures/words-for-log.ts';
import { conclude, enter, type Job, type JobIn, onlyLooks, openWindow } from '../../domain/job/job.ts';
import type { Task } from '../../domain/job/task.ts';
import { relayOfTask } from '../../domain/job/task-key.ts';
import { emptyOutcome, failureOf, hasResult, isCalledOff, resultOf } from '../../domain/job/task-result.ts';
import { DAY, type LeaderContext } from '../context.ts';
import type { JobNotes } from '../job-notes.ts';
import { createSecrecy } from './secrecy.ts';
import { createStillness } from './stillness.ts';

/** An overdue task is asked after this often, in ms. */
const OVERDUE_PAUSE = 5 * 60_000;
/** How long, in ms, a relay may not know a task, or call it done without a picture, before it is believed. */
const PATIENCE = 60_000;
/**
 * How long, in ms, a task that has ended by one of the relay's two entries is followed on by the other one. Gateways fill
 * the second entry at their next look, 15 s later, and give no picture until then.
 */
const DISPUTE = 20_000;

type Followed = JobIn<'following'> | JobIn<'overdue'> | (JobIn<'unknown'> & { readonly taskId: string });

function isFollowed(job: Job): job is Followed {
  return job.step === 'following' || job.step === 'overdue' || (job.step === 'unknown' && job.taskId !== null);
}

function fail(job: Followed | JobIn<'unknown'> | JobIn<'window'>, reason: Reason, now: number): Job {
  return conclude(job, { kind: 'failed', reason }, now);
}

function overdue(job: JobIn<'following'>): JobIn<'overdue'> {
  const { place, taskId, acceptedAt, modalSent } = job;
  return enter(job, { step: 'overdue', place, taskId, acceptedAt, modalSent });
}

/** A job whose modal call went unanswered, once its task is past MODAL: the call did arrive. */
function modalFound(job: JobIn<'unknown'> & { readonly taskId: string }): Job {
  const { place, taskId } = job;
  return enter(job, { step: 'following', place, taskId, acceptedAt: job.since, modalSent: true });
}

/** Moves jobs on by what the relay says of their tasks, and by their deadlines. */
export function createTracker(context: LeaderContext) {
  const { openJobs, clock, progress, limits, log, relays } = context;
  const whyHidden = createSecrecy(context);
  /** Since when the relay's word about a job's task has been doubted, in `monotonic` ms. */
  const doubtedSince = openJobs.notes<number>();
  /** Since when one of two entries about a job's task says that it has ended, in `monotonic` ms. */
  const disputedSince = openJobs.notes<number>();
  /** When an overdue job's task was last asked after, in `monotonic` ms. */
  const askedAt = openJobs.notes<number>();
  const isStill = createStillness(context);
  /** Jobs that only show a task, once the relay has said anything of it. */
  const heardOf = openJobs.notes<true>();

  /** The tasks of a relay to ask after now, each once. */
  function due(relay: string): readonly string[] {
    const now = clock.monotonic();
    const ids = new Set<string>();
    for (const job of openJobs.in('following', 'overdue', 'unknown').filter(isFollowed)) {
      if (relayOfTask(job.taskId) !== relay) continue;
      if (job.step === 'overdue') {
        if (now - (askedAt.get(job.id) ?? Number.NEGATIVE_INFINITY) < OVERDUE_PAUSE) continue;
        askedAt.set(job.id, now);
      }
      ids.add(job.taskId);
    }
    return [...ids];
  }

  /** Makes an overdue task due now; the others always are. False when no job waits for this task. */
  function doorbell(taskId: string): boolean {
    const waiting = openJobs.byTask(taskId).filter(isFollowed);
    for (const job of waiting) askedAt.delete(job.id);
    return waiting.length > 0;
  }

  async function seen(tasks: readonly Task[], missing: readonly string[]): Promise<void> {
    const found = tasks.flatMap((task) => openJobs.byTask(task.id).map(({ id }) => follow(id, task)));
    const lost = missing.flatMap((taskId) => openJobs.byTask(taskId).map(({ id }) => miss(id)));
    await Promise.all([...found, ...lost]);
  }

  async function follow(id: string, task: Task): Promise<void> {
    await openJobs.withLock(id, async (job) => {
      if (!job || !isFollowed(job) || job.taskId !== task.id) return;
      if (onlyLooks(job)) {
        heardOf.set(id, true);
        const reason = await whyHidden(job, task);
        if (reason) return moveOn(conclude(job, { kind: 'failed', reason, free: true }, clock.now()));
      }
      const next = stepAfter(job, task);
      if (next === job) context.proceed(job);
      else if (next) await moveOn(next);
      if (next?.step !== 'delivering' || onlyLooks(job)) return;
      tellAccount(next);
      // Members read it in their own language or not at all.
      if (task.failReason !== '')
        log.info({ job: id, detail: wordsForLog(task.failReason, job) }, 'the relay failed a task');
    });
  }

  /** Whether somebody's job may still give a task what it waits for. */
  function isAwaited({ taskId }: Followed): boolean {
    return openJobs.byTask(taskId).some((other) => !onlyLooks(other));
  }

  /** The end of a job that looks at a task which waits for a text that nobody will write. */
  function abandoned(job: Followed): Job {
    return conclude(job, { kind: 'failed', reason: { kind: 'textMissing' }, free: true }, clock.now());
  }

  function tellAccount(job: JobIn<'delivering'>): void {
    const account = relays.of(job)?.account;
    if (job.outcome.kind === 'failed') account?.failed(job.outcome.reason);
    else account?.finished();
  }

  async function moveOn(job: Job): Promise<void> {
    await openJobs.record(job);
    context.proceed(job);
  }

  /** The job as its task moves it, the same job when only its progress changed, null when nothing did. */
  function stepAfter(job: Followed, task: Task): Job | null {
    const now = clock.now();
    if (job.step === 'following' && isStill(job, task)) return overdue(job);
    if (task.disputed && isYoung(disputedSince, job.id, DISPUTE)) return null;
    switch (task.status) {
      case 'SUCCESS':
        if (hasResult(job, task)) return conclude(job, resultOf(job, task), now);
        return isYoung(doubtedSince, job.id, PATIENCE) ? null : conclude(job, emptyOutcome(job), now);
      case 'FAILURE':
      case 'CANCEL':
        if ('callingOff' in job && isCalledOff(task)) return fail(job, { kind: 'stopped' }, now);
        return fail(job, failureOf(task, hasBegun(job.id), job), now);
      case 'MODAL':
        if (job.step === 'unknown' || job.modalSent) return null;
        // The text of a window is asked of whoever pays for it, not of everybody who looks.
        if (onlyLooks(job)) return isAwaited(job) || isYoung(doubtedSince, job.id, PATIENCE) ? null : abandoned(job);
        return openWindow(job, now);
      default: {
        doubtedSince.delete(job.id);
        const before = progress.of(job.id);
        const ahead = task.status === 'IN_PROGRESS' ? null : before.ahead;
        const queued = task.status === 'NOT_START';
        const after = progress.update(job.id, { percent: task.percent, previewUrl: task.imageUrl, ahead, queued });
        if (job.step === 'unknown') return task.status === 'PENDING' ? null : modalFound(job);
        return after.percent === before.percent &&
          after.previewUrl === before.previewUrl &&
          after.queued === (before.queued ?? false)
          ? null
          : job;
      }
    }
  }

  /** Whether anything of a job's task was seen: relays count an unbegun one as 0 % and a failed one as 100 %. */
  function hasBegun(id: string): boolean {
    const { percent, previewUrl } = progress.of(id);
    return (percent ?? 0) > 0 || previewUrl !== '';
  }

  /** The relay does not know a job's task. */
  async function miss(id: string): Promise<void> {
    await openJobs.withLock(id, async (job) => {
      if (!job || !isFollowed(job)) return;
      // A task made moments ago may not be known to every node of the relay yet; one that a member names by its id is.
      const isNamed = onlyLooks(job);
      if (!isNamed && isYoung(doubtedSince, id, PATIENCE)) return;
      await moveOn(fail(job, { kind: isNamed ? 'taskUnknown' : 'taskLost' }, clock.now()));
    });
  }

  /**
   * Whether a doubtful answer about a job is still young enough to be the relay's lag, of at most so many ms. The first one
   * starts the count.
   */
  function isYoung(notes: JobNotes<number>, id: string, ms: number): boolean {
    const since = notes.get(id) ?? clock.monotonic();
    notes.set(id, since);
    return clock.monotonic() - since < ms;
  }

  /** Moves a job on when it has reached a deadline; null when it has not. */
  function age(job: Job): Promise<void> | null {
    if (!aged(job)) return null;
    return openJobs.withLock(job.id, async (current) => {
      const next = current && aged(current);
      if (next) await moveOn(next);
    });
  }

  /** The job in the step that its age brings it to; null when it stays. While the time is unsure, no job is too old. */
  function aged(job: Job): Job | null {
    const now = clock.now();
    const past = clock.past();
    // A picture that the relay does not let us look at may be there all the time.
    const isTooEarly = (deadline: number) => deadline > past || (relays.of(job)?.looking.refusal() ?? null) !== null;
    switch (job.step) {
      case 'following': {
        // A relay that cannot look tasks up never says that it does not know one.
        const isUnheard = onlyLooks(job) && !heardOf.has(job.id);
        if (isUnheard && !isYoung(doubtedSince, job.id, PATIENCE)) return fail(job, { kind: 'unreachable' }, now);
        if (isTooEarly(job.acceptedAt + limits.deadline)) return null;
        return overdue(job);
      }
      case 'overdue':
        return isTooEarly(job.acceptedAt + limits.deadline + DAY) ? null : fail(job, { kind: 'overdue' }, now);
      case 'unknown':
        return job.since + limits.deadline > past ? null : fail(job, { kind: 'unanswered' }, now);
      case 'window':
        return job.since + DAY > past ? null : fail(job, { kind: 'windowExpired' }, now);
      default:
        return null;
    }
  }

  return { due, doorbell, seen, age };
}

export type Tracker = ReturnType<typeof createTracker>;
