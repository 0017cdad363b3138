import { isDoubleClick, PRESS_MEMORY_MS, pressKey } from '../../domain/buttons/press-keys.ts';
import type { Job, ReceivedJob } from '../../domain/job/job.ts';
import type { Store } from '../../domain/ports.ts';

/** Somebody's earlier press pays for this one, or the same member pressed the same button a moment ago. */
export type Claimed = { readonly kind: 'claimed' | 'doubled'; readonly by: Job };

/** `keys` are those that the job holds now; `by` keeps it from the others. */
export type Taken = { readonly keys: readonly string[]; readonly by: Claimed | null };

export type JobClaimsParts = {
  readonly claims: Store['claims'];
  /** Open or settled. */
  readonly jobOf: (id: string) => Promise<Job | undefined>;
};

/** Begins the claim to be the one that tries a job again; its id follows. */
const RETRY = 'retry:';

/** The claim that only one second try of a job can have. */
export function retryKey(earlierId: string): string {
  return `${RETRY}${earlierId}`;
}

/** Whether a claim's holder still answers for it: alive, or finished with something to show. */
function stands(holder: Job): boolean {
  return holder.step !== 'settled' || holder.outcome.kind === 'pictures';
}

/** Which job pays for what. */
export function createJobClaims({ claims, jobOf }: JobClaimsParts) {
  /** The holder that keeps us from the key, or null when it is ours. A holder that came to nothing is replaced. */
  async function take(key: string, id: string, keeps: (holder: Job) => boolean, ttl?: number): Promise<Job | null> {
    for (;;) {
      const winner = await claims.claim(key, id, ttl);
      if (winner === id) return null;
      const holder = await jobOf(winner);
      if (holder && keeps(holder)) return holder;
      if (await claims.pass(key, winner, id)) return null;
    }
  }

  /** The job that this one tries again. */
  async function earlierOf(job: Job): Promise<Job | undefined> {
    const key = job.claims.find((claim) => claim.startsWith(RETRY));
    return key === undefined ? undefined : jobOf(key.slice(RETRY.length));
  }

  return {
    earlierOf,

    /** A second try is no double click, and what it repeats does not stand in its way. */
    async take(job: ReceivedJob): Promise<Taken> {
      const earlier = await earlierOf(job);
      const press = pressKey(job.request, job.requester.id);
      if (press && !earlier) {
        const by = await take(press, job.id, (holder) => isDoubleClick(holder.id, job.id), PRESS_MEMORY_MS);
        if (by) return { keys: [], by: { kind: 'doubled', by } };
      }
      const keys: string[] = [];
      for (const key of job.claims) {
        const by = await take(key, job.id, (holder) => stands(holder) && holder.id !== earlier?.id);
        if (by) return { keys, by: { kind: 'claimed', by } };
        keys.push(key);
      }
      return { keys, by: null };
    },

    /** For a job that never came to be. What an unanswered job may have paid for is claimed by it again. */
    async giveBack(job: Job, keys: readonly string[]): Promise<void> {
      const earlier = await earlierOf(job);
      for (const key of keys) {
        const back = earlier?.step === 'unknown' && earlier.claims.includes(key);
        if (!back || !(await claims.pass(key, job.id, earlier.id))) await claims.release(key, job.id);
      }
    },
  };
}
