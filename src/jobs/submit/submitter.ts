import { classify } from '../../domain/buttons/action.ts';
import { enter, holdsSlot, type Job, type JobIn, wantsSlot } from '../../domain/job/job.ts';
import type { Submission } from '../../domain/job/request.ts';
import type { Prepared, SubmitOutcome } from '../../domain/ports.ts';
import type { EngineContext } from '../context.ts';
import { createCircuitBreaker, type Ticket } from './circuit-breaker.ts';
import { beingMade, withoutEqual } from './equal-prompts.ts';
import { createGiveUp } from './give-up.ts';
import { createPreparer } from './preparer.ts';
import { holdingSlot, inTurn, slotsByRequester, waitingForSlot } from './scheduler.ts';
import { createTransition, type Submitting } from './transition.ts';

/** How long, in ms, a job rests whose step could not be written, on a full disk say, before it is tried again. */
const REST = 1_000;

/**
 * Gives free slots to waiting jobs, submits each once and moves it on by what the relay answered. `beginFurther` makes jobs
 * of the tasks that a job's submission began beside its own.
 */
export function createSubmitter(context: EngineContext, beginFurther: (id: string) => Promise<void>) {
  const { openJobs, capabilities, clock, limits, log, looking, relay, signal } = context;
  const breaker = createCircuitBreaker(clock);
  const nextStep = createTransition(context);
  const giveUp = createGiveUp(context);
  const preparer = createPreparer(context, () => startReady());
  /** Jobs that have been given a slot and may not have entered their step yet. */
  const starting = new Set<string>();
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
    if (breaker.wantsProbe()) probe();
    const room = breaker.room();
    if (room === 0) return;
    const waiting = waitingForSlot(openJobs).filter((job) => !starting.has(job.id) && isReady(job));
    preparer.begin(waiting);
    const holders = holdersNow();
    const free = Math.min(limits.concurrency - holders.length, room);
    if (free <= 0) return;
    const ready = inTurn(waiting.filter(preparer.isReady), slotsByRequester(holders));
    const distinct = capabilities.matchesByPrompt()
      ? withoutEqual(ready, [...holders, ...beingMade(openJobs, clock.now())])
      : ready;
    for (const { id } of distinct.slice(0, free)) start(id);
  }

  /**
   * Nothing is sent to a relay that would charge for it and let nobody see it. The text of a window waits on: what it was
   * opened for cannot be asked for again.
   */
  function refuseWaiting(): void {
    const waiting = openJobs.in('waiting').filter(({ id }) => !starting.has(id));
    void giveUp(waiting, { kind: 'operator', detail: '' });
  }

  /** Jobs that hold a slot, or are about to. */
  function holdersNow(): readonly Job[] {
    const soon = [...starting].flatMap((id) => openJobs.get(id) ?? []).filter((job) => !holdsSlot(job));
    return [...holdingSlot(openJobs), ...soon];
  }

  function isReady({ id, notBefore }: JobIn<'waiting'> | JobIn<'window'>): boolean {
    return (restingUntil.get(id) ?? Number.NEGATIVE_INFINITY) <= clock.monotonic() && notBefore <= clock.now();
  }

  function start(id: string): void {
    starting.add(id);
    const ticket = breaker.begin();
    restingUntil.delete(id);
    const run = submit(id, ticket)
      .catch((error: unknown) => {
        restingUntil.set(id, clock.monotonic() + REST);
        log.error({ job: id, error }, 'a submission could not be carried out; it is tried again');
      })
      .finally(() => {
        breaker.end(ticket, null);
        starting.delete(id);
        inFlight.delete(run);
        startReady();
      });
    inFlight.add(run);
  }

  async function submit(id: string, ticket: Ticket): Promise<void> {
    const waiting = openJobs.get(id);
    if (waiting) await preparer.use(waiting, (prepared) => submitPrepared(id, prepared, ticket));
  }

  async function submitPrepared(id: string, prepared: Prepared, ticket: Ticket): Promise<void> {
    const job = await openJobs.withLock(id, enterSubmitting);
    if (!job) return;
    context.proceed(job);
    const outcome = await relay.submit(prepared, job.state, signal);
    tellTrouble(() => breaker.end(ticket, outcome));
    context.account.submitted(outcome);
    await capabilities.learn(pressedWith(job, prepared.submission), outcome);
    await openJobs.withLock(id, async (now) => {
      if (now?.step === job.step) await moveOn(now, outcome);
    });
    await beginFurther(id).catch((error: unknown) => {
      log.error({ job: id, error }, 'further tasks of a submission could not be begun; that is tried again');
    });
  }

  /** Written before the relay is asked: whoever finds this step later knows that the relay may have been asked. */
  async function enterSubmitting(job: Job | undefined): Promise<Submitting | null> {
    if (!job || !wantsSlot(job)) return null;
    const since = clock.now();
    const { place } = job;
    const next: Submitting =
      job.step === 'waiting'
        ? enter(job, { step: 'submitting', place, since })
        : enter(job, { step: 'submittingModal', place, taskId: job.taskId, since });
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
      breaker.probed(alive);
      startReady();
    });
  }

  /** Tells the operator when this change begins or ends the relay's trouble. */
  function tellTrouble(change: () => void): void {
    const before = breaker.troubledSince();
    change();
    const after = breaker.troubledSince();
    if (before === null && after !== null) log.warn({}, 'the relay is in trouble: jobs wait until it answers again');
    if (before !== null && after === null) log.info({ ms: clock.monotonic() - before }, 'the relay answers again');
  }

  return {
    startReady,

    /** Whether jobs wait because the relay is in trouble. */
    isTroubled: () => breaker.troubledSince() !== null,

    /** Fails the jobs that a relay in trouble has kept waiting for longer than any job may take. */
    async failExpired(): Promise<void> {
      const since = breaker.troubledSince();
      if (since === null || clock.monotonic() - since < limits.deadline) return;
      const expired = waitingForSlot(openJobs).filter((job) => job.createdAt + limits.deadline <= clock.past());
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
