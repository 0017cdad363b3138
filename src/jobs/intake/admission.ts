import { DamagedRecord, StoreError } from '../../domain/failures/errors.ts';
import { interactionOf, type Job, type Place, type ReceivedJob } from '../../domain/job/job.ts';
import { snowflakeTime } from '../../domain/job/snowflake.ts';
import type { AccessContext } from '../../domain/policy/access.ts';
import type { Denial } from '../../domain/policy/denial.ts';
import type { ProcessContext } from '../context.ts';
import { createChargeCheck } from './charge-check.ts';
import { type Claimed, createJobClaims, withOnceKey } from './claims.ts';
import { createDroppedJobs, type DroppedJobs } from './dropped-jobs.ts';
import type { OwnJobs } from './own-jobs.ts';

/** What became of a gesture. Only `begun` and `unseen` have used up the interaction's first answer. */
export type IntakeOutcome =
  /** Shown at `place`, which tells all that follows. `byAnother`: another process has shown it; `isUnclear`: perhaps. Absent means no. */
  | { readonly kind: 'begun'; readonly place: Place; readonly byAnother?: true; readonly isUnclear?: true }
  /**
   * Discord did not take the first answer (`isAbsent`), or we cannot tell: nothing is submitted unless the message is found later.
   */
  | { readonly kind: 'unseen'; readonly isAbsent?: true }
  | Claimed
  | { readonly kind: 'tooMany'; readonly limit: number }
  /** Discord delivered the interaction a second time. */
  | { readonly kind: 'replayed' }
  | { readonly kind: 'stopping' }
  /** A rule or a limit is in the way. */
  | { readonly kind: 'denied'; readonly denial: Denial }
  /** There is nothing to try again. */
  | { readonly kind: 'gone' };

/** The steps of jobs that wait or run, or go on as soon as their member writes a text. */
const UNDER_WAY: ReadonlySet<Job['step']> = new Set([
  'received',
  'waiting',
  'submitting',
  'window',
  'submittingModal',
  'following',
]);

/**
 * How long an id that no job has counts as one that is about to have one, in ms since its interaction: a process may be writing the job
 * down right now.
 */
const ABOUT_TO_BE = 60_000;

/** Decides which gestures become jobs, and writes those down. */
export function createAdmission(context: ProcessContext, own: OwnJobs) {
  const { clock, jobs, limits, store } = context;

  /** A job that is open or settled; one that is dropped is neither, though the store may still have it. */
  async function jobOf(id: string): Promise<Job | undefined> {
    return dropped.has(id) ? undefined : jobs.get(id);
  }

  const claims = createJobClaims({ claims: store.claims, jobOf });

  const dropped: DroppedJobs = createDroppedJobs(context, claims, own);

  const charges = createChargeCheck(context, jobOf);

  /** The job of a gesture, with the claims it asks for and what it costs. */
  function claimantOf(job: ReceivedJob, access: AccessContext): ReceivedJob {
    return charges.charged(withOnceKey(job), access);
  }

  /** Whether a listed job counts among those that its member may have under way. */
  async function counts(id: string): Promise<'yes' | 'no' | 'gone'> {
    if (dropped.has(id)) return 'no';
    const job = await jobs.get(id).catch((error: unknown) => {
      if (error instanceof DamagedRecord) return null;
      throw error;
    });
    if (job === null) return 'no';
    if (job) return job.step === 'settled' ? 'gone' : UNDER_WAY.has(job.step) ? 'yes' : 'no';
    return clock.now() - snowflakeTime(id) < ABOUT_TO_BE ? 'yes' : 'gone';
  }

  /** How many more jobs a member may have under way, besides those of one interaction. */
  async function room(memberId: string, interactionId: string): Promise<number> {
    const listed = await store.indexes.ofMember(memberId);
    const others = listed.filter((id) => interactionOf(id) !== interactionId);
    const counted = await Promise.all(others.map(counts));
    return limits.memberMaxWaiting - counted.filter((answer) => answer === 'yes').length;
  }

  /** Why none of the jobs of one gesture is taken in, null when there is no such reason: then each has its place. Throws StoreError. */
  async function refusal(gesture: readonly ReceivedJob[]): Promise<IntakeOutcome | null> {
    if (context.isStopping()) return { kind: 'stopping' };
    const [first] = gesture;
    if (!first) return null;
    const ids = gesture.map(({ id }) => id);
    const limit = limits.memberMaxWaiting;
    if (await store.indexes.reserve(first.requester.id, ids, limit, counts)) return null;
    return { kind: 'tooMany', limit };
  }

  /**
   * Writes a job down and takes its claims, or goes on where another process, which seems to be dead, has left it. What is in, though
   * nobody has seen it yet, or why it is not. To be called with the job's lock. Throws StoreError, also while the store has not forgotten
   * an earlier try of the same job.
   */
  async function admit(job: ReceivedJob): Promise<ReceivedJob | IntakeOutcome> {
    if (dropped.has(job.id)) throw new StoreError('a job that was dropped is still in the store');
    own.add(job.id);
    try {
      const there = await jobs.add({ ...job, takenBy: context.processId });
      if (there.step !== 'received') {
        own.delete(job.id);
        if (there.step === 'settled') await store.indexes.remove(job, null);
        return { kind: 'replayed' };
      }
      const refused = await claims.take(there);
      if (refused) await dropped.drop(there);
      return refused ?? there;
    } catch (error) {
      // The member is told of a fault, and soon: they do not wait until a busy store has forgotten the job. Nobody knows
      // which claims it holds, so all that it holds are given back.
      void dropped.drop(job);
      throw error;
    }
  }

  /**
   * Has the jobs of one gesture that are in paid for; null when they are. Otherwise none of them is in any more. Throws
   * StoreError.
   */
  async function pay(gesture: readonly ReceivedJob[], access: AccessContext): Promise<IntakeOutcome | null> {
    const denial = await charges.check(gesture, access);
    if (!denial) return null;
    for (const job of gesture) await dropped.drop(job);
    return { kind: 'denied', denial };
  }

  return { ...dropped, admit, claimantOf, pay, foresee: charges.foresee, claims, jobOf, refusal, room };
}

export type Admission = ReturnType<typeof createAdmission>;
