import { classify } from '../../domain/buttons/action.ts';
import { enter, type Job } from '../../domain/job/job.ts';
import type { Submission } from '../../domain/job/request.ts';
import { wantsSlot } from '../../domain/job/slot.ts';
import type { Prepared, SubmitOutcome } from '../../domain/ports/relay.ts';
import { randomId } from '../../lib/random-id.ts';
import type { LeaderContext } from '../context.ts';
import { type Submitting, stillAsking, taskIn } from '../late-answer.ts';
import { createBreakers, type Tickets } from './breakers.ts';
import { beingMade, withoutEqual } from './equal-prompts.ts';
import { createGiveUp } from './give-up.ts';
import { createPreparer } from './preparer.ts';
import { createScheduler } from './scheduler.ts';
import { createTransition } from './transition.ts';

/** How long, in ms, a job rests whose step could not be written, on a full disk say, before it is tried again. */
const REST = 1_000;

/**
 * Gives free slots to waiting jobs, submits each once and moves it on by what the relay answered. `beginFurther` makes jobs
 * of the tasks that a job's submission began beside its own.
 */
export function createSubmitter(context: LeaderContext, beginFurther: (id: string) => Promise<void>) {
  const { openJobs, capabilities, clock, limits, log, looking, relay, signal } = context;
  const breakers = createBreakers(clock);
  const nextStep = createTransition(context);
  const giveUp = createGiveUp(context);
  const preparer = createPreparer(context, (id) => {
    scheduler.refresh(id);
    startReady();
  });
  const scheduler = createScheduler(openJobs, limits.concurrency, preparer.isReady);
  const inFlight = new Set<Promise<void>>();
  const restingUntil = openJobs.notes<number>();
  let isProbing = false;

  /** Submits whatever may be submitted now. Cheap to call when nothing may. */
  function startReady(): void {
    if (context.isStopping()) return;
    if (looking.refusal() !== null) {
      refuseWaiting();
      return;
    }
    if (breakers.wantsProbe()) probe();
    if (breakers.room() === 0) return;
    preparer.begin(rests);
    for (const [{ id, requester }, tickets] of nextInTurn(scheduler.free())) start(id, requester.id, tickets);
  }

  /** So many jobs at most whose turn it is. Each has its tickets, as every beginning may be the last that the breakers let through. */
  function nextInTurn(free: number): ReadonlyMap<Job, Tickets> {
    const next = new Map<Job, Tickets>();
    if (free <= 0) return next;
    const startable = scheduler.startable(rests);
    const distinct = capabilities.matchesByPrompt() ? withoutEqual(startable, beingMadeNow()) : startable;
    for (const job of distinct) {
      next.set(job, breakers.begin(job.requester.id));
      if (next.size >= free || breakers.room() === 0) break;
    }
    return next;
  }

  /**
   * Nothing is sent to a relay that would charge for it and let nobody see it. The text of a window waits on: what it was
   * opened for cannot be asked for again.
   */
  function refuseWaiting(): void {
    const waiting = openJobs.in('waiting').filter(({ id }) => !scheduler.isTaken(id));
    void giveUp(waiting, { kind: 'operator', detail: '' });
  }

  /** What the relay may be making now, or is about to be asked for. */
  function beingMadeNow(): readonly Job[] {
    const soon = openJobs.in('waiting', 'window').filter(({ id }) => scheduler.isTaken(id));
    return [...soon, ...beingMade(openJobs, clock.now())];
  }

  /** Whether a job that waits must not start now, though it may be its turn. */
  function rests(job: Job): boolean {
    const isEarly = 'notBefore' in job && job.notBefore > clock.now();
    const isResting = (restingUntil.get(job.id) ?? Number.NEGATIVE_INFINITY) > clock.monotonic();
    return isEarly || isResting || breakers.room(job.requester.id) === 0;
  }

  function start(id: string, memberId: string, tickets: Tickets): void {
    scheduler.take(id);
    restingUntil.delete(id);
    const run = submit(id, tickets)
      .catch((error: unknown) => {
        restingUntil.set(id, clock.monotonic() + REST);
        log.error({ job: id, error }, 'a submission could not be carried out; it is tried again');
      })
      .finally(() => {
        breakers.end(tickets, null, memberId);
        scheduler.release(id);
        inFlight.delete(run);
        startReady();
      });
    inFlight.add(run);
  }

  async function submit(id: string, tickets: Tickets): Promise<void> {
    const waiting = openJobs.get(id);
    if (waiting) await preparer.use(waiting, (prepared) => submitPrepared(id, prepared, tickets));
  }

  async function submitPrepared(id: string, prepared: Prepared, tickets: Tickets): Promise<void> {
    const job = await openJobs.withLock(id, enterSubmitting);
    if (!job) return;
    context.proceed(job);
    const outcome = await relay.submit(prepared, job.state, signal);
    const memberId = job.requester.id;
    tellTrouble(memberId, () => breakers.end(tickets, outcome, memberId));
    context.account.submitted(outcome);
    await capabilities.learn(pressedWith(job, prepared.submission), outcome);
    await openJobs.withLock(id, async (now) => {
      const asked = stillAsking(now, job);
      if (asked) await moveOn(asked, outcome);
      else log.warn({ job: id, task: taskIn(outcome) }, 'an answer of the relay came when its job had been decided');
    });
    await beginFurther(id).catch((error: unknown) => {
      log.error({ job: id, error }, 'further tasks of a submission could not be begun; that is tried again');
    });
  }

  /** Written before the relay is asked: whoever finds this step later knows that the relay may have been asked. */
  async function enterSubmitting(job: Job | undefined): Promise<Submitting | null> {
    if (!job || !wantsSlot(job)) return null;
    const { place } = job;
    const call = { since: clock.now(), attempt: randomId() };
    const next: Submitting =
      job.step === 'waiting'
        ? enter(job, { step: 'submitting', place, ...call })
        : enter(job, { step: 'submittingModal', place, taskId: job.taskId, ...call });
    await openJobs.commit(next);
    return next;
  }

  async function moveOn(job: Submitting, outcome: SubmitOutcome): Promise<void> {
    const next = nextStep(job, outcome);
    await openJobs.record(next);
    context.proceed(next);
  }

  function probe(): void {
    if (isProbing) return;
    isProbing = true;
    void relay.isReachable(signal).then((alive) => {
      isProbing = false;
      breakers.probed(alive);
      startReady();
    });
  }

  /** Tells the operator when this change begins or ends the relay's trouble. */
  function tellTrouble(memberId: string, change: () => void): void {
    const before = breakers.troubledSince(memberId);
    change();
    const after = breakers.troubledSince(memberId);
    if (before === null && after !== null) {
      if (breakers.troubledSince() === null)
        log.warn({ memberId }, 'one member’s submissions go unanswered: theirs wait');
      else log.warn({}, 'the relay is in trouble: jobs wait until it answers again');
    }
    if (before !== null && after === null) log.info({ ms: clock.monotonic() - before }, 'the relay answers again');
  }

  return {
    startReady,
    /** All jobs that wait for a slot, in their turn. */
    inLine: scheduler.inLine,
    /** Whether this term waits for the relay's answer about a job, or is about to ask. */
    isSubmitting: scheduler.isTaken,

    /** Whether this member's jobs wait because the relay is in trouble; without one, whether everybody's do. */
    isTroubled: (memberId?: string) => breakers.troubledSince(memberId) !== null,
    /** Whether the jobs of single members wait, as their own submissions went unanswered. */
    holdsMembers: breakers.holdsMembers,

    /** Fails the jobs that a relay in trouble has kept waiting for longer than any job may take. */
    async failExpired(): Promise<void> {
      const expired = openJobs.in('waiting', 'window').filter((job) => {
        if (!wantsSlot(job)) return false;
        const since = breakers.troubledSince(job.requester.id);
        const isLong = since !== null && clock.monotonic() - since >= limits.deadline;
        return isLong && job.createdAt + limits.deadline <= clock.past();
      });
      await giveUp(expired, { kind: 'unreachable' });
    },

    /** Reads no more pictures. Resolves when nothing is being submitted any more. */
    async stop(): Promise<void> {
      await preparer.stop();
      while (inFlight.size > 0) await Promise.all(inFlight);
    },
  };
}

/**
 * What a submission tells about: a window's text about the button that opened it, where that always opens one. Relays
 * that take no text cannot press it.
 */
function pressedWith({ request }: Job, submission: Submission): Submission {
  const opens = request.kind === 'action' && classify(request.customId).window === 'always';
  return submission.kind === 'modal' && opens ? request : submission;
}

export type Submitter = ReturnType<typeof createSubmitter>;
