import type { Job, Place, ReceivedJob } from '../../domain/job/job.ts';
import type { AccessContext } from '../../domain/policy/access.ts';
import type { Denial } from '../../domain/policy/denial.ts';
import type { EngineContext } from '../context.ts';
import { createChargeCheck } from './charge-check.ts';
import { type Claimed, createJobClaims, withOnceKey } from './claims.ts';
import { createDroppedJobs, type DroppedJobs } from './dropped-jobs.ts';

/** What became of a gesture. Only `begun` and `unseen` have used up the interaction's first answer. */
export type IntakeOutcome =
  /** Shown at `place`, which tells all that follows. */
  | { readonly kind: 'begun'; readonly place: Place }
  /** Discord did not take the first answer, or we cannot tell: nothing is submitted unless the message is found later. */
  | { readonly kind: 'unseen' }
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

/** Decides which gestures become jobs, and writes those down. */
export function createAdmission(context: EngineContext) {
  const { openJobs, limits, store } = context;

  /** A job that is open or settled; one that is dropped is neither, though the store may still have it. */
  async function jobOf(id: string): Promise<Job | undefined> {
    return dropped.has(id) ? undefined : (openJobs.get(id) ?? (await store.jobs.get(id)));
  }

  const claims = createJobClaims({ claims: store.claims, jobOf });

  const dropped: DroppedJobs = createDroppedJobs(context, claims);

  const charges = createChargeCheck(context, jobOf);

  /** The job of a gesture, with the claims it asks for and what it costs. */
  function claimantOf(job: ReceivedJob, access: AccessContext): ReceivedJob {
    return charges.charged(withOnceKey(job), access);
  }

  /** How many more jobs a member may have under way. */
  function room(memberId: string): number {
    return limits.memberMaxWaiting - openJobs.byMember(memberId).filter(({ step }) => UNDER_WAY.has(step)).length;
  }

  /** Why none of the jobs of one gesture is taken in, null when there is no such reason. */
  function refusal(jobs: readonly ReceivedJob[]): IntakeOutcome | null {
    if (context.isStopping()) return { kind: 'stopping' };
    if (jobs.some(({ id }) => openJobs.get(id))) return { kind: 'replayed' };
    const isOverfull = jobs.some(({ requester }) => jobs.length > room(requester.id));
    return isOverfull ? { kind: 'tooMany', limit: limits.memberMaxWaiting } : null;
  }

  /** Writes a job down and takes its claims; null when it is in, though nobody has seen it yet. */
  async function admit(job: ReceivedJob): Promise<IntakeOutcome | null> {
    try {
      if (!(await store.jobs.add(job))) {
        openJobs.remove(job.id);
        return { kind: 'replayed' };
      }
      const refused = await claims.take(job);
      if (refused) await dropped.drop(job);
      return refused;
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
  async function pay(jobs: readonly ReceivedJob[], access: AccessContext): Promise<IntakeOutcome | null> {
    const denial = await charges.check(jobs, access);
    if (!denial) return null;
    for (const job of jobs) await dropped.drop(job);
    return { kind: 'denied', denial };
  }

  return { ...dropped, admit, claimantOf, pay, foresee: charges.foresee, claims, jobOf, refusal, room };
}
