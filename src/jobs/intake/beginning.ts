import { Conflict } from '../../domain/failures/errors.ts';
import {
  conclude,
  enter,
  hasFailed,
  isFurther,
  type Job,
  type Place,
  placeWithoutMessage,
  type ReceivedJob,
} from '../../domain/job/job.ts';
import { earlierIdOf } from '../../domain/job/retry.ts';
import type { Acknowledgement } from '../../domain/ports/presenter.ts';
import type { ProcessContext } from '../context.ts';
import type { Admission, IntakeOutcome } from './admission.ts';
import type { OwnJobs } from './own-jobs.ts';

type Shown = Extract<Acknowledgement, { readonly kind: 'shown' }>;

/** The step of a job that has been shown. A task that exists already needs no slot: it is only followed. */
function firstStep(job: ReceivedJob, place: Place, now: number): Job {
  return job.request.kind === 'show'
    ? enter(job, { step: 'following', place, taskId: job.request.taskId, acceptedAt: now, modalSent: false })
    : enter(job, { step: 'waiting', place, notBefore: 0, refusals: 0 });
}

export type BeginningParts = Pick<Admission, 'claims' | 'drop' | 'jobOf'> & { readonly own: OwnJobs };

/** Shows jobs that are taken in, and lets them begin by what is known of their first message. To be called with a job's lock. */
export function createBeginning(context: ProcessContext, { claims, drop, jobOf, own }: BeginningParts) {
  const { jobs, presenter, clock, log } = context;

  async function acknowledge(job: ReceivedJob): Promise<IntakeOutcome> {
    own.tried(job.id, clock.monotonic());
    const answer = await presenter.acknowledge(job);
    if (answer.kind === 'shown' && !answer.byAnother) own.shown(job.id);
    return moveOn(job, answer);
  }

  /** Moves a received job on by what is known of its first answer; it stays `received` while nothing is known. */
  async function moveOn(
    job: ReceivedJob,
    answer: Acknowledgement,
    by: Job | 'unpaid' | null = null,
  ): Promise<IntakeOutcome> {
    if (answer.kind === 'absent' && isFurther(job)) return goOn(job);
    if (answer.kind === 'absent') {
      await drop(job);
      return { kind: 'unseen', isAbsent: true };
    }
    if (answer.kind !== 'shown') return { kind: 'unseen' };
    try {
      const shown = await stepOfShown(job, answer, by);
      const { postedByBot: _, ...step } = shown;
      const next: Job = { ...step, private: answer.private, ...(answer.postedByBot && { postedByBot: true }) };
      if (context.startsAtOnce(next)) jobs.defer(next);
      else await jobs.record(next);
      own.delete(job.id);
      context.moved(next);
      return {
        kind: 'begun',
        place: answer.place,
        ...(answer.byAnother && { byAnother: true }),
        ...(answer.isUnclear && { isUnclear: true }),
      };
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
      await jobs.record(withoutToken);
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
    return jobs.withLock(earlierId, async (open) => {
      const earlier = open ?? (await jobOf(earlierId));
      if (!earlier || hasFailed(earlier)) return null;
      if (earlier.step !== 'unknown') return earlier;
      const replaced = conclude(earlier, { kind: 'failed', reason: { kind: 'superseded' } }, clock.now());
      await jobs.commit(replaced);
      context.moved(replaced);
      return null;
    });
  }

  return { acknowledge, moveOn };
}

export type Beginning = ReturnType<typeof createBeginning>;
