import { onlyTells } from '../action.ts';
import type { Job, JobIn, Outcome, Place, ReceivedJob } from '../job.ts';
import { enter, holdsSlot } from '../job.ts';
import type { SubmitOutcome } from '../ports.ts';
import type { Reason } from '../reasons.ts';
import type { Submission } from '../request.ts';
import type { Desk } from './desk.ts';
import { furtherJobs } from './further.ts';
import { bare } from './result.ts';
import { served, shares, wantsSlot } from './turns.ts';

/** Back-off after a full or unreachable relay, in ms: doubled with every refusal in a row. */
const PAUSE = { least: 2_000, most: 60_000 };
/** A parent that its relay has not refreshed yet (up to 15 s late on gateways) is asked again this often, in ms, so many times. */
const NOT_READY = { pause: 5_000, times: 8 };

/** How long and how often the relay has said "not now" to a job. In memory: a restart asks afresh. */
type Refusals = { readonly since: number; readonly times: number };

type Submitting = JobIn<'submitting'> | JobIn<'submittingModal'>;
type Entered = { readonly job: Submitting; readonly submission: Submission };

/**
 * Gives free slots to jobs in line, submits each once and takes in what the relay made of it. `further` takes in jobs for
 * tasks that a submission began beside its own.
 */
export function createSubmission(desk: Desk, further: (jobs: readonly ReceivedJob[]) => Promise<unknown>) {
  const { book, clock, gauge, limits, log, relay } = desk;
  const starting = new Set<string>();
  const refused = new Map<string, Refusals>();
  const inFlight = new Set<Promise<void>>();
  let pausedUntil = 0;
  let refusalsInARow = 0;

  /** Starts whatever may start now. Cheap to call when nothing may. */
  function pump(): void {
    if (desk.stopping() || clock.now() < pausedUntil) return;
    const jobs = book.all();
    const ready = jobs.filter((job) => wantsSlot(job) && !starting.has(job.id) && isReady(job));
    if (ready.length === 0) return;
    const held = jobs.filter((job) => holdsSlot(job) || starting.has(job.id));
    for (const { id } of served(ready, shares(held), limits.concurrency - held.length)) start(id);
  }

  function isReady(job: Job): boolean {
    return job.step !== 'waiting' || job.notBefore <= clock.now();
  }

  function start(id: string): void {
    starting.add(id);
    const run = submit(id)
      .catch((error: unknown) => log.error({ job: id, error }, 'a submission could not be carried out'))
      .finally(() => {
        starting.delete(id);
        inFlight.delete(run);
        pump();
      });
    inFlight.add(run);
  }

  async function submit(id: string): Promise<void> {
    const entered = await book.alone(id, enterSubmitting);
    if (!entered) return;
    const { job, submission } = entered;
    desk.proceed(job);
    const outcome = await relay.submit(submission, job.state, desk.signal);
    await book.alone(id, async (now) => {
      if (now?.step === job.step) await take(now, outcome);
    });
  }

  /** Written before the relay is asked: whoever reads this step later knows that it may have been. */
  async function enterSubmitting(job: Job | undefined): Promise<Entered | null> {
    const since = clock.now();
    if (job?.step === 'waiting' && job.request.kind !== 'show') {
      const next = enter(job, { step: 'submitting', place: job.place, since });
      await book.commit(next);
      return { job: next, submission: job.request };
    }
    if (job?.step === 'window' && job.text) {
      const { place, taskId, text } = job;
      const next = enter(job, { step: 'submittingModal', place, taskId, since });
      await book.commit(next);
      return { job: next, submission: { kind: 'modal', taskId, text } };
    }
    return null;
  }

  async function take(job: Submitting, outcome: SubmitOutcome): Promise<void> {
    const next = stageAfter(job, outcome);
    if (outcome.kind === 'accepted' || outcome.kind === 'images') refusalsInARow = 0;
    if (next.step !== 'waiting' && next.step !== 'window') refused.delete(job.id);
    await book.record(next);
    desk.proceed(next);
    if (outcome.kind !== 'accepted' || !outcome.others || next.step !== 'following') return;
    further(furtherJobs(job, outcome.others)).catch((error: unknown) => {
      log.error({ job: job.id, tasks: outcome.others, error }, 'further tasks of a submission could not be followed');
    });
  }

  function stageAfter(job: Submitting, outcome: SubmitOutcome): Job {
    const { place } = job;
    const now = clock.now();
    const modal = job.step === 'submittingModal';
    switch (outcome.kind) {
      case 'accepted':
        // Relays answer these with the id of the picture that is there already.
        if (job.request.kind === 'action' && onlyTells(job.request.customId))
          return finished(job, place, bare(null, ''));
        gauge.update(job.id, { ahead: outcome.ahead });
        return outcome.window && !modal
          ? enter(job, { step: 'window', place, taskId: outcome.taskId, since: now })
          : enter(job, { step: 'following', place, taskId: outcome.taskId, acceptedAt: now, modalSent: modal });
      case 'images':
        return finished(job, place, {
          ...bare(null, job.prompt),
          imageUrls: outcome.urls,
          ...(job.text && !modal && { textIgnored: true }),
        });
      case 'refused':
        return finished(job, place, { kind: 'failed', reason: outcome.reason });
      case 'busy':
        return again(job, outcome.reason, outcome.retryAfter);
      case 'unreached':
        log.warn({ job: job.id, detail: outcome.detail }, 'the relay could not be reached; the job waits');
        return again(job, { kind: 'unreachable' }, null);
      case 'unknown':
        log.warn({ job: job.id, detail: outcome.detail }, 'a submission got no usable answer');
        return enter(job, { step: 'unknown', place, taskId: modal ? job.taskId : null, since: now });
    }
  }

  function finished(job: Job, place: Place, outcome: Outcome): Job {
    return enter(job, { step: 'delivering', place, outcome, since: clock.now() });
  }

  function again(job: Submitting, reason: Reason, retryAfter: number | null): Job {
    const now = clock.now();
    const { since, times } = refusedOnceMore(job.id);
    const ready = reason.kind !== 'taskNotReady';
    if (ready ? now - since > limits.deadline : times > NOT_READY.times) {
      return finished(job, job.place, { kind: 'failed', reason });
    }
    if (!ready) return backInLine(job, now + NOT_READY.pause, times);
    const pause = Math.min(PAUSE.least * 2 ** refusalsInARow, PAUSE.most);
    refusalsInARow += 1;
    // Everybody in line waits: the relay would tell the next one the same.
    pausedUntil = Math.max(pausedUntil, now + Math.min(retryAfter ?? pause, PAUSE.most));
    return backInLine(job, 0, times);
  }

  function refusedOnceMore(id: string): Refusals {
    const before = refused.get(id) ?? { since: clock.now(), times: 0 };
    const after = { ...before, times: before.times + 1 };
    refused.set(id, after);
    return after;
  }

  function backInLine(job: Submitting, notBefore: number, refusals: number): Job {
    const { place } = job;
    return job.step === 'submitting'
      ? enter(job, { step: 'waiting', place, notBefore, refusals })
      : enter(job, { step: 'window', place, taskId: job.taskId, since: job.since });
  }

  return {
    pump,
    /** Resolves when nothing is being submitted any more. */
    async idle(): Promise<void> {
      while (inFlight.size > 0) await Promise.all(inFlight);
    },
  };
}

export type SubmissionDesk = ReturnType<typeof createSubmission>;
