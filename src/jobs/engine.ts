import type { Account } from '../domain/credits/account.ts';
import type { Job, JobIn, ReceivedJob, Reply } from '../domain/job/job.ts';
import type { WindowText } from '../domain/job/request.ts';
import type { Task } from '../domain/job/task.ts';
import type { AccessContext } from '../domain/policy/access.ts';
import type { Denial } from '../domain/policy/denial.ts';
import type { Alerts } from '../domain/ports/alerts.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Log } from '../domain/ports/log.ts';
import type { JobStatus, Presenter } from '../domain/ports/presenter.ts';
import type { Relay } from '../domain/ports/relay.ts';
import type { ServerLog } from '../domain/ports/server-log.ts';
import type { Store } from '../domain/ports/store.ts';
import { createAccountWatch } from './account-watch.ts';
import type { EngineContext, EngineLimits } from './context.ts';
import { type Cancelled, createControls } from './controls.ts';
import { createDelivery } from './deliver/delivery.ts';
import type { IntakeOutcome } from './intake/admission.ts';
import type { ForeseenJob } from './intake/charge-check.ts';
import { createInFlight } from './intake/in-flight.ts';
import { createIntake } from './intake/intake.ts';
import { createLooking, type Looking } from './looking.ts';
import { createOpenJobs, type OpenJobs } from './open-jobs.ts';
import { createJobProgress } from './progress.ts';
import { createQueries, type JobCounts } from './queries.ts';
import type { RelayCapabilities } from './relay-capabilities.ts';
import { resume } from './resume.ts';
import { createSubmitter } from './submit/submitter.ts';
import { createTick } from './tick.ts';
import { createLostRecovery } from './track/recover-lost.ts';
import { createTracker } from './track/tracker.ts';

/**
 * Moves jobs from step to step. It owns no timer: whoever runs it calls `resume` once, `tick` about every second and
 * `seen` with what the relay says of the tasks in `due`.
 */
export type Engine = {
  /**
   * Takes a gesture in; resolves when its interaction is answered or must be answered by the caller. Throws StoreError.
   */
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
  /** How many more jobs a member may have under way now. */
  room(memberId: string): number;
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
  /** Gives a waiting window its text, and the job a new living token if there is one; `late` when it already has a text. */
  answerWindow(jobId: string, text: WindowText, reply: Reply | null): Promise<'taken' | 'late' | 'gone'>;
  /** Calls an open job off. `byModerator`: not by its member, whose message says so. Absent means by them. */
  cancel(jobId: string, byModerator?: boolean): Promise<Cancelled>;
  /** Gives an open job a new living token. */
  renew(jobId: string, reply: Reply): Promise<'renewed' | 'gone'>;
  /** A member's open jobs, oldest first. */
  jobsOfMember(memberId: string): readonly JobStatus[];
  /** The open jobs of a server, oldest first. */
  jobsInServer(guildId: string): readonly JobStatus[];
  /** Open jobs that wait for this task of the relay, or are about to show it. */
  jobsOnTask(taskId: string): readonly Job[];
  /** The open job, or the settled one as the store has it. */
  job(id: string): Promise<Job | undefined>;
  /** As `job`, but not before its interaction is answered or given up: only then its place is known. */
  onceAnswered(id: string): Promise<Job | undefined>;
  /** Where these jobs stand, in this order; without those past retention. */
  statuses(ids: readonly string[]): Promise<readonly JobStatus[]>;
  /** The job with only those buttons under its result that can be pressed in its server. Never throws. */
  withPressableButtons(job: JobIn<'delivering'>): Promise<JobIn<'delivering'>>;
  /** Settles a job whose pictures are still tried once more; does nothing for any other. */
  endAttaching(jobId: string): Promise<void>;
  /** Whether jobs wait because the relay is in trouble. */
  isTroubled(): boolean;
  /** Whether the jobs of single members wait, because their own submissions went unanswered. */
  holdsMembers(): boolean;
  /** Why jobs are refused because the relay does not let us look at tasks; null while it does. */
  lookRefusal: Looking['refusal'];
  /** Asks the relay whether it lets us look at tasks. Never rejects. */
  look: Looking['ask'];
  /** Takes what came of a listing: what it threw, null when it was answered. */
  looked: Looking['heard'];
  /** Ids of the tasks to ask the relay after now. */
  due(): readonly string[];
  /** What the relay says of tasks; `missing` are ids that it does not know. */
  seen(tasks: readonly Task[], missing: readonly string[]): Promise<void>;
  /** Somebody says that this task changed. Believed only as far as asking the relay. */
  doorbell(taskId: string, state: string): void;
  tick(): Promise<void>;
  counts(): JobCounts;
  /** How many open jobs and notes about them are in memory. */
  remembered: OpenJobs['remembered'];
  /**
   * Takes over what an earlier process left, before anything else. The returned function shows it, once members can be
   * heard.
   */
  resume(): Promise<() => void>;
  /** Starts nothing new from now on; resolves when nothing is in flight. */
  stop(): Promise<void>;
};

export type EngineParts = {
  readonly relay: Relay;
  readonly capabilities: RelayCapabilities;
  readonly store: Store;
  readonly presenter: Presenter;
  readonly clock: Clock;
  readonly alerts: Alerts;
  readonly serverLog: ServerLog;
  readonly log: Log;
  readonly limits: EngineLimits;
  /** Aborts requests to the relay. */
  readonly signal: AbortSignal;
  /** Asks whoever polls to do it now. */
  readonly wake: () => void;
};

export function createEngine(parts: EngineParts): Engine {
  const { capabilities, clock, presenter, log, store } = parts;
  const openJobs = createOpenJobs({ jobs: store.jobs, log });
  const progress = createJobProgress(openJobs.notes());
  const waits = openJobs.notes<number>();
  let isStopping = false;

  const looking = createLooking({ ...parts, onChange: () => submitter.startReady() });
  const account = createAccountWatch(parts.alerts);
  const context: EngineContext = {
    ...parts,
    openJobs,
    progress,
    waits,
    looking,
    account,
    isStopping: () => isStopping,
    proceed,
  };
  const inFlight = createInFlight();
  const intake = createIntake(context);
  const submitter = createSubmitter(context, intake.beginFurther);
  const tracker = createTracker(context);
  const lostRecovery = createLostRecovery(context);
  const delivery = createDelivery(context);

  function proceed(job: Job): void {
    switch (job.step) {
      case 'received':
        return;
      case 'delivering':
        delivery.enqueue(job.id);
        return;
      case 'settled':
        submitter.startReady();
        return;
      case 'submitting':
        waits.set(job.id, clock.now() - job.createdAt);
        break;
      case 'waiting':
      case 'window':
        submitter.startReady();
        progress.update(job.id, { troubled: submitter.isTroubled(job.requester.id) });
        break;
    }
    // It may have been moved on at once; only its newest state is worth showing.
    if (openJobs.get(job.id) === job) presenter.show(job, progress.of(job.id));
  }

  async function takeAll(jobs: readonly ReceivedJob[], take: () => Promise<readonly IntakeOutcome[]>) {
    const [first] = jobs;
    if (!first) return [];
    const taken = await inFlight.take(first.id, take);
    return 'kind' in taken ? jobs.map(() => taken) : taken;
  }

  return {
    accept: (job, access) => inFlight.take(job.id, () => intake.accept(job, access)),
    acceptAll: (jobs, access, opening = async () => {}) => takeAll(jobs, () => intake.acceptAll(jobs, access, opening)),
    acceptGroup: (jobs, access) => takeAll(jobs, () => intake.acceptGroup(jobs, access)),
    room: intake.room,
    retry: (earlierId, id, again, access) => inFlight.take(id, () => intake.retry(earlierId, again, access)),
    account: intake.account,
    foresee: intake.foresee,
    ...createControls(context, tracker),
    ...createQueries(context, inFlight),
    withPressableButtons: capabilities.withPressableButtons,
    endAttaching: delivery.endAttaching,
    isTroubled: () => submitter.isTroubled(),
    holdsMembers: submitter.holdsMembers,
    lookRefusal: looking.refusal,
    look: looking.ask,
    looked: looking.heard,
    remembered: openJobs.remembered,
    due: tracker.due,
    async seen(tasks, missing) {
      capabilities.saw(tasks);
      await tracker.seen(tasks, missing);
    },
    doorbell(taskId, state) {
      lostRecovery.hint(taskId, state);
      if (tracker.doorbell(taskId)) parts.wake();
    },
    tick: createTick(context, { looking, intake, inFlight, submitter, tracker, lostRecovery, delivery }),
    async resume() {
      await capabilities.recall();
      const show = await resume(context);
      // Whoever repeats a gesture that the last process left unanswered must not find its remains in the way. What cannot
      // be decided now is looked at again by every tick.
      await Promise.allSettled(openJobs.in('received').map(({ id }) => intake.recover(id)));
      parts.wake();
      return show;
    },
    async stop() {
      isStopping = true;
      const searched = lostRecovery.stop();
      const submitted = submitter.stop();
      await inFlight.idle();
      // What the store does not let go of now is dropped by the next process.
      await intake.flushDropped().catch(() => undefined);
      await submitted;
      await delivery.idle();
      await searched;
    },
  };
}
