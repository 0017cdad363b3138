import { Conflict } from '../../domain/failures/errors.ts';
import {
  conclude,
  enter,
  hasFailed,
  isFollowUp,
  isFurther,
  type Job,
  type Place,
  placeWithoutMessage,
  type ReceivedJob,
} from '../../domain/job/job.ts';
import { canBeRetried, earlierIdOf, requestAgain, retryClaims } from '../../domain/job/retry.ts';
import type { AccessContext } from '../../domain/policy/access.ts';
import type { Acknowledgement } from '../../domain/ports/presenter.ts';
import { healAccount } from '../charges.ts';
import type { EngineContext } from '../context.ts';
import { createAdmission, type IntakeOutcome } from './admission.ts';
import { createBatches } from './batches.ts';
import { createFurtherTasks } from './further-tasks.ts';
import { createRecovery } from './recovery.ts';

type Shown = Extract<Acknowledgement, { readonly kind: 'shown' }>;

/** The step of a job that has been shown. A task that exists already needs no slot: it is only followed. */
function firstStep(job: ReceivedJob, place: Place, now: number): Job {
  return job.request.kind === 'show'
    ? enter(job, { step: 'following', place, taskId: job.request.taskId, acceptedAt: now, modalSent: false })
    : enter(job, { step: 'waiting', place, notBefore: 0, refusals: 0 });
}

/** Takes gestures in: each job is written down, claimed and acknowledged, in this order. */
export function createIntake(context: EngineContext) {
  const { openJobs, presenter, clock, log } = context;
  const { admit, claimantOf, claims, foresee, pay, drop, flushDropped, jobOf, refusal, room } =
    createAdmission(context);
  const batches = createBatches(context.store.claims);

  /** When this process last tried to show a job, in `monotonic` ms. */
  const triedAt = openJobs.notes<number>();

  async function acknowledge(job: ReceivedJob): Promise<IntakeOutcome> {
    triedAt.set(job.id, clock.monotonic());
    return moveOn(job, await presenter.acknowledge(job));
  }

  /** Moves a received job on by what is known of its first answer; it stays `received` while nothing is known. */
  async function moveOn(
    job: ReceivedJob,
    answer: Acknowledgement,
    by: Job | 'unpaid' | null = null,
  ): Promise<IntakeOutcome> {
    if (answer.kind === 'shown' || answer.kind === 'absent') triedAt.delete(job.id);
    if (answer.kind === 'absent' && isFurther(job)) return goOn(job);
    if (answer.kind === 'absent') await drop(job);
    if (answer.kind !== 'shown') return { kind: 'unseen' };
    try {
      const shown = await stepOfShown(job, answer, by);
      const { postedByBot: _, ...step } = shown;
      const next: Job = { ...step, private: answer.private, ...(answer.postedByBot && { postedByBot: true }) };
      await openJobs.record(next);
      context.proceed(next);
      return { kind: 'begun', place: answer.place };
    } catch (error) {
      if (error instanceof Conflict) throw error;
      log.error({ job: job.id, error }, 'a job that is shown could not be begun; it is looked at again');
      return { kind: 'unseen' };
    }
  }

  /**
   * A job that is paid for goes on though its message was not taken: in a message that the bot posts as itself, or in none.
   */
  async function goOn(job: ReceivedJob): Promise<IntakeOutcome> {
    if (job.reply) {
      const withoutToken = { ...job, reply: null };
      await openJobs.record(withoutToken);
      return acknowledge(withoutToken);
    }
    log.info({ job: job.id }, 'a further task has no message; its result is sent by direct message');
    return moveOn(job, { kind: 'shown', place: placeWithoutMessage(job), private: true });
  }

  /**
   * The step of a job whose first message is shown: its end where another job pays for it (`by`) or nobody does. Throws
   * StoreError, having decided nothing, when what it decides cannot be written down.
   */
  async function stepOfShown(job: ReceivedJob, { place }: Shown, by: Job | 'unpaid' | null): Promise<Job> {
    if (by === 'unpaid') {
      await claims.giveBack(job);
      const internal = { kind: 'failed', reason: { kind: 'internal' }, free: true } as const;
      return conclude({ ...job, place }, internal, clock.now());
    }
    const earlierId = earlierIdOf(job);
    const survivor = by ?? (earlierId === null ? null : await replace(earlierId));
    if (!survivor) return firstStep(job, place, clock.now());
    await claims.giveBack(job);
    const at = 'place' in survivor && !by?.private ? survivor.place : null;
    const reason = { kind: by ? 'madeBefore' : 'earlierFound', place: at } as const;
    return conclude({ ...job, place }, { kind: 'failed', reason }, clock.now());
  }

  /**
   * Lets a second try take the place of an earlier job: null when it may be submitted. It may not when the earlier one has
   * been found since the member asked for the second try, however far it has come: then the earlier one is returned.
   *
   * While it is decided, nothing else moves the earlier job; and the decision is written down before the second try
   * leaves `received`. So at most one of the two is ever submitted and followed, whatever dies when.
   */
  async function replace(earlierId: string): Promise<Job | null> {
    return openJobs.withLock(earlierId, async (open) => {
      const earlier = open ?? (await jobOf(earlierId));
      if (!earlier || hasFailed(earlier)) return null;
      if (earlier.step !== 'unknown') return earlier;
      const replaced = conclude(earlier, { kind: 'failed', reason: { kind: 'superseded' } }, clock.now());
      await openJobs.commit(replaced);
      context.proceed(replaced);
      return null;
    });
  }

  async function accept(job: ReceivedJob, access: AccessContext): Promise<IntakeOutcome> {
    const refused = refusal([job]);
    if (refused) return refused;
    const claimant = claimantOf(job, access);
    openJobs.insert(claimant);
    let isIn = false;
    return openJobs.withLock(job.id, async (now) => {
      const denied = isIn ? null : ((await admit(claimant)) ?? (await paid([claimant], access)));
      if (denied) return denied;
      isIn = true;
      return unlessMoved(now, acknowledge);
    });
  }

  /** Does `work` with a job that is still received; says what became of it where another process has moved it on. */
  async function unlessMoved(
    now: Job | undefined,
    work: (job: ReceivedJob) => Promise<IntakeOutcome>,
  ): Promise<IntakeOutcome> {
    if (now?.step === 'received') return work(now);
    return now && 'place' in now && now.place ? { kind: 'begun', place: now.place } : { kind: 'unseen' };
  }

  /** As `pay`. Whoever is told of a fault has nothing in any more. */
  async function paid(jobs: readonly ReceivedJob[], access: AccessContext): Promise<IntakeOutcome | null> {
    try {
      return await pay(jobs, access);
    } catch (error) {
      for (const job of jobs) void drop(job);
      throw error;
    }
  }

  /**
   * Results in the order of the jobs; null for those that are in. `seal` is done once all of them are; none is in when it
   * throws.
   */
  async function admitAll(
    jobs: readonly ReceivedJob[],
    access: AccessContext,
    seal: () => Promise<void> = async () => {},
  ): Promise<(IntakeOutcome | null)[]> {
    for (const job of jobs) openJobs.insert(job);
    const results: (IntakeOutcome | null)[] = [];
    try {
      for (const job of jobs) results.push(await openJobs.withLock(job.id, () => admit(job)));
      const admitted = jobs.filter((_, index) => results[index] === null);
      const denied = await pay(admitted, access);
      if (denied) return results.map((result) => result ?? denied);
      await seal();
      return results;
    } catch (error) {
      for (const [index, job] of jobs.entries()) {
        if (results[index] === null) void drop(job);
        if (!results[index]) openJobs.remove(job.id);
      }
      throw error;
    }
  }

  /** Every job is written down before the first is shown: whoever sees one of them gets them all. */
  async function acceptAll(
    jobs: readonly ReceivedJob[],
    access: AccessContext,
    opening: () => Promise<void>,
  ): Promise<readonly IntakeOutcome[]> {
    const refused = refusal(jobs);
    if (refused) return jobs.map(() => refused);
    const claimants = jobs.map((job) => claimantOf(job, access));
    const results = await admitAll(claimants, access, async () => {
      if (claimants.some(isFollowUp)) await batches.markTaken(claimants[0]?.id ?? '');
    });
    if (results.some((result) => result?.kind === 'denied')) return results.flatMap((result) => result ?? []);
    await opening();
    for (const [index, job] of claimants.entries()) {
      // What a stop leaves unseen is shown by the next process.
      results[index] ??= context.isStopping()
        ? { kind: 'unseen' }
        : await openJobs.withLock(job.id, (now) => unlessMoved(now, acknowledge));
    }
    return results.map((result) => result ?? { kind: 'unseen' });
  }

  /**
   * As `acceptAll`, with one message for all, the interaction's first answer. Nobody is answered when all are refused.
   */
  async function acceptGroup(jobs: readonly ReceivedJob[], access: AccessContext): Promise<readonly IntakeOutcome[]> {
    const refused = refusal(jobs);
    if (refused) return jobs.map(() => refused);
    const claimants = jobs.map((job) => claimantOf(job, access));
    const results = await admitAll(claimants, access);
    const group = claimants.map((job, index) => {
      const result = results[index];
      return result && 'by' in result ? result.by.id : job.id;
    });
    const admitted = claimants.filter((_, index) => results[index] === null).map((job) => ({ ...job, group }));
    for (const { id } of admitted) {
      await openJobs.withLock(id, async (now) => {
        if (now?.step === 'received') await openJobs.record({ ...now, group });
      });
    }
    const [first] = admitted;
    const answer = first && (await presenter.acknowledge(first));
    const begun = new Map<string, IntakeOutcome>();
    for (const job of admitted) {
      if (!answer) continue;
      const shown = (now: Job | undefined) => unlessMoved(now, (received) => moveOn(received, answer));
      begun.set(job.id, await openJobs.withLock(job.id, shown));
    }
    return results.map((result, index) => result ?? begun.get(claimants[index]?.id ?? '') ?? { kind: 'unseen' });
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
  const recover = createRecovery(context, { claims, batches, triedAt, acknowledge, moveOn });

  const beginFurther = createFurtherTasks(context, async (job) => {
    if (!triedAt.has(job.id)) await acknowledge(job);
  });

  const account = (name: string, month: string) => healAccount(context.store.accounts, [name, month], jobOf);

  return { account, foresee, accept, acceptAll, acceptGroup, retry, recover, room, beginFurther, flushDropped };
}

export type Intake = ReturnType<typeof createIntake>;
