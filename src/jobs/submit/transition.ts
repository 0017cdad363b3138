import { onlyTells } from '../../domain/buttons/action.ts';
import type { Reason } from '../../domain/failures/reason.ts';
import { enter, interactionOf, type Job, type JobIn, type Outcome, type ReceivedJob } from '../../domain/job/job.ts';
import type { SubmitOutcome } from '../../domain/ports.ts';
import type { EngineContext } from '../context.ts';
import { bare } from '../track/task-result.ts';

/** A parent that its relay has not refreshed yet (up to 15 s late on gateways) is asked again this often, in ms, so many times. */
const NOT_READY = { pause: 5_000, times: 8 };

/** How long and how often the relay has said "not now" to a job. In memory: a restart asks afresh. */
type Refusals = { readonly since: number; readonly times: number };

export type Submitting = JobIn<'submitting'> | JobIn<'submittingModal'>;

/** What a job becomes by what the relay made of its submission. */
export function createTransition({
  clock,
  progress,
  limits,
  log,
}: Pick<EngineContext, 'clock' | 'progress' | 'limits' | 'log'>) {
  const refused = new Map<string, Refusals>();

  function stepAfter(job: Submitting, outcome: SubmitOutcome): Job {
    const { place } = job;
    const now = clock.now();
    const modal = job.step === 'submittingModal';
    switch (outcome.kind) {
      case 'accepted':
        // Relays answer these with the id of the picture that is there already.
        if (job.request.kind === 'action' && onlyTells(job.request.customId)) return finished(job, bare(null, ''));
        progress.update(job.id, { ahead: outcome.ahead });
        return outcome.window && !modal
          ? enter(job, { step: 'window', place, taskId: outcome.taskId, since: now })
          : enter(job, { step: 'following', place, taskId: outcome.taskId, acceptedAt: now, modalSent: modal });
      case 'images':
        return finished(job, {
          ...bare(null, job.prompt),
          imageUrls: outcome.urls,
          ...(job.text && !modal && { textIgnored: true }),
        });
      case 'refused':
        return finished(job, { kind: 'failed', reason: outcome.reason });
      case 'busy':
        return again(job, outcome.reason);
      case 'unreached':
        log.warn({ job: job.id, detail: outcome.detail }, 'the relay could not be reached; the job waits');
        return again(job, { kind: 'unreachable' });
      case 'unknown':
        log.warn({ job: job.id, detail: outcome.detail }, 'a submission got no usable answer');
        return enter(job, { step: 'unknown', place, taskId: modal ? job.taskId : null, since: now });
    }
  }

  function finished(job: Submitting, outcome: Outcome): Job {
    return enter(job, { step: 'delivering', place: job.place, outcome, since: clock.now() });
  }

  function again(job: Submitting, reason: Reason): Job {
    const now = clock.now();
    const before = refused.get(job.id) ?? { since: now, times: 0 };
    const times = before.times + 1;
    refused.set(job.id, { ...before, times });
    const ready = reason.kind !== 'taskNotReady';
    if (ready ? now - before.since > limits.deadline : times > NOT_READY.times) {
      return finished(job, { kind: 'failed', reason });
    }
    const { place } = job;
    return job.step === 'submitting'
      ? enter(job, { step: 'waiting', place, notBefore: ready ? 0 : now + NOT_READY.pause, refusals: times })
      : enter(job, { step: 'window', place, taskId: job.taskId, since: job.since });
  }

  return (job: Submitting, outcome: SubmitOutcome): Job => {
    const next = stepAfter(job, outcome);
    if (next.step !== 'waiting' && next.step !== 'window') refused.delete(job.id);
    return next;
  };
}

/** Jobs for the tasks that a submission began beside its own: each is only followed, in a message of its own. */
export function furtherJobs(job: Job, taskIds: readonly string[]): ReceivedJob[] {
  return taskIds.map((taskId, index): ReceivedJob => {
    const id = `${interactionOf(job.id)}-${index + 2}`;
    const request = { kind: 'show', taskId } as const;
    return { ...enter(job, { step: 'received' }), id, state: id, request, text: null, claims: [], group: [] };
  });
}
