import { isDoubleClick, onceKey, PRESS_MEMORY_MS, pressKey } from '../../domain/buttons/press-keys.ts';
import type { Job, ReceivedJob } from '../../domain/job/job.ts';
import { earlierIdOf } from '../../domain/job/retry.ts';
import type { Store } from '../../domain/ports/store.ts';

/**
 * Why a job is not begun: another job pays for what it asks for (`claimed`), or the same member pressed the same button a
 * moment ago (`doubled`). `by` is that other job.
 */
export type Claimed = { readonly kind: 'claimed' | 'doubled'; readonly by: Job };

export type JobClaimsParts = {
  readonly claims: Store['claims'];
  /** A job by its id, open or settled. */
  readonly jobOf: (id: string) => Promise<Job | undefined>;
};

/** The job with the claim that its request asks for. */
export function withOnceKey(job: ReceivedJob): ReceivedJob {
  const once = onceKey(job.request);
  return once && !job.claims.includes(once) ? { ...job, claims: [...job.claims, once] } : job;
}

/** Whether the holder of a claim still pays for it: it is open, or it has something to show. */
function isPaying(holder: Job): boolean {
  return holder.step !== 'settled' || holder.outcome.kind === 'pictures';
}

/** Keeps account of which job pays for what. */
export function createJobClaims({ claims, jobOf }: JobClaimsParts) {
  /**
   * Null when the key is this job's now, else the job that keeps it. `keeps` decides whether a holder does; otherwise the
   * key passes to this job.
   */
  async function takeKey(key: string, id: string, keeps: (holder: Job) => boolean, ttl?: number): Promise<Job | null> {
    for (;;) {
      const winner = await claims.claim(key, id, ttl);
      if (winner === id) return null;
      const holder = await jobOf(winner);
      if (holder && keeps(holder)) return holder;
      if (await claims.pass(key, winner, id)) return null;
    }
  }

  /** Takes the keys of a job's claims, one after the other, until another job keeps one of them: that job, else null. */
  async function takeAll(job: ReceivedJob): Promise<Job | null> {
    const earlierId = earlierIdOf(job);
    for (const key of job.claims) {
      const by = await takeKey(key, job.id, (holder) => isPaying(holder) && holder.id !== earlierId);
      if (by) return by;
    }
    return null;
  }

  return {
    /** A second try is no double click, and takes the keys over from the job that it tries again. */
    async take(job: ReceivedJob): Promise<Claimed | null> {
      const press = pressKey(job.request, job.requester.id);
      if (press && earlierIdOf(job) === null) {
        const by = await takeKey(press, job.id, (holder) => isDoubleClick(holder.id, job.id), PRESS_MEMORY_MS);
        if (by) return { kind: 'doubled', by };
      }
      const by = await takeAll(job);
      return by && { kind: 'claimed', by };
    },

    /**
     * For a job of an earlier process, which may have died before it had taken all its claims or after it had given them back.
     * Null when they are its own now, else the job that pays instead.
     */
    retake: takeAll,

    /**
     * For a job that is not going to be submitted. Keys that it took over from the job it tries again go back to that one,
     * which may still come to something; the others are free again. Keys that others hold are left alone.
     */
    async giveBack(job: Job): Promise<void> {
      const earlierId = earlierIdOf(job);
      const earlier = earlierId === null ? undefined : await jobOf(earlierId);
      for (const key of job.claims) {
        const isEarliers = earlier !== undefined && isPaying(earlier) && earlier.claims.includes(key);
        if (!isEarliers || !(await claims.pass(key, job.id, earlier.id))) await claims.release(key, job.id);
      }
    },
  };
}

export type JobClaims = ReturnType<typeof createJobClaims>;
