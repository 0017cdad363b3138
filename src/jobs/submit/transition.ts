import { onlyTells } from '../../domain/buttons/action.ts';
import type { Reason } from '../../domain/failures/reason.ts';
import {
  conclude,
  enter,
  hasCostNothing,
  interactionOf,
  type Job,
  type JobIn,
  type ReceivedJob,
} from '../../domain/job/job.ts';
import { resultWithoutTask } from '../../domain/job/task-result.ts';
import type { SubmitOutcome } from '../../domain/ports.ts';
import type { EngineContext } from '../context.ts';

/**
 * Gateways list a finished task up to 15 s late, and refuse to press its buttons until then. Such a press is sent again
 * after `pause` ms, at most `times` times.
 */
const NOT_READY = { pause: 5_000, times: 8 };

/** Since when (Unix ms) and how often the relay has put a job off. Kept in memory: after a restart it starts at zero. */
type Postponement = { readonly since: number; readonly times: number };

export type Submitting = JobIn<'submitting'> | JobIn<'submittingModal'>;

/** Decides which step a job enters after its submission, by what the relay answered. */
export function createTransition({
  clock,
  progress,
  limits,
  log,
}: Pick<EngineContext, 'clock' | 'progress' | 'limits' | 'log'>) {
  const postponements = new Map<string, Postponement>();

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
        return outcome.window && !isModal
          ? enter(job, { step: 'window', place, taskId: outcome.taskId, since: now })
          : enter(job, { step: 'following', place, taskId: outcome.taskId, acceptedAt: now, modalSent: isModal });
      case 'images': {
        const result = { ...resultWithoutTask(job.prompt), imageUrls: outcome.urls };
        return conclude(job, job.text && !isModal ? { ...result, textIgnored: true } : result, now);
      }
      case 'refused':
        return conclude(job, { kind: 'failed', reason: outcome.reason, free: hasCostNothing(job) }, now);
      case 'busy':
        return postpone(job, outcome.reason);
      case 'unreached':
        log.warn({ job: job.id, detail: outcome.detail }, 'the relay could not be reached; the job waits');
        return postpone(job, { kind: 'unreachable' });
      case 'unknown':
        log.warn({ job: job.id, detail: outcome.detail }, 'a submission got no usable answer');
        return enter(job, { step: 'unknown', place, taskId: isModal ? job.taskId : null, since: now });
    }
  }

  /** Back to the step before the submission, to be submitted again; or the end of the job, once that took too long. */
  function postpone(job: Submitting, reason: Reason): Job {
    const now = clock.now();
    const before = postponements.get(job.id) ?? { since: now, times: 0 };
    const times = before.times + 1;
    postponements.set(job.id, { since: before.since, times });
    const isReady = reason.kind !== 'taskNotReady';
    if (isReady ? now - before.since > limits.deadline : times > NOT_READY.times) {
      return conclude(job, { kind: 'failed', reason, free: hasCostNothing(job) }, now);
    }
    const { place } = job;
    return job.step === 'submitting'
      ? enter(job, { step: 'waiting', place, notBefore: isReady ? 0 : now + NOT_READY.pause, refusals: times })
      : enter(job, { step: 'window', place, taskId: job.taskId, since: job.since });
  }

  return (job: Submitting, outcome: SubmitOutcome): Job => {
    const after = next(job, outcome);
    if (after.step !== 'waiting' && after.step !== 'window') postponements.delete(job.id);
    return after;
  };
}

/**
 * Jobs for further tasks that one submission began. Each only follows its task, in a message of its own; it is numbered
 * from 2 after the interaction that made the first.
 */
export function jobsForTasks(job: Job, taskIds: readonly string[]): ReceivedJob[] {
  return taskIds.map((taskId, index): ReceivedJob => {
    const id = `${interactionOf(job.id)}-${index + 2}`;
    const request = { kind: 'show', taskId } as const;
    return { ...enter(job, { step: 'received' }), id, state: id, request, text: null, claims: [], group: [] };
  });
}
