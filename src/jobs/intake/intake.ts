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
import { canBeRetried, earlierIdOf, retryClaims } from '../../domain/job/retry.ts';
import type { Acknowledgement } from '../../domain/ports.ts';
import type { EngineContext } from '../context.ts';
import { createAdmission, type IntakeOutcome } from './admission.ts';
import { withOnceKey } from './claims.ts';
import { createFurtherTasks } from './further-tasks.ts';

type Shown = Extract<Acknowledgement, { readonly kind: 'shown' }>;

/** How long, in ms, a further message of an interaction may still arrive after we gave up waiting to hear of it. */
const LATE_ARRIVAL = 30_000;

/** The step of a job that has been shown. A task that exists already needs no slot: it is only followed. */
function firstStep(job: ReceivedJob, place: Place, now: number): Job {
  return job.request.kind === 'show'
    ? enter(job, { step: 'following', place, taskId: job.request.taskId, acceptedAt: now, modalSent: false })
    : enter(job, { step: 'waiting', place, notBefore: 0, refusals: 0 });
}

/** Takes gestures in: each job is written down, claimed and acknowledged, in this order. */
export function createIntake(context: EngineContext) {
  const { openJobs, presenter, clock, log } = context;
  const { admit, giveBack, drop, jobOf, refusal, room } = createAdmission(context);

  /** When this process last tried to show a job, in `monotonic` ms. */
  const triedAt = new Map<string, number>();

  async function acknowledge(job: ReceivedJob): Promise<IntakeOutcome> {
    triedAt.set(job.id, clock.monotonic());
    return moveOn(job, await presenter.acknowledge(job));
  }

  /** Moves a received job on by what is known of its first answer; it stays `received` while nothing is known. */
  async function moveOn(job: ReceivedJob, answer: Acknowledgement): Promise<IntakeOutcome> {
    if (answer.kind === 'shown' || answer.kind === 'absent') triedAt.delete(job.id);
    if (answer.kind === 'absent' && isFurther(job)) return goOn(job);
    if (answer.kind === 'absent') await drop(job, job.claims);
    if (answer.kind !== 'shown') return { kind: 'unseen' };
    try {
      const shown = await stepOfShown(job, answer);
      const next = { ...shown, private: answer.private };
      await openJobs.record(next);
      context.proceed(next);
      return { kind: 'begun', place: answer.place };
    } catch (error) {
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

  /** Throws StoreError, having decided nothing, when what it decides cannot be written down. */
  async function stepOfShown(job: ReceivedJob, { place }: Shown): Promise<Job> {
    const earlierId = earlierIdOf(job);
    const survivor = earlierId === null ? null : await replace(earlierId);
    if (!survivor) return firstStep(job, place, clock.now());
    await giveBack(job, job.claims);
    const at = 'place' in survivor ? survivor.place : null;
    return conclude({ ...job, place }, { kind: 'failed', reason: { kind: 'earlierFound', place: at } }, clock.now());
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

  async function accept(job: ReceivedJob): Promise<IntakeOutcome> {
    const refused = refusal([job]);
    if (refused) return refused;
    const claimant = withOnceKey(job);
    openJobs.insert(claimant);
    return openJobs.withLock(job.id, async () => (await admit(claimant)) ?? acknowledge(claimant));
  }

  /** Results in the order of the jobs; null for those that are in. */
  async function admitAll(jobs: readonly ReceivedJob[]): Promise<(IntakeOutcome | null)[]> {
    for (const job of jobs) openJobs.insert(job);
    const results: (IntakeOutcome | null)[] = [];
    try {
      for (const job of jobs) results.push(await openJobs.withLock(job.id, () => admit(job)));
      return results;
    } catch (error) {
      for (const [index, job] of jobs.entries()) {
        if (results[index] === null) await drop(job, job.claims).catch(() => undefined);
        if (!results[index]) openJobs.remove(job.id);
      }
      throw error;
    }
  }

  /** Every job is written down before the first is shown: whoever sees one of them gets them all. */
  async function acceptAll(
    jobs: readonly ReceivedJob[],
    opening: () => Promise<void>,
  ): Promise<readonly IntakeOutcome[]> {
    const refused = refusal(jobs);
    if (refused) return jobs.map(() => refused);
    const claimants = jobs.map(withOnceKey);
    const results = await admitAll(claimants);
    await opening();
    for (const [index, job] of claimants.entries()) {
      // What a stop leaves unseen is shown by the next process.
      results[index] ??= context.isStopping()
        ? { kind: 'unseen' }
        : await openJobs.withLock(job.id, () => acknowledge(job));
    }
    return results.map((result) => result ?? { kind: 'unseen' });
  }

  /**
   * As `acceptAll`, with one message for all, the interaction's first answer. Nobody is answered when all are refused.
   */
  async function acceptGroup(jobs: readonly ReceivedJob[]): Promise<readonly IntakeOutcome[]> {
    const refused = refusal(jobs);
    if (refused) return jobs.map(() => refused);
    const claimants = jobs.map(withOnceKey);
    const results = await admitAll(claimants);
    const group = claimants.map((job, index) => {
      const result = results[index];
      return result && 'by' in result ? result.by.id : job.id;
    });
    const admitted = claimants.filter((_, index) => results[index] === null).map((job) => ({ ...job, group }));
    for (const job of admitted) await openJobs.withLock(job.id, () => openJobs.record(job));
    const [first] = admitted;
    const answer = first && (await presenter.acknowledge(first));
    const begun = new Map<string, IntakeOutcome>();
    for (const job of admitted) {
      if (answer) begun.set(job.id, await openJobs.withLock(job.id, () => moveOn(job, answer)));
    }
    return results.map((result, index) => result ?? begun.get(claimants[index]?.id ?? '') ?? { kind: 'unseen' });
  }

  /** Makes a job like an earlier one that failed or never got an answer, and that takes over its claims. */
  async function retry(earlierId: string, again: (earlier: Job) => ReceivedJob): Promise<IntakeOutcome> {
    const earlier = await jobOf(earlierId);
    if (!earlier) return { kind: 'gone' };
    if (!canBeRetried(earlier)) return { kind: 'claimed', by: earlier };
    return accept({ ...again(earlier), claims: retryClaims(earlier) });
  }

  /** Whether the message of a job that is not to be seen cannot be on its way any more. */
  function isOverdue({ id, createdAt }: ReceivedJob, kind: 'absent' | 'hidden'): boolean {
    const tried = triedAt.get(id);
    if (tried !== undefined) return clock.monotonic() - tried > LATE_ARRIVAL;
    return kind === 'absent' || createdAt + LATE_ARRIVAL < clock.past();
  }

  /** For a job that was received when the process died, or whose first answer got lost. */
  async function recover(id: string): Promise<void> {
    await openJobs.withLock(id, async (job) => {
      if (job?.step !== 'received') return;
      const isDead = !isFurther(job) && (!job.reply || job.reply.expiresAt <= clock.past());
      const answer: Acknowledgement = isDead ? { kind: 'absent' } : await presenter.find(job);
      const isOwed = !isDead && (isFollowUp(job) || isFurther(job));
      if ((answer.kind === 'absent' || answer.kind === 'hidden') && isOwed) {
        // The member has seen the gesture taken, or it is paid for, so they are owed the message. One may still be on its
        // way, or be there in a channel that can be seen again in a moment.
        if (isOverdue(job, answer.kind)) await acknowledge(job);
        return;
      }
      if (answer.kind === 'absent') log.info({ job: id }, 'a gesture that was never answered is dropped');
      await moveOn(job, answer);
    });
  }

  const beginFurther = createFurtherTasks(context, async (job) => {
    if (!triedAt.has(job.id)) await acknowledge(job);
  });

  return { accept, acceptAll, acceptGroup, retry, recover, room, beginFurther };
}

export type Intake = ReturnType<typeof createIntake>;
