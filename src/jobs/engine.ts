import type { Account } from '../domain/credits/account.ts';
import type { Job, JobIn, ReceivedJob } from '../domain/job/job.ts';
import type { Task } from '../domain/job/task.ts';
import type { AccessContext } from '../domain/policy/access.ts';
import type { Denial } from '../domain/policy/denial.ts';
import type { WakeUp } from '../domain/ports/cluster.ts';
import { endsWithin } from '../lib/timeout.ts';
import type { EngineParts, ProcessContext } from './context.ts';
import { type Controls, createControls } from './controls.ts';
import { type JobCounts, noCounts, slotsOf } from './counts.ts';
import { createDelivering } from './deliver/delivering.ts';
import { createGuarded } from './guarded.ts';
import type { IntakeOutcome } from './intake/admission.ts';
import type { ForeseenJob } from './intake/charge-check.ts';
import { createInFlight } from './intake/in-flight.ts';
import { createIntake } from './intake/intake.ts';
import { createJobWriter } from './job-writer.ts';
import { createLeader, type Leader } from './leader.ts';
import { createQueries, type Queries } from './queries.ts';
import { createRelayContact, type RelayContact } from './relay-contact.ts';
import { createRelays, withPressableButtons } from './relays.ts';
import { createStoredJobs } from './stored-jobs.ts';

/**
 * Takes gestures in and, while it leads, moves jobs from step to step. It owns no timer: whoever runs it calls `resume` when it begins
 * to lead and `rest` when it leads no longer, `tick` about every second, and `seen` with what the relay says of the tasks in `due`.
 */
export type Engine = Controls &
  Queries &
  RelayContact & {
    /** Takes a gesture in; resolves when its interaction is answered or must be answered by the caller. Throws StoreError. */
    accept(job: ReceivedJob, access: AccessContext): Promise<IntakeOutcome>;
    /**
     * Takes in a gesture that makes several jobs. `opening` is the interaction's first answer where it is not the first
     * job's own message; it is given once all of them are written down. Throws as `accept`.
     */
    acceptAll(
      jobs: readonly ReceivedJob[],
      access: AccessContext,
      opening?: () => Promise<void>,
    ): Promise<readonly IntakeOutcome[]>;
    /** As `acceptAll`, all of them shown in one message. When none is `begun` or `unseen`, the caller answers. */
    acceptGroup(jobs: readonly ReceivedJob[], access: AccessContext): Promise<readonly IntakeOutcome[]>;
    /** How many more jobs a member may have under way now, besides those of one interaction. Throws StoreError. */
    room(memberId: string, interactionId: string): Promise<number>;
    /** Runs an earlier failed or unanswered job again, as the job `id` that `again` makes of it. Throws as `accept`. */
    retry(
      earlierId: string,
      id: string,
      again: (earlier: Job) => ReceivedJob,
      access: AccessContext,
    ): Promise<IntakeOutcome>;
    /** Why a job would be refused if it was asked for now, null when it would not. Nothing is taken in. Throws StoreError. */
    foresee(job: ForeseenJob, access: AccessContext): Promise<Denial | null>;
    /** What an account has used in a month such as `2026-11`, without what is held for jobs that have ended. Throws StoreError. */
    account(account: string, month: string): Promise<Account>;
    /** The job with only those buttons under its result that can be pressed in its server. Never throws. */
    withPressableButtons(job: JobIn<'delivering'>): Promise<JobIn<'delivering'>>;
    /**
     * Shows the result of a finished job, whether or not this process leads. Resolves with the ms after which it is to be tried again, null
     * when that is not needed. Rejects when it failed.
     */
    deliver(jobId: string): Promise<number | null>;
    /** Whether this process leads. Of what follows, a process that does not lead knows nothing. */
    isLeading(): boolean;
    /** Whether anything is under way that a server pays for with its own key. False where this process does not lead. */
    hasJobsPaidBy(guildId: string): boolean;
    /** What the relay says of tasks; `missing` are ids that it does not know. */
    seen(tasks: readonly Task[], missing: readonly string[]): Promise<void>;
    /** Somebody says that this task changed. Believed only as far as asking the relay. */
    doorbell(taskId: string, state: string): void;
    /** Another process has moved a job, or has been told of a task. Rejects when it is to be told again. */
    heard(wakeUp: WakeUp): Promise<void>;
    /**
     * Looks in the store for what nobody has told of; `whole`: also for what jobs have become that are known. To be called at the start and
     * about every minute, and with `whole` where something may have got lost. Rejects with StoreError.
     */
    reconcile(whole: boolean): Promise<void>;
    tick(): Promise<void>;
    counts(): JobCounts;
    /** How many open jobs and notes about them are in memory. */
    remembered(): { readonly jobs: number; readonly notes: number };
    /**
     * Begins to lead and takes over what an earlier leader left. The returned function shows it, once members can be heard.
     */
    resume(): Promise<() => void>;
    /** Leads no longer: nothing new is started. Resolves when nothing is in flight. */
    rest(): Promise<void>;
    /** Takes nothing in from now on, and leads no longer; resolves when nothing is in flight. */
    stop(): Promise<void>;
  };

/** How long whoever begins to lead waits until it is decided about jobs that nobody has shown, in ms. */
const RECOVERY = 2_000;

export function createEngine(parts: EngineParts): Engine {
  const { log, store, wakeUps } = parts;
  const guarded = createGuarded(parts);
  const writer = createJobWriter({ store, log });
  const jobs = createStoredJobs({ store, writer, log });
  /** The term of leadership, null while another process leads or none does. */
  let leader: Leader | null = null;
  /** The end of the last term. */
  let resting: Promise<void> = Promise.resolve();
  let isStopping = false;

  const relays = createRelays({ ...parts, onChange: () => leader?.startReady() });
  const context: ProcessContext = {
    ...parts,
    relays,
    jobs,
    isStopping: () => isStopping,
    startsAtOnce: (job) => leader?.startsAtOnce(job) ?? false,
    moved: ({ id }) => tell(id),
  };
  const inFlight = createInFlight();
  const intake = createIntake(context, parts);
  const deliver = createDelivering({
    ...context,
    known: (id) => leader?.get(id),
    waitOf: (id) => leader?.waitOf(id) ?? null,
    onSettled: context.moved,
  });
  const controls = createControls(context, {
    async saw(task) {
      if (leader) await leader.seen([task], []);
      else wakeUps.send({ task: task.id, state: task.state });
    },
  });

  /** Lets whoever leads go on with a job. */
  function tell(id: string): void {
    const told = leader ? leader.heard(id) : Promise.resolve(wakeUps.send({ job: id }));
    told.catch((error: unknown) => {
      log.warn({ job: id, error }, 'a job that was moved cannot be read now; it is looked at again');
      wakeUps.send({ job: id });
    });
  }

  async function takeAll(gesture: readonly ReceivedJob[], take: () => Promise<readonly IntakeOutcome[]>) {
    const [first] = gesture;
    if (!first) return [];
    const taken = await inFlight.take(first.id, take);
    return 'kind' in taken ? gesture.map(() => taken) : taken;
  }

  const hasJobsPaidBy = (guildId: string) => leader?.all().some(({ payer }) => payer === guildId) ?? false;

  /** Whoever ends a term that is ending already waits for the same end: another process leads as soon as this one lets go. */
  function rest(): Promise<void> {
    if (leader) resting = leader.end();
    leader = null;
    return resting;
  }

  return {
    accept: (job, access) => inFlight.take(job.id, () => intake.accept(job, access)),
    acceptAll: (gesture, access, opening = async () => {}) =>
      takeAll(gesture, () => intake.acceptAll(gesture, access, opening)),
    acceptGroup: (gesture, access) => takeAll(gesture, () => intake.acceptGroup(gesture, access)),
    room: intake.room,
    retry: (earlierId, id, again, access) => inFlight.take(id, () => intake.retry(earlierId, again, access)),
    account: intake.account,
    foresee: intake.foresee,
    ...controls,
    ...createQueries(context, inFlight, () => leader),
    ...createRelayContact(relays, () => leader),
    withPressableButtons: (job) => withPressableButtons(relays, job),
    deliver: (id) => jobs.withLock(id, async (job) => (job?.step === 'delivering' ? deliver(job) : null)),
    isLeading: () => leader !== null,
    hasJobsPaidBy,
    remembered: () => leader?.remembered() ?? { jobs: 0, notes: 0 },
    async seen(tasks, missing) {
      for (const [relay, own] of Map.groupBy(tasks, ({ id }) => relays.ofTask(id))) relay?.capabilities.saw(own);
      await leader?.seen(tasks, missing);
    },
    doorbell(task, state) {
      if (leader) leader.doorbell(task, state);
      else wakeUps.send({ task, state });
    },
    async heard(wakeUp) {
      if ('job' in wakeUp) await leader?.heard(wakeUp.job);
      else leader?.doorbell(wakeUp.task, wakeUp.state);
    },
    reconcile: (whole) => (leader ? leader.reconcile(whole) : relays.recall()),
    async tick() {
      await guarded('writing jobs down', writer.flush(tell));
      await guarded('forgetting dropped jobs', intake.flushDropped());
      await intake.recoverOwn((id) => inFlight.has(id));
      await relays.renew(hasJobsPaidBy);
      await leader?.tick();
    },
    counts: () => leader?.counts() ?? noCounts(slotsOf(relays.all)),
    async resume() {
      if (leader) await rest();
      const term = createLeader(context, { ...parts, writer, intake });
      leader = term;
      await relays.recall();
      const show = await term.resume();
      // Whoever repeats a gesture that the last process left unanswered must not find its remains in the way. What cannot
      // be decided now is looked at again by every tick, and a Discord that takes its time holds up nobody.
      await endsWithin(
        RECOVERY,
        intake.recoverOwn((id) => inFlight.has(id)),
      );
      return show;
    },
    rest,
    async stop() {
      isStopping = true;
      const ended = rest();
      await inFlight.idle();
      // What the store does not let go of or take now is seen to by the next process.
      await intake.flushDropped().catch(() => undefined);
      await ended;
      await writer.flush(() => {}).catch(() => undefined);
    },
  };
}
