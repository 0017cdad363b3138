import { enter, holdsSlot, type Job, type ReceivedJob } from '../../domain/job/job.ts';
import type { Submission } from '../../domain/job/request.ts';
import type { SubmitOutcome } from '../../domain/ports.ts';
import type { EngineContext } from '../context.ts';
import { answers, createCircuitBreaker, type Ticket } from './circuit-breaker.ts';
import { holding, line, shares, wanting, wantsSlot } from './scheduler.ts';
import { createTransition, furtherJobs, type Submitting } from './transition.ts';

/** A job whose step could not be written, on a full disk say, rests this long, in ms, before it is tried again. */
const REST = 1_000;

type Entered = { readonly job: Submitting; readonly submission: Submission };

/**
 * Gives free slots to jobs in line, submits each once and takes in what the relay made of it. `further` takes in jobs for
 * tasks that a submission began beside its own.
 */
export function createSubmitter(context: EngineContext, further: (jobs: readonly ReceivedJob[]) => Promise<unknown>) {
  const { openJobs, clock, limits, log, relay, signal } = context;
  const breaker = createCircuitBreaker(clock);
  const stepAfter = createTransition(context);
  const starting = new Set<string>();
  const inFlight = new Set<Promise<void>>();
  const restingUntil = new Map<string, number>();
  let probing = false;

  /** Starts whatever may start now. Cheap to call when nothing may. */
  function pump(): void {
    if (context.stopping()) return;
    if (breaker.wantsProbe()) probe();
    const room = breaker.room();
    if (room === 0) return;
    const held = holders();
    const free = Math.min(limits.concurrency - held.length, room);
    if (free <= 0) return;
    const ready = wanting(openJobs).filter((job) => !starting.has(job.id) && isReady(job));
    for (const { id } of line(ready, shares(held)).slice(0, free)) start(id);
  }

  /** Jobs that have a slot, or are about to. */
  function holders(): readonly Job[] {
    const held = holding(openJobs);
    const about = [...starting].flatMap((id) => openJobs.get(id) ?? []).filter((job) => !holdsSlot(job));
    return [...held, ...about];
  }

  function isReady(job: Job): boolean {
    if ((restingUntil.get(job.id) ?? 0) > clock.now()) return false;
    return job.step !== 'waiting' || job.notBefore <= clock.now();
  }

  function start(id: string): void {
    starting.add(id);
    const ticket = breaker.begin();
    restingUntil.delete(id);
    const run = submit(id, ticket)
      .catch((error: unknown) => {
        restingUntil.set(id, clock.now() + REST);
        log.error({ job: id, error }, 'a submission could not be carried out; it is tried again');
      })
      .finally(() => {
        breaker.end(ticket, null);
        starting.delete(id);
        inFlight.delete(run);
        pump();
      });
    inFlight.add(run);
  }

  async function submit(id: string, ticket: Ticket): Promise<void> {
    const entered = await openJobs.alone(id, enterSubmitting);
    if (!entered) return;
    const { job, submission } = entered;
    context.proceed(job);
    const outcome = await relay.submit(submission, job.state, signal);
    watched(() => breaker.end(ticket, outcome));
    await openJobs.alone(id, async (now) => {
      if (now?.step === job.step) await take(now, outcome);
    });
  }

  /** Written before the relay is asked: whoever reads this step later knows that it may have been. */
  async function enterSubmitting(job: Job | undefined): Promise<Entered | null> {
    const since = clock.now();
    if (job?.step === 'waiting' && job.request.kind !== 'show') {
      const next = enter(job, { step: 'submitting', place: job.place, since });
      await openJobs.commit(next);
      return { job: next, submission: job.request };
    }
    if (job?.step === 'window' && job.text) {
      const { place, taskId, text } = job;
      const next = enter(job, { step: 'submittingModal', place, taskId, since });
      await openJobs.commit(next);
      return { job: next, submission: { kind: 'modal', taskId, text } };
    }
    return null;
  }

  async function take(job: Submitting, outcome: SubmitOutcome): Promise<void> {
    const next = stepAfter(job, outcome);
    await openJobs.record(next);
    context.proceed(next);
    if (outcome.kind !== 'accepted' || !outcome.others || next.step !== 'following') return;
    further(furtherJobs(job, outcome.others)).catch((error: unknown) => {
      log.error({ job: job.id, tasks: outcome.others, error }, 'further tasks of a submission could not be followed');
    });
  }

  function probe(): void {
    if (probing) return;
    probing = true;
    void answers(relay, signal).then((alive) => {
      probing = false;
      breaker.probed(alive);
      pump();
    });
  }

  /** Tells the operator when the relay's trouble begins and ends. */
  function watched(change: () => void): void {
    const before = breaker.troubledSince();
    change();
    const after = breaker.troubledSince();
    if (before === null && after !== null) log.warn({}, 'the relay is in trouble: jobs wait until it answers again');
    if (before !== null && after === null) log.info({ ms: clock.now() - before }, 'the relay answers again');
  }

  return {
    pump,

    /** Whether jobs wait because the relay is in trouble. */
    isTroubled: () => breaker.troubledSince() !== null,

    /** Ends the wait of jobs that a relay in trouble has kept for longer than any job may take. */
    async giveUp(): Promise<void> {
      const since = breaker.troubledSince();
      const now = clock.now();
      if (since === null || now - since < limits.deadline) return;
      const tired = wanting(openJobs).filter((job) => now - job.createdAt >= limits.deadline);
      for (const { id } of tired) {
        await openJobs.alone(id, async (job) => {
          if (!job || !wantsSlot(job) || !('place' in job) || !job.place) return;
          const outcome = { kind: 'failed', reason: { kind: 'unreachable' } } as const;
          const ended = enter(job, { step: 'delivering', place: job.place, outcome, since: now });
          await openJobs.record(ended);
          context.proceed(ended);
        });
      }
    },

    /** Resolves when nothing is being submitted any more. */
    async idle(): Promise<void> {
      while (inFlight.size > 0) await Promise.all(inFlight);
    },
  };
}
