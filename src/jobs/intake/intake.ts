import { AlreadyAnswered } from '../../domain/failures/errors.ts';
import { isFollowUp, type Job, type ReceivedJob } from '../../domain/job/job.ts';
import { canBeRetried, requestAgain, retryClaims } from '../../domain/job/retry.ts';
import type { AccessContext } from '../../domain/policy/access.ts';
import { healAccount } from '../charges.ts';
import type { EngineParts, ProcessContext } from '../context.ts';
import { createAdmission, type IntakeOutcome } from './admission.ts';
import { createAdoption } from './adoption.ts';
import { createBatches } from './batches.ts';
import { createBeginning } from './beginning.ts';
import { createOwnJobs } from './own-jobs.ts';
import { createRecovery } from './recovery.ts';
import { type Admitted, createShowing, isJob } from './showing.ts';

/** Takes gestures in: each job is written down, claimed and acknowledged, in this order. */
export function createIntake(context: ProcessContext, { isGone }: Pick<EngineParts, 'isGone'>) {
  const { jobs, presenter } = context;
  const own = createOwnJobs();
  const admission = createAdmission(context, own);
  const { admit, claimantOf, claims, foresee, pay, drop, flushDropped, jobOf, refusal, room } = admission;
  const { acknowledge, moveOn } = createBeginning(context, { ...admission, own });
  const { showAll, goOnWith, unlessMoved } = createShowing(context, { acknowledge, drop, own });
  const batches = createBatches(context.store.claims);

  async function accept(job: ReceivedJob, access: AccessContext): Promise<IntakeOutcome> {
    const refused = await refusal([job]);
    if (refused) return refused;
    const claimant = claimantOf(job, access);
    let isIn = false;
    return jobs.withNew(job.id, async (now) => {
      if (isIn) return unlessMoved(now, acknowledge);
      const admitted = await admit(claimant);
      if ('kind' in admitted) return admitted;
      const denied = await paid([admitted], [claimant], access);
      if (denied) return denied;
      isIn = true;
      return acknowledge(admitted);
    });
  }

  /** As `pay`. Whoever is told of a fault has nothing in any more, but for what another process has in: `claimants` are our own. */
  async function paid(
    gesture: readonly ReceivedJob[],
    claimants: readonly ReceivedJob[],
    access: AccessContext,
  ): Promise<IntakeOutcome | null> {
    try {
      return await pay(gesture, access);
    } catch (error) {
      for (const job of claimants) void drop(job);
      throw error;
    }
  }

  /** `seal` is done once all that can be in are; none is in when it throws. */
  async function admitAll(
    gesture: readonly ReceivedJob[],
    access: AccessContext,
    seal: () => Promise<void> = async () => {},
  ): Promise<Admitted> {
    const results: (ReceivedJob | IntakeOutcome)[] = [];
    try {
      for (const job of gesture) results.push(await jobs.withNew(job.id, () => admit(job)));
      const denied = await pay(results.filter(isJob), access);
      if (denied) return results.map((result) => (isJob(result) ? denied : result));
      await seal();
      return results;
    } catch (error) {
      for (const [index, job] of gesture.entries()) {
        const result = results[index];
        if (!result || isJob(result)) void drop(job);
      }
      throw error;
    }
  }

  /** Every job is written down before the first is shown: whoever sees one of them gets them all. */
  async function acceptAll(
    gesture: readonly ReceivedJob[],
    access: AccessContext,
    opening: () => Promise<void>,
  ): Promise<readonly IntakeOutcome[]> {
    const refused = await refusal(gesture);
    if (refused) return gesture.map(() => refused);
    const claimants = gesture.map((job) => claimantOf(job, access));
    const results = await admitAll(claimants, access, async () => {
      if (claimants.some(isFollowUp)) await batches.markTaken(claimants[0]?.id ?? '');
    });
    if (!results.some(isJob) && results.some((result) => !isJob(result) && result.kind === 'denied')) {
      return results.flatMap((result) => (isJob(result) ? [] : [result]));
    }
    try {
      await opening();
      return await showAll(claimants, results);
    } catch (error) {
      // Whoever has answered shows the others, too.
      if (error instanceof AlreadyAnswered) for (const { id } of results.filter(isJob)) leave(id);
      throw error;
    }
  }

  /**
   * As `acceptAll`, with one message for all, the interaction's first answer. Nobody is answered when all are refused.
   */
  async function acceptGroup(
    gesture: readonly ReceivedJob[],
    access: AccessContext,
  ): Promise<readonly IntakeOutcome[]> {
    const refused = await refusal(gesture);
    if (refused) return gesture.map(() => refused);
    const claimants = gesture.map((job) => claimantOf(job, access));
    const results = await admitAll(claimants, access);
    const group = claimants.map(({ id }, index) => {
      const result = results[index];
      return result && 'by' in result ? result.by.id : id;
    });
    const admitted = results.filter(isJob).map((job) => ({ ...job, group }));
    for (const { id } of admitted) {
      await jobs.withLock(id, async (now) => {
        if (now?.step === 'received') await jobs.record({ ...now, group });
      });
    }
    const [first] = admitted;
    const answer = first && (await presenter.acknowledge(first));
    const outcomes: IntakeOutcome[] = [];
    for (const result of results) {
      if (!isJob(result)) outcomes.push(result);
      else outcomes.push(answer ? await goOnWith(result.id, (job) => moveOn(job, answer)) : { kind: 'unseen' });
    }
    return outcomes;
  }

  /** Makes a job like an earlier one that failed or never got an answer, and that takes over its claims. */
  async function retry(
    earlierId: string,
    again: (earlier: Job) => ReceivedJob,
    access: AccessContext,
  ): Promise<IntakeOutcome> {
    const earlier = await jobOf(earlierId);
    if (!earlier) return { kind: 'gone' };
    if (!canBeRetried(earlier)) return { kind: 'claimed', by: earlier };
    return accept({ ...again(earlier), request: requestAgain(earlier), claims: retryClaims(earlier) }, access);
  }

  /** For a job that was received when the process died, or whose first message got lost. */
  const recover = createRecovery(context, { claims, batches, own, acknowledge, moveOn });

  const { adopt, leave, recoverOwn } = createAdoption(context, { isGone, own, isDropped: admission.has, recover });

  /** Posts the first message of the job of a further task, unless that has been tried before. */
  async function showFurther(id: string): Promise<void> {
    await jobs.withLock(id, async (job) => {
      if (job?.step === 'received' && own.triedAt(id) === undefined) await acknowledge(job);
    });
  }

  const account = (name: string, month: string) => healAccount(context.store.accounts, [name, month], jobOf);

  return {
    account,
    foresee,
    accept,
    acceptAll,
    acceptGroup,
    retry,
    adopt,
    recoverOwn,
    room,
    own,
    showFurther,
    flushDropped,
  };
}

export type Intake = ReturnType<typeof createIntake>;
