import { interactionOf, isFollowUp, isFurther, type Job, type ReceivedJob } from '../../domain/job/job.ts';
import type { Acknowledgement } from '../../domain/ports/presenter.ts';
import { isHeldEverywhere } from '../charges.ts';
import type { ProcessContext } from '../context.ts';
import type { Batch } from './batches.ts';
import type { JobClaims } from './claims.ts';
import type { OwnJobs } from './own-jobs.ts';

/** How long, in ms, a further message of an interaction may still arrive after we gave up waiting to hear of it. */
const LATE_ARRIVAL = 30_000;
/**
 * How long a first answer may still arrive, in ms: Discord takes none later than `ofGesture` after the gesture, and may be late to tell of
 * one that this process has tried to give.
 */
const ANSWERABLE = { ofGesture: 3_000, ofTrial: 5_000 };

export type RecoveryParts = {
  readonly claims: Pick<JobClaims, 'retake'>;
  readonly batches: { of(jobId: string): Promise<Batch> };
  readonly own: Pick<OwnJobs, 'triedAt' | 'delete'>;
  /** Posts the first message of a received job, and moves the job on by what became of it. */
  readonly acknowledge: (job: ReceivedJob) => Promise<unknown>;
  /** Moves a received job on by what is known of its first message. `by`: the job that pays for it instead, or that nobody does. */
  readonly moveOn: (job: ReceivedJob, answer: Acknowledgement, by: Job | 'unpaid' | null) => Promise<unknown>;
};

/** Decides about jobs that were received when the process died, or whose first message got lost. */
export function createRecovery(
  { jobs, presenter, clock, log, store }: ProcessContext,
  { claims, batches, own, acknowledge, moveOn }: RecoveryParts,
) {
  /** Whether the message of a job that is not to be seen cannot be on its way any more. */
  function isOverdue({ id, createdAt }: ReceivedJob, kind: 'absent' | 'hidden'): boolean {
    const tried = own.triedAt(id);
    if (tried !== undefined) return clock.monotonic() - tried > LATE_ARRIVAL;
    return kind === 'absent' || createdAt + LATE_ARRIVAL < clock.past();
  }

  /** Whether an answer that this process has sent, or one that has died since, may be on its way to Discord. */
  function mayStillArrive({ id, createdAt }: ReceivedJob): boolean {
    const tried = own.triedAt(id);
    if (tried !== undefined) return clock.monotonic() - tried < ANSWERABLE.ofTrial;
    return clock.past() - createdAt < ANSWERABLE.ofGesture;
  }

  /** Open jobs of the same interaction that are known to be shown. */
  async function shownSiblings({ id, requester }: ReceivedJob): Promise<readonly Job[]> {
    const listed = await store.indexes.ofMember(requester.id);
    const siblings = await jobs.open(
      listed.filter((other) => other !== id && interactionOf(other) === interactionOf(id)),
    );
    return siblings.filter((job) => job.step !== 'received' && !isFurther(job));
  }

  /** A job of the same shared message that has ended while nobody looked after this one; undefined when there is none. */
  async function settledSibling({ id, group }: ReceivedJob): Promise<Job | undefined> {
    for (const other of group) {
      if (other === id || interactionOf(other) !== interactionOf(id)) continue;
      const job = await jobs.get(other);
      if (job?.step === 'settled' && job.place) return job;
    }
    return undefined;
  }

  /** What is known of a job's first message. A message that others of its group are shown in may show a result by now. */
  async function find(job: ReceivedJob): Promise<Acknowledgement> {
    const sibling = (await shownSiblings(job)).find(({ id }) => job.group.includes(id)) ?? (await settledSibling(job));
    if (sibling && 'place' in sibling && sibling.place) {
      return { kind: 'shown', place: sibling.place, private: sibling.private };
    }
    return presenter.find(job);
  }

  /**
   * Whether a message of its own is owed to a job: its member saw the gesture taken, or it is paid for. A job that its siblings'
   * shared message does without was refused, though the store had not forgotten it yet. Undecided while the job is not whose message is
   * the first answer: where Discord does not have that, the member was told something else. Throws StoreError.
   */
  async function isOwed(job: ReceivedJob): Promise<boolean | 'undecided'> {
    if (isFurther(job)) return true;
    const siblings = await shownSiblings(job);
    if (!isFollowUp(job) || siblings.some(({ group }) => group.length > 0)) return false;
    if (siblings.length > 0) return true;
    const batch = await batches.of(job.id);
    if (batch !== 'first') return batch === 'answered';
    const first = await jobs.get(interactionOf(job.id));
    return first?.step === 'received' ? 'undecided' : first !== undefined;
  }

  return async (id: string): Promise<void> => {
    await jobs.withLock(id, async (job) => {
      if (job?.step !== 'received') return own.delete(id);
      const isDead = !isFurther(job) && (!job.reply || job.reply.expiresAt <= clock.past());
      // An answer that arrives after Discord was asked for it must not be taken for one that never will.
      const isEarly = mayStillArrive(job);
      const answer: Acknowledgement = isDead ? { kind: 'absent' } : await find(job);
      if (answer.kind === 'shown') {
        const by = await claims.retake(job);
        await moveOn(job, answer, by ?? ((await isHeldEverywhere(store.accounts, job)) ? null : 'unpaid'));
        return;
      }
      const isUnseen = answer.kind === 'absent' || answer.kind === 'hidden';
      const owed = isUnseen && !isDead && (await isOwed(job));
      if (owed === 'undecided') return;
      if (isUnseen && owed) {
        // One may still be on its way, or be there in a channel that can be seen again in a moment.
        if (!isOverdue(job, answer.kind)) return;
        const by = isFurther(job) ? null : await claims.retake(job);
        if (by || !(await isHeldEverywhere(store.accounts, job))) await moveOn(job, { kind: 'absent' }, null);
        else await acknowledge(job);
        return;
      }
      if (answer.kind === 'unsure' || (!isDead && isEarly)) return;
      log.info({ job: id }, 'a gesture that nobody answered is dropped');
      await moveOn(job, { kind: 'absent' }, null);
    });
  };
}
