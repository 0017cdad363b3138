import { isRetryable } from '../../domain/failures/reason.ts';
import type { Job, Outcome, Place, ReceivedJob } from '../../domain/job/job.ts';
import { conclude, enter, isFollowUp } from '../../domain/job/job.ts';
import type { Acknowledgement } from '../../domain/ports.ts';
import type { EngineContext } from '../context.ts';
import { createAdmission, type IntakeOutcome, withOnceKey } from './admission.ts';
import { retryKey } from './claims.ts';

/** A task that exists already needs no turn: it is only followed. */
function firstStep(job: ReceivedJob, place: Place, now: number): Job {
  return job.request.kind === 'show'
    ? enter(job, { step: 'following', place, taskId: job.request.taskId, acceptedAt: now, modalSent: false })
    : enter(job, { step: 'waiting', place, notBefore: 0, refusals: 0 });
}

/** A further message of an interaction may arrive this long, in ms, after we gave up waiting to hear of it. */
const ON_ITS_WAY = 30_000;

/** Takes gestures in: written down, claimed, acknowledged, in this order. */
export function createIntake(context: EngineContext) {
  const { openJobs, presenter, clock, log } = context;
  const { admit, jobClaims, drop, jobOf, refusal, room } = createAdmission(context);

  /** When this process tried to show a job first, Unix ms. */
  const triedAt = new Map<string, number>();

  async function acknowledged(job: ReceivedJob, answer: Acknowledgement): Promise<IntakeOutcome> {
    if (answer.kind === 'shown' || answer.kind === 'absent') triedAt.delete(job.id);
    if (answer.kind === 'absent') {
      await drop(job, job.claims);
      return { kind: 'unseen' };
    }
    if (answer.kind !== 'shown') return { kind: 'unseen' };
    // First: whoever finds this job past its intake will not look for what it tries again.
    const earlier = await jobClaims.earlierOf(job);
    if (earlier?.step === 'unknown') await supersede(earlier.id);
    const seen: Job = { ...firstStep(job, answer.place, clock.now()), private: answer.private };
    await openJobs.record(seen);
    context.proceed(seen);
    return { kind: 'begun', place: answer.place };
  }

  async function acknowledge(job: ReceivedJob): Promise<IntakeOutcome> {
    triedAt.set(job.id, clock.now());
    return acknowledged(job, await presenter.acknowledge(job));
  }

  async function accept(job: ReceivedJob): Promise<IntakeOutcome> {
    const refused = refusal([job]);
    if (refused) return refused;
    const claimant = withOnceKey(job);
    openJobs.insert(claimant);
    return openJobs.withLock(job.id, async () => (await admit(claimant)) ?? acknowledge(claimant));
  }

  /** Results in order; null for those that are in. */
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
      results[index] ??= context.stopping()
        ? { kind: 'unseen' }
        : await openJobs.withLock(job.id, () => acknowledge(job));
    }
    return results.map((result) => result ?? { kind: 'unseen' });
  }

  /** As `acceptAll`, with one message for all, the interaction's first answer. Nobody is answered when all are refused. */
  async function acceptGroup(jobs: readonly ReceivedJob[]): Promise<readonly IntakeOutcome[]> {
    const refused = refusal(jobs);
    if (refused) return jobs.map(() => refused);
    const claimants = jobs.map(withOnceKey);
    const results = await admitAll(claimants);
    const group = claimants.map((job, index) => {
      const result = results[index];
      return result && 'by' in result ? result.by.id : job.id;
    });
    const ours = claimants.filter((_, index) => results[index] === null).map((job) => ({ ...job, group }));
    for (const job of ours) await openJobs.withLock(job.id, () => openJobs.record(job));
    const [lead] = ours;
    const answer = lead && (await presenter.acknowledge(lead));
    const taken = new Map<string, IntakeOutcome>();
    for (const job of ours) {
      if (answer) taken.set(job.id, await openJobs.withLock(job.id, () => acknowledged(job, answer)));
    }
    return results.map((result, index) => result ?? taken.get(claimants[index]?.id ?? '') ?? { kind: 'unseen' });
  }

  /** A job like an earlier one that failed or never got an answer; its claims go over to the new one. */
  async function retry(earlierId: string, again: (earlier: Job) => ReceivedJob): Promise<IntakeOutcome> {
    const earlier = await jobOf(earlierId);
    if (!earlier) return { kind: 'gone' };
    const failed = 'outcome' in earlier && earlier.outcome.kind === 'failed' && isRetryable(earlier.outcome.reason);
    if (earlier.step !== 'unknown' && !failed) return { kind: 'claimed', by: earlier };

    return accept({ ...again(earlier), claims: [retryKey(earlier.id)] });
  }

  async function supersede(id: string): Promise<void> {
    await openJobs.withLock(id, async (earlier) => {
      if (earlier?.step !== 'unknown') return;
      const outcome: Outcome = { kind: 'failed', reason: { kind: 'superseded' } };
      const told = conclude(earlier, outcome, clock.now());
      await openJobs.record(told);
      context.proceed(told);
    });
  }

  /** For a job that was received when the process died, or whose answer nobody knows. */
  async function recover(id: string): Promise<void> {
    await openJobs.withLock(id, async (job) => {
      if (job?.step !== 'received') return;
      const lapsed = !job.reply || job.reply.expiresAt <= clock.now();
      const answer: Acknowledgement = lapsed ? { kind: 'absent' } : await presenter.find(job);
      if ((answer.kind === 'absent' || answer.kind === 'hidden') && !lapsed && isFollowUp(job)) {
        // The member has seen the gesture taken, so they are owed the message. One may still be on its way, or be there
        // in a channel that can be seen again in a moment.
        const since = triedAt.get(id) ?? (answer.kind === 'hidden' ? job.createdAt : 0);
        if (clock.now() - since > ON_ITS_WAY) await acknowledge(job);
        return;
      }
      if (answer.kind === 'absent') log.info({ job: id }, 'a gesture that was never answered is dropped');
      await acknowledged(job, answer);
    });
  }

  return { accept, acceptAll, acceptGroup, retry, recover, room };
}

export type Intake = ReturnType<typeof createIntake>;
