import type { Reason } from '../../domain/failures/reason.ts';
import type { Job, JobIn, Outcome } from '../../domain/job/job.ts';
import { enter } from '../../domain/job/job.ts';
import type { Task } from '../../domain/job/task.ts';
import type { EngineContext } from '../context.ts';
import { DAY } from '../context.ts';
import { failure, hasResult, resultOf } from './task-result.ts';

/** An overdue task is asked after this often, in ms. */
const OVERDUE_PAUSE = 5 * 60_000;
/** How long, in ms, a relay may not know a task, or call it done without a picture, before we believe it. */
const PATIENCE = 60_000;

type Followed = JobIn<'following'> | JobIn<'overdue'> | (JobIn<'unknown'> & { readonly taskId: string });

function isFollowed(job: Job): job is Followed {
  return job.step === 'following' || job.step === 'overdue' || (job.step === 'unknown' && job.taskId !== null);
}

/** Moves jobs by what the relay says of their tasks. */
export function createTracker(context: EngineContext) {
  const { openJobs, clock, progress, limits } = context;
  const doubtedSince = new Map<string, number>();
  const askedAt = new Map<string, number>();
  /** Jobs that only show a task, of which the relay has said anything. */
  const heardOf = new Set<string>();

  /** Ids of the tasks to ask after now, each once. */
  function due(): readonly string[] {
    const now = clock.now();
    const ids = new Set<string>();
    for (const job of openJobs.in('following', 'overdue', 'unknown').filter(isFollowed)) {
      if (job.step === 'overdue') {
        if (now - (askedAt.get(job.id) ?? 0) < OVERDUE_PAUSE) continue;
        askedAt.set(job.id, now);
      }
      ids.add(job.taskId);
    }
    return [...ids];
  }

  /** Makes an overdue task due now; the others always are. */
  function doorbell(taskId: string): void {
    for (const job of openJobs.byTask(taskId)) askedAt.delete(job.id);
  }

  async function seen(tasks: readonly Task[], missing: readonly string[]): Promise<void> {
    const moves = tasks.flatMap((task) => openJobs.byTask(task.id).map(({ id }) => follow(id, task)));
    const losses = missing.flatMap((taskId) => openJobs.byTask(taskId).map(({ id }) => lose(id)));
    await Promise.all([...moves, ...losses]);
  }

  async function follow(id: string, task: Task): Promise<void> {
    await openJobs.alone(id, async (job) => {
      if (!job || !isFollowed(job) || job.taskId !== task.id) return;
      if (job.request.kind === 'show') heardOf.add(id);
      const next = stepAfter(job, task);
      if (next === job) context.proceed(job);
      else if (next) await move(next);
    });
  }

  async function move(job: Job): Promise<void> {
    if (job.step === 'delivering') {
      doubtedSince.delete(job.id);
      askedAt.delete(job.id);
      heardOf.delete(job.id);
    }
    await openJobs.record(job);
    context.proceed(job);
  }

  /** The job as the task moves it, the same job when only its progress moved, null when nothing did. */
  function stepAfter(job: Followed, task: Task): Job | null {
    switch (task.status) {
      case 'SUCCESS':
        return hasResult(job, task) || !isDoubted(job.id) ? deliver(job, resultOf(job, task)) : null;
      case 'FAILURE':
      case 'CANCEL':
        return fail(job, failure(task));
      case 'MODAL':
        return window(job);
      default: {
        doubtedSince.delete(job.id);
        const before = progress.of(job.id);
        const ahead = task.status === 'IN_PROGRESS' ? null : before.ahead;
        const after = progress.update(job.id, { percent: task.percent, previewUrl: task.imageUrl, ahead });
        if (job.step === 'unknown') return task.status === 'PENDING' ? null : found(job);
        return after.percent === before.percent && after.previewUrl === before.previewUrl ? null : job;
      }
    }
  }

  function window(job: Followed): Job | null {
    if (job.step === 'unknown' || job.modalSent) return null;
    return enter(job, { step: 'window', place: job.place, taskId: job.taskId, since: clock.now() });
  }

  /** A task past MODAL whose modal call went unanswered: the call did arrive. */
  function found(job: JobIn<'unknown'> & { readonly taskId: string }): Job {
    const { place, taskId } = job;
    return enter(job, { step: 'following', place, taskId, acceptedAt: job.since, modalSent: true });
  }

  function fail(job: Followed | JobIn<'unknown'> | JobIn<'window'>, reason: Reason): Job {
    return deliver(job, { kind: 'failed', reason });
  }

  function deliver(job: Followed | JobIn<'unknown'> | JobIn<'window'>, outcome: Outcome): Job {
    return enter(job, { step: 'delivering', place: job.place, outcome, since: clock.now() });
  }

  /** True while a doubtful answer is still young enough to be a relay's lag. */
  function isDoubted(id: string): boolean {
    const since = doubtedSince.get(id) ?? clock.now();
    doubtedSince.set(id, since);
    return clock.now() - since < PATIENCE;
  }

  async function lose(id: string): Promise<void> {
    await openJobs.alone(id, async (job) => {
      if (!job || !isFollowed(job)) return;
      // A task made moments ago may not be known everywhere yet; one that somebody asks for by its number is.
      const asked = job.request.kind === 'show';
      if (!asked && isDoubted(id)) return;
      await move(fail(job, { kind: asked ? 'taskUnknown' : 'taskLost' }));
    });
  }

  /** What the passing of time alone does to a job; null when nothing. */
  function age(old: Job): Promise<void> | null {
    if (!aged(old, clock.now())) return null;
    return openJobs.alone(old.id, async (job) => {
      const next = job && aged(job, clock.now());
      if (next) await move(next);
    });
  }

  function aged(job: Job, now: number): Job | null {
    switch (job.step) {
      case 'following': {
        // A relay that cannot look tasks up never says that it does not know one.
        const isUnheard = job.request.kind === 'show' && !heardOf.has(job.id);
        if (isUnheard && !isDoubted(job.id)) return fail(job, { kind: 'unreachable' });
        if (now - job.acceptedAt < limits.deadline) return null;
        const { place, taskId, acceptedAt, modalSent } = job;
        return enter(job, { step: 'overdue', place, taskId, acceptedAt, modalSent });
      }
      case 'overdue':
        return now - job.acceptedAt < limits.deadline + DAY ? null : fail(job, { kind: 'overdue' });
      case 'unknown':
        return now - job.since < limits.deadline ? null : fail(job, { kind: 'unanswered' });
      case 'window':
        return now - job.since < DAY ? null : fail(job, { kind: 'windowExpired' });
      default:
        return null;
    }
  }

  return { due, doorbell, seen, age };
}
