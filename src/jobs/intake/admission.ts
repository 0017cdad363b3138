import { onceKey } from '../../domain/buttons/press-keys.ts';
import type { Job, Place, ReceivedJob } from '../../domain/job/job.ts';
import type { EngineContext } from '../context.ts';
import { createJobClaims } from './claims.ts';

/** What became of a gesture. Only `begun` and `unseen` have used up the interaction's first answer. */
export type IntakeOutcome =
  | { readonly kind: 'begun'; readonly place: Place }
  /** Discord did not take the first answer, or we cannot tell: nothing was or will be submitted unless it is found later. */
  | { readonly kind: 'unseen' }
  /** Somebody's earlier press pays for this one; `by` is its job. */
  | { readonly kind: 'claimed'; readonly by: Job }
  /** The same member pressed the same button a moment ago. */
  | { readonly kind: 'doubled'; readonly by: Job }
  | { readonly kind: 'tooMany'; readonly limit: number }
  /** Discord delivered the interaction a second time. */
  | { readonly kind: 'replayed' }
  | { readonly kind: 'stopping' }
  /** Nothing to try again. */
  | { readonly kind: 'gone' };

/** With the claim that its request asks for. */
export function withOnceKey(job: ReceivedJob): ReceivedJob {
  const once = onceKey(job.request);
  return once ? { ...job, claims: [...job.claims, once] } : job;
}

/** Lets gestures in, or not: whether there is room, whether somebody else pays for it already. */
export function createAdmission(context: EngineContext) {
  const { openJobs, limits, store } = context;

  async function jobOf(id: string): Promise<Job | undefined> {
    return openJobs.get(id) ?? (await store.jobs.get(id));
  }

  const jobClaims = createJobClaims({ claims: store.claims, jobOf });

  async function drop(job: ReceivedJob, keys: readonly string[]): Promise<void> {
    await jobClaims.giveBack(job, keys);
    await store.jobs.drop(job.id);
    openJobs.remove(job.id);
  }

  function openJobsOf(memberId: string): number {
    const counted = new Set<Job['step']>(['received', 'waiting', 'submitting', 'submittingModal', 'following']);
    return openJobs.byMember(memberId).filter(({ step }) => counted.has(step)).length;
  }

  /** How many more jobs a member may have under way. */
  function room(memberId: string): number {
    return limits.memberMaxWaiting - openJobsOf(memberId);
  }

  /** Why these jobs of one gesture are not taken, or null. */
  function refusal(jobs: readonly ReceivedJob[]): IntakeOutcome | null {
    if (context.stopping()) return { kind: 'stopping' };
    if (jobs.some(({ id }) => openJobs.get(id))) return { kind: 'replayed' };
    const overfull = jobs.some(({ requester }) => jobs.length > room(requester.id));
    return overfull ? { kind: 'tooMany', limit: limits.memberMaxWaiting } : null;
  }

  /** Written down and claimed, though nobody has seen it yet; then null. */
  async function admit(job: ReceivedJob): Promise<IntakeOutcome | null> {
    try {
      if (!(await store.jobs.add(job))) {
        openJobs.remove(job.id);
        return { kind: 'replayed' };
      }
      const taken = await jobClaims.take(job);
      if (taken.by) await drop(job, taken.keys);
      return taken.by;
    } catch (error) {
      // The member is about to be told of a fault, and soon: a leftover record must not take that for its own answer,
      // and must not keep them waiting while the store is busy.
      openJobs.remove(job.id);
      void drop(job, []).catch(() => undefined);
      throw error;
    }
  }

  return { admit, jobClaims, drop, jobOf, refusal, room };
}
