import type { JobIn } from '../../domain/job/job.ts';
import { holdsSlot } from '../../domain/job/slot.ts';
import { hasEnded, type Task } from '../../domain/job/task.ts';
import type { LeaderContext } from '../context.ts';

/** How long, in ms, a task may stand still before nobody counts on it, and its slot is given to another. */
const STILL = 15 * 60_000;
/** The same for a task of which the relay never told anything, while later ones move: it has forgotten that one. */
const FORGOTTEN = 5 * 60_000;
/** Looks further apart than this, in ms, tell nothing of the time between them: the relay was out of reach. */
const GAP = 2 * 60_000;

/** What a task looked like, since when, and when it was last seen so. Times are monotonic, in ms. */
type Look = { readonly as: string; readonly since: number; readonly at: number };

/**
 * Notices tasks that a relay has given up without saying so: after its restart, or because what stands behind it has forgotten
 * them. What waits in a queue, the relay's or Midjourney's, is no such task, however long it waits.
 */
export function createStillness({
  openJobs,
  clock,
  limits,
  log,
}: Pick<LeaderContext, 'openJobs' | 'clock' | 'limits' | 'log'>) {
  const looks = openJobs.notes<Look>();
  /** When the newest submission was accepted of which the relay has told more than its id. Unix ms. */
  let newestMoving = Number.NEGATIVE_INFINITY;

  function stillFor(id: string, as: string): number {
    const now = clock.monotonic();
    const before = looks.get(id);
    const isSame = before?.as === as && now - before.at <= GAP;
    const since = isSame ? before.since : now;
    looks.set(id, { as, since, at: now });
    return now - since;
  }

  /** Whether the task of a job has stood still for too long. To be called with each look at it. */
  return (job: JobIn<'following'>, task: Task): boolean => {
    const isSilent = task.status === 'PENDING' && (task.percent ?? 0) === 0 && task.imageUrl === '';
    if (!isSilent) newestMoving = Math.max(newestMoving, job.acceptedAt);
    const isQueued = task.status === 'NOT_START' || task.status === 'SUBMITTED';
    if (!holdsSlot(job) || hasEnded(task) || isQueued) {
      looks.delete(job.id);
      return false;
    }
    const [preview = ''] = task.imageUrl.split('?', 1);
    const still = stillFor(job.id, `${task.status} ${task.percent} ${preview}`);
    const isForgotten = isSilent && newestMoving > job.acceptedAt;
    if (still < Math.min(isForgotten ? FORGOTTEN : STILL, limits.deadline)) return false;
    log.warn(
      { job: job.id, task: task.id, status: task.status, percent: task.percent, ms: still, isForgotten },
      'a task stands still at the relay: its slot is free again, and it is looked at now and then',
    );
    return true;
  };
}
