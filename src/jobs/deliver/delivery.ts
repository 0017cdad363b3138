import { interactionOf, isAttaching, isReachedByToken, type Job, type JobIn } from '../../domain/job/job.ts';
import type { EngineParts, LeaderContext } from '../context.ts';
import { createDelivering } from './delivering.ts';

/** Deliveries at once: each may hold a few pictures in memory. */
const AT_ONCE = 4;
/** How long a delivery that failed by a fault of ours waits, in ms: doubled each time, up to `most`. */
const PAUSE = { least: 1_000, most: 5 * 60_000 };

/** How long another process may take to show a result that it was asked to show, in ms. */
const HANDED_OUT = 2 * 60_000;
/** How long a token must live on for that, in ms. */
const TOKEN_LEFT = 3 * 60_000;

/** Has the outcomes of finished jobs shown, a few at a time, and again where that could not be done. */
export function createDelivery(context: LeaderContext, deliveries: EngineParts['deliveries']) {
  const { presenter, openJobs, clock, log, waits } = context;
  const deliver = createDelivering({
    ...context,
    jobs: openJobs,
    known: openJobs.get,
    waitOf: (id) => waits.get(id) ?? null,
    onSettled: context.proceed,
  });
  const queued = new Set<string>();
  /** When a delivery is tried again, in `monotonic` ms, and how often it was. */
  const notBefore = openJobs.notes<{ at: number; times: number }>();
  /** Jobs whose results another process may be showing. */
  const handedOut = openJobs.notes<true>();
  const running = new Set<Promise<void>>();

  function enqueue(id: string): void {
    queued.add(id);
    startReady();
  }

  function startReady(): void {
    if (context.isStopping()) return;
    for (const id of queued) {
      if (running.size >= AT_ONCE) return;
      if ((notBefore.get(id)?.at ?? 0) > clock.monotonic()) continue;
      queued.delete(id);
      const run = openJobs
        .withLock(id, async (job) => {
          if (job?.step !== 'delivering') return;
          const again = (await isHandedOut(job)) ? HANDED_OUT : await deliver(job);
          if (again !== null) postpone(id, again);
          if (!isAttaching(job)) tellEndOf(job);
        })
        .catch((error: unknown) => {
          log.error({ job: id, error }, 'a delivery failed; it will be repeated');
          postpone(id, null);
        })
        .finally(() => {
          running.delete(run);
          startReady();
        });
      running.add(run);
    }
  }

  /**
   * Has another process show a result, where any can: by the token, which has limits of its own, and in a message that shows nothing
   * else. Once only, as whoever was to do it may have died.
   */
  async function isHandedOut(job: JobIn<'delivering'>): Promise<boolean> {
    if (!deliveries || handedOut.has(job.id) || !isForAnybody(job)) return false;
    handedOut.set(job.id, true);
    await presenter.endProgress(job);
    try {
      await deliveries.send(job.id);
      return true;
    } catch (error) {
      log.warn({ job: job.id, error }, 'no other process could be asked to show a result; it is shown here');
      return false;
    }
  }

  function isForAnybody(job: JobIn<'delivering'>): boolean {
    const { reply, group, furtherTasks } = job;
    const isAlone = group.length === 0 && furtherTasks.length === 0 && !isAttaching(job);
    return isAlone && reply !== null && isReachedByToken(job) && reply.expiresAt - clock.now() > TOKEN_LEFT;
  }

  function postpone(id: string, retryAfter: number | null): void {
    const times = (notBefore.get(id)?.times ?? 0) + 1;
    const pause = retryAfter ?? Math.min(PAUSE.least * 2 ** times, PAUSE.most);
    notBefore.set(id, { at: clock.monotonic() + pause, times });
    queued.add(id);
  }

  /** Lets the messages of other gestures that also tell of a job tell its end, now that it has one. */
  function tellEndOf({ id }: Job): void {
    for (const job of openJobs.in('delivering')) {
      if (!isAttaching(job) || !job.group.includes(id) || interactionOf(job.id) === interactionOf(id)) continue;
      notBefore.delete(job.id);
      queued.add(job.id);
    }
  }

  return {
    enqueue,
    startReady,
    tellEndOf,
    async idle(): Promise<void> {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
