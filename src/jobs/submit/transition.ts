import { onlyTells } from '../../domain/buttons/action.ts';
import type { Reason } from '../../domain/failures/reason.ts';
import { wordsForLog } from '../../domain/failures/words-for-log.ts';
import { hasCostNothing } from '../../domain/job/cost.ts';
import { filmInstead } from '../../domain/job/film-instead.ts';
import { conclude, enter, type Job, openWindow } from '../../domain/job/job.ts';
import { resultWithoutTask } from '../../domain/job/task-result.ts';
import type { SubmitOutcome } from '../../domain/ports/relay.ts';
import type { LeaderContext } from '../context.ts';
import type { Submitting } from '../late-answer.ts';

/**
 * Gateways list a finished task up to 15 s late, and refuse to press its buttons until then. Such a press, or the text of
 * its window, is sent again after `pause` ms, at most `times` times.
 */
const NOT_READY = { pause: 5_000, times: 8 };

/**
 * Relays have no account for about a second after their start, or for longer while theirs reconnects. Such a job is sent again
 * after a pause that doubles, in ms, until it has waited for `patience` ms; one about a picture of an account that is away
 * waits less, because that account may be gone for good.
 */
const NO_ACCOUNT = { least: 1_000, most: 30_000, patience: 180_000, patienceOfOne: 20_000 };

/** Since when (in `monotonic` ms) and how often the relay has put a job off. Kept in memory: after a restart it starts at zero. */
type Postponement = { readonly since: number; readonly times: number };

/** Decides which step a job enters after its submission, by what the relay answered. */
export function createTransition({
  openJobs,
  clock,
  progress,
  limits,
  log,
  relays,
}: Pick<LeaderContext, 'openJobs' | 'clock' | 'progress' | 'limits' | 'log' | 'relays'>) {
  const postponements = openJobs.notes<Postponement>();

  function next(job: Submitting, outcome: SubmitOutcome): Job {
    const { place } = job;
    const now = clock.now();
    const isModal = job.step === 'submittingModal';
    switch (outcome.kind) {
      case 'accepted':
        // Relays answer a bookmark or a cancel with the id of the task whose button was pressed: it makes no new one.
        if (job.request.kind === 'action' && onlyTells(job.request.customId)) {
          return conclude(job, resultWithoutTask(''), now);
        }
        progress.update(job.id, { ahead: outcome.ahead });
        return accepted({ ...job, taskId: outcome.taskId, furtherTasks: outcome.others ?? [] }, outcome.window, now);
      case 'images': {
        const result = { ...resultWithoutTask(job.prompt), imageUrls: outcome.urls };
        return conclude(job, job.text && !isModal ? { ...result, textIgnored: true } : result, now);
      }
      case 'refused': {
        const film = isModal ? null : filmInstead(job, outcome.reason);
        if (film) {
          log.info({ job: job.id }, 'the relay cannot press this button; its picture is made a film of instead');
          return enter({ ...job, request: film, text: null }, { step: 'waiting', place, notBefore: 0, refusals: 0 });
        }
        if ('detail' in outcome.reason && outcome.reason.kind !== 'operator') {
          log.info({ job: job.id, detail: wordsForLog(outcome.reason.detail, job) }, 'the relay refused a submission');
        }
        return conclude(job, { kind: 'failed', reason: outcome.reason, free: hasCostNothing(job) }, now);
      }
      case 'busy':
        return postpone(job, outcome.reason);
      case 'unreached':
        log.warn({ job: job.id, detail: outcome.detail }, 'the relay could not be reached; the job waits');
        return postpone(job, { kind: 'unreachable' });
      case 'unknown':
        log.warn({ job: job.id, detail: outcome.detail }, 'a submission got no usable answer');
        return unanswered(job, now);
    }
  }

  /** Back to the step before the submission, to be submitted again; or the end of the job, once that took too long. */
  function postpone(job: Submitting, reason: Reason): Job {
    const now = clock.now();
    const before = postponements.get(job.id) ?? { since: clock.monotonic(), times: 0 };
    const times = before.times + 1;
    postponements.set(job.id, { since: before.since, times });
    const waited = clock.monotonic() - before.since;
    const { pause, isOver } = patienceWith(job, reason, waited, times);
    if (isOver) {
      relays.of(job)?.account.refused(reason);
      return conclude(job, { kind: 'failed', reason, free: hasCostNothing(job) }, now);
    }
    progress.update(job.id, { early: reason.kind === 'taskNotReady' });
    const back = { place: job.place, notBefore: pause === 0 ? 0 : now + pause, refusals: times };
    return job.step === 'submitting'
      ? enter(job, { step: 'waiting', ...back })
      : enter(job, { step: 'window', taskId: job.taskId, since: job.since, ...back });
  }

  /** How long a job rests that was put off for the `times`th time in `waited` ms, and whether that is enough. */
  function patienceWith({ request, step }: Submitting, reason: Reason, waited: number, times: number) {
    switch (reason.kind) {
      case 'taskNotReady':
        return { pause: NOT_READY.pause, isOver: times > NOT_READY.times };
      case 'noAccount': {
        const hasParent = step === 'submittingModal' || request.kind === 'action';
        const patience = Math.min(hasParent ? NO_ACCOUNT.patienceOfOne : NO_ACCOUNT.patience, limits.deadline);
        return { pause: Math.min(NO_ACCOUNT.least * 2 ** (times - 1), NO_ACCOUNT.most), isOver: waited > patience };
      }
      default:
        return { pause: 0, isOver: waited > limits.deadline };
    }
  }

  return (job: Submitting, outcome: SubmitOutcome): Job => {
    const after = next(job, outcome);
    if (after.step !== 'waiting' && after.step !== 'window') postponements.delete(job.id);
    return after;
  };
}

function unanswered(job: Submitting, since: number): Job {
  const taskId = job.step === 'submittingModal' ? job.taskId : null;
  return enter(job, { step: 'unknown', place: job.place, taskId, since, attempt: job.attempt });
}

/** The job of an accepted submission: it follows its task, or asks for the text of the window that `opens`. */
function accepted(job: Submitting & { readonly taskId: string }, opens: boolean, now: number): Job {
  const { place, taskId } = job;
  const modalSent = job.step === 'submittingModal';
  return opens && !modalSent
    ? openWindow(job, now)
    : enter(job, { step: 'following', place, taskId, acceptedAt: now, modalSent });
}
