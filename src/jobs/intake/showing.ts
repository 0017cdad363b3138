import { AlreadyAnswered } from '../../domain/failures/errors.ts';
import { interactionOf, isFollowUp, type Job, type ReceivedJob } from '../../domain/job/job.ts';
import { pause } from '../../lib/timeout.ts';
import type { ProcessContext } from '../context.ts';
import type { Admission, IntakeOutcome } from './admission.ts';
import type { Beginning } from './beginning.ts';
import type { OwnJobs } from './own-jobs.ts';

/** Jobs of one gesture that are in, and why the others are not, in the order of the gesture. */
export type Admitted = readonly (ReceivedJob | IntakeOutcome)[];

/** How long it may take, in ms, until another process has written down that it has given an answer, and how often that is looked at. */
const UNCLEAR = { most: 1_000, pause: 100 };

export function isJob(result: ReceivedJob | IntakeOutcome): result is ReceivedJob {
  return 'id' in result;
}

type ShowingParts = Pick<Beginning, 'acknowledge'> & Pick<Admission, 'drop'> & { readonly own: OwnJobs };

/** Shows jobs that are taken in, unless another process has shown them. */
export function createShowing(context: ProcessContext, { acknowledge, drop, own }: ShowingParts) {
  const { jobs, log } = context;

  /** Does `work` with a job that is still received; says what became of it where another process has moved it on. */
  async function unlessMoved(
    now: Job | undefined,
    work: (job: ReceivedJob) => Promise<IntakeOutcome>,
  ): Promise<IntakeOutcome> {
    if (now?.step === 'received') return work(now);
    if (!now) return { kind: 'unseen' };
    const isOurs = own.hasShown(now.id);
    own.delete(now.id);
    context.moved(now);
    if (!('place' in now) || !now.place) return { kind: 'unseen' };
    return { kind: 'begun', place: now.place, ...(!isOurs && ({ byAnother: true } as const)) };
  }

  const leave = async (): Promise<IntakeOutcome> => ({ kind: 'unseen' });

  /** As `unlessMoved`, with the job as it is now. What cannot be read now is looked at again. */
  async function goOnWith(id: string, work: (job: ReceivedJob) => Promise<IntakeOutcome>): Promise<IntakeOutcome> {
    try {
      return await jobs.withLock(id, (now) => unlessMoved(now, work));
    } catch (error) {
      log.error({ job: id, error }, 'a job that is taken in could not be shown; it is looked at again');
      return { kind: 'unseen' };
    }
  }

  /**
   * Whether another process has given an answer of which this one heard nothing: whoever has given it says so at once. Where nobody does
   * in time, this one has.
   */
  async function isAnsweredElsewhere(jobId: string): Promise<boolean> {
    const { interactions } = context.store;
    for (let waited = 0; waited < UNCLEAR.most; waited += UNCLEAR.pause) {
      if (await interactions.isAnsweredElsewhere(interactionOf(jobId)).catch(() => false)) return true;
      await pause(UNCLEAR.pause, context.signal);
    }
    return false;
  }

  async function isAnothers(outcome: IntakeOutcome, { id }: ReceivedJob): Promise<boolean> {
    if (outcome.kind === 'replayed') return true;
    if (outcome.kind !== 'begun') return false;
    return outcome.byAnother ?? (outcome.isUnclear ? isAnsweredElsewhere(id) : false);
  }

  // What a stop leaves unseen is shown by the next process.
  const show = ({ id }: ReceivedJob) => goOnWith(id, context.isStopping() ? leave : acknowledge);
  const leaveToAnother = ({ id }: ReceivedJob) => goOnWith(id, leave);
  const forget = async (job: ReceivedJob): Promise<IntakeOutcome> => {
    await drop(job);
    return { kind: 'unseen' };
  };

  /** Shows what is in of a gesture. Throws AlreadyAnswered when another process has shown one of them: it shows the others, too. */
  async function showAll(gesture: readonly ReceivedJob[], results: Admitted): Promise<readonly IntakeOutcome[]> {
    const outcomes: IntakeOutcome[] = [];
    let goOn = show;
    for (const [index, job] of gesture.entries()) {
      const result = results[index];
      if (!result) continue;
      const outcome = isJob(result) ? await goOn(result) : result;
      outcomes.push(outcome);
      if (await isAnothers(outcome, job)) goOn = leaveToAnother;
      // Discord takes no further message of an interaction whose first answer it has not taken; another process may have apologised.
      else if (outcome.kind === 'unseen' && outcome.isAbsent && !isFollowUp(job)) goOn = forget;
    }
    if (goOn === leaveToAnother && results.some(isJob)) throw new AlreadyAnswered();
    return outcomes;
  }

  return { showAll, goOnWith, unlessMoved };
}
