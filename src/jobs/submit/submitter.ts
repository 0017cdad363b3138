import { classify } from '../../domain/buttons/action.ts';
import { enter, type Job } from '../../domain/job/job.ts';
import type { Submission } from '../../domain/job/request.ts';
import { wantsSlot } from '../../domain/job/slot.ts';
import type { Prepared, SubmitOutcome } from '../../domain/ports/relay.ts';
import { piecesOf } from '../../lib/pieces.ts';
import { randomId } from '../../lib/random-id.ts';
import type { LeaderContext } from '../context.ts';
import { type Submitting, stillAsking, taskIn } from '../late-answer.ts';
import type { KnownRelay } from '../relays.ts';
import { createGiveUp } from './give-up.ts';
import { createNextJobs, type Turn } from './next-jobs.ts';
import { createPreparer } from './preparer.ts';
import { createRouting } from './routing.ts';
import { createScheduler } from './scheduler.ts';
import { createTransition } from './transition.ts';
import { createTroubleWatch } from './trouble-watch.ts';

/** How long, in ms, a job rests whose step could not be written, on a full disk say, before it is tried again. */
const REST = 1_000;

/**
 * Gives free slots to waiting jobs, submits each once and moves it on by what the relay answered. `beginFurther` makes jobs
 * of the tasks that a job's submission began beside its own.
 */
export function createSubmitter(context: LeaderContext, beginFurther: (id: string) => Promise<void>) {
  const { openJobs, clock, limits, log, relays, signal } = context;
  const routing = createRouting(context);
  const nextStep = createTransition(context);
  const giveUp = createGiveUp(context);
  const preparer = createPreparer(context, (id) => {
    scheduler.refresh(id);
    startReady();
  });
  const scheduler = createScheduler(openJobs, (name) => relays.named(name)?.slots ?? 0, preparer.isReady);
  const nextJobs = createNextJobs(context, routing, scheduler);
  const inFlight = new Set<Promise<void>>();
  const restingUntil = openJobs.notes<number>();
  const trouble = createTroubleWatch(context, routing, startReady);

  /** Submits whatever may be submitted now. Cheap to call when nothing may. */
  function startReady(): void {
    if (context.isStopping()) return;
    if (relays.all.some(isUnseen)) refuseWaiting();
    trouble.probe();
    if (!relays.all.some((relay) => !isUnseen(relay) && routing.breakersOf(relay).room() > 0)) return;
    preparer.begin(rests);
    for (const [{ id, requester }, turn] of nextJobs.next(rests)) start(id, requester.id, turn);
  }

  /** Whether a relay would charge for a submission and let nobody see what comes of it. */
  function isUnseen({ looking }: KnownRelay): boolean {
    return looking.refusal() !== null;
  }

  /**
   * Nothing waits for a relay that would charge for it and let nobody see it. The text of a window waits on: what it was
   * opened for cannot be asked for again.
   */
  function refuseWaiting(): void {
    const waiting = openJobs.in('waiting').filter((job) => {
      if (scheduler.isTaken(job.id)) return false;
      const candidates = routing.candidates(job);
      return candidates.length > 0 && candidates.every(isUnseen);
    });
    void giveUp(waiting, { kind: 'operator', detail: '' });
  }

  /** Whether a job that waits must not start now, though it may be its turn. */
  function rests(job: Job): boolean {
    const isEarly = 'notBefore' in job && job.notBefore > clock.now();
    const isResting = (restingUntil.get(job.id) ?? Number.NEGATIVE_INFINITY) > clock.monotonic();
    return isEarly || isResting || !routing.candidates(job).some((relay) => hasRoom(relay, job));
  }

  function hasRoom(relay: KnownRelay, { requester }: Job): boolean {
    return !isUnseen(relay) && routing.breakersOf(relay).room(requester.id) > 0;
  }

  function start(id: string, memberId: string, turn: Turn): void {
    scheduler.take(id, turn.relay.name);
    restingUntil.delete(id);
    const run = submit(id, turn)
      .catch((error: unknown) => {
        restingUntil.set(id, clock.monotonic() + REST);
        log.error({ job: id, error }, 'a submission could not be carried out; it is tried again');
      })
      .finally(() => {
        routing.breakersOf(turn.relay).end(turn.tickets, null, memberId);
        scheduler.release(id);
        inFlight.delete(run);
        startReady();
      });
    inFlight.add(run);
  }

  async function submit(id: string, turn: Turn): Promise<void> {
    const waiting = openJobs.get(id);
    if (waiting) await preparer.use(waiting, (prepared) => submitPrepared(id, prepared, turn));
  }

  async function submitPrepared(id: string, prepared: Prepared, { relay, tickets }: Turn): Promise<void> {
    const job = await openJobs.withLock(id, (now) => enterSubmitting(now, relay.name));
    if (!job) return;
    context.proceed(job);
    const outcome = await relay.port.submit(prepared, job.state, signal);
    trouble.ended(relay, tickets, outcome, job.requester.id);
    relay.account.submitted(outcome);
    await relay.capabilities.learn(pressedWith(job, prepared.submission), outcome);
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
  async function enterSubmitting(job: Job | undefined, relay: string): Promise<Submitting | null> {
    if (!job || !wantsSlot(job)) return null;
    const { place } = job;
    const call = { since: clock.now(), attempt: randomId() };
    const next: Submitting =
      job.step === 'waiting'
        ? enter({ ...job, relay }, { step: 'submitting', place, ...call })
        : enter({ ...job, relay }, { step: 'submittingModal', place, taskId: job.taskId, ...call });
    await openJobs.commit(next);
    return next;
  }

  async function moveOn(job: Submitting, outcome: SubmitOutcome): Promise<void> {
    const answer = routing.answered(job, outcome);
    if (!answer) log.info({ job: job.id, relay: job.relay, outcome: outcome.kind }, 'a job goes to the next relay');
    const next = answer ? nextStep(job, answer) : backInLine(job);
    await openJobs.record(next);
    context.proceed(next);
  }

  return {
    startReady,
    /** Whether a job that comes to wait now is submitted at once, as far as can be told without looking at its place in line. */
    startsAtOnce: (job: Job) =>
      wantsSlot(job) &&
      !context.isStopping() &&
      preparer.isReady(job) &&
      !rests(job) &&
      routing.candidates(job).some(({ name }) => scheduler.free(name) > 0),
    /** All jobs that wait for a slot, in their turn. */
    inLine: scheduler.inLine,
    /** Whether this term waits for the relay's answer about a job, or is about to ask. */
    isSubmitting: scheduler.isTaken,

    /** Whether a job waits because all relays that it may go to are in trouble. */
    isTroubled: (job: Job) => routing.hasTrouble() && routing.troubledSince(job) !== null,
    /** Whether a relay is in trouble for everybody. */
    isRelayTroubled: (relay: KnownRelay) => routing.breakersOf(relay).troubledSince() !== null,
    /** Whether jobs of single members wait, as their own submissions to a relay went unanswered. */
    holdsMembers: (relay: KnownRelay) => routing.breakersOf(relay).holdsMembers(),

    /** Fails the jobs that relays in trouble have kept waiting for longer than any job may take, and those whose relay was removed. */
    async failExpired(): Promise<void> {
      for await (const some of piecesOf(openJobs.in('waiting', 'window'))) {
        for (const job of some) {
          const reason = wantsSlot(job) && !scheduler.isTaken(job.id) ? routing.orphaned(job) : null;
          if (reason) await giveUp([job], reason);
        }
      }
      if (!routing.hasTrouble()) return;
      const expired = openJobs.in('waiting', 'window').filter((job) => {
        if (!wantsSlot(job)) return false;
        const since = routing.troubledSince(job);
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

/** The job back among those that wait: another relay is to be asked, and no time has been lost. */
function backInLine(job: Submitting): Job {
  return enter(job, { step: 'waiting', place: job.place, notBefore: 0, refusals: 0 });
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
