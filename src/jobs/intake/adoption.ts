import { interactionOf, isFurther, type ReceivedJob } from '../../domain/job/job.ts';
import type { EngineParts, ProcessContext } from '../context.ts';
import type { OwnJobs } from './own-jobs.ts';

/** A job that nobody has shown for so long, in ms, is looked after by whoever leads, whatever its process is doing. */
const FORSAKEN = 5 * 60_000;

/** The same where one of two that were to show it is gone: the other one may be about it, or may have left it to the first. */
const HALF_FORSAKEN = 60_000;

export type AdoptionParts = Pick<EngineParts, 'isGone'> & {
  readonly own: Pick<OwnJobs, 'add' | 'all' | 'delete' | 'has'>;
  /** Whether a job was dropped, though the store may still have it. */
  readonly isDropped: (id: string) => boolean;
  readonly recover: (id: string) => Promise<void>;
};

/**
 * Looks after received jobs that are not being shown right now: those of this process, and those that whoever leads has found in the
 * store, once the process that took them in is gone, or has not shown them for five minutes. Until then nobody else may show them:
 * forty messages take a while, and would be posted twice.
 */
export function createAdoption(
  { clock, jobs, log, processId, signal, store }: ProcessContext,
  { isGone, own, isDropped, recover }: AdoptionParts,
) {
  const found = new Set<string>();
  /** Of these, what this process was about to show when it learned that another one had answered. */
  const left = new Set<string>();

  function forget(id: string): void {
    found.delete(id);
    left.delete(id);
  }

  async function isForsaken(job: ReceivedJob): Promise<boolean> {
    // Whoever leads makes these, for good.
    if (isFurther(job) || job.createdAt + FORSAKEN < clock.past()) return true;
    // Where the store was slow, whoever answered may have claimed nothing.
    const claimers = await store.interactions.claimers(interactionOf(job.id));
    const keepers = [...new Set(claimers).union(new Set(job.takenBy === undefined ? [] : [job.takenBy]))];
    const others = left.has(job.id) ? keepers.filter((one) => one !== processId) : keepers;
    // Somebody has answered, and nobody knows who.
    if (others.length === 0 && left.has(job.id)) return false;
    const gone = (await Promise.all(others.map(isGone))).filter((one) => one);
    return gone.length === others.length || (gone.length > 0 && job.createdAt + HALF_FORSAKEN < clock.past());
  }

  async function decide(id: string): Promise<void> {
    const job = own.has(id) || isDropped(id) ? undefined : await jobs.get(id);
    if (job?.step !== 'received') forget(id);
    else if (await isForsaken(job)) {
      forget(id);
      own.add(id);
    }
  }

  async function guarded(id: string, work: (id: string) => Promise<void>): Promise<void> {
    try {
      await work(id);
    } catch (error) {
      if (!signal.aborted) log.warn({ job: id, error }, 'tending a received job failed; it will be repeated');
    }
  }

  return {
    /** Whoever leads has found a received job in the store. */
    adopt: (id: string): void => void found.add(id),

    /** Another process has answered and is to show it: this one does so only when that one is gone. */
    leave(id: string): void {
      own.delete(id);
      left.add(id);
      found.add(id);
    },

    /** `isInFlight` tells whether a job is being taken in right now. Never rejects. */
    async recoverOwn(isInFlight: (id: string) => boolean): Promise<void> {
      for (const id of [...found]) await guarded(id, decide);
      const idle = own.all().filter((id) => !isInFlight(id));
      await Promise.all(idle.map((id) => guarded(id, recover)));
    },
  };
}
