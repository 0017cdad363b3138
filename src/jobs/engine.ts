import type { Job, ReceivedJob, Reply } from '../domain/job/job.ts';
import type { WindowText } from '../domain/job/request.ts';
import type { Task } from '../domain/job/task.ts';
import type { Clock, JobStatus, Log, Presenter, Progress, Relay, Store } from '../domain/ports.ts';
import type { EngineContext, EngineLimits } from './context.ts';
import { type Cancelled, createCancel, createRenew } from './controls.ts';
import { createDelivery } from './deliver/delivery.ts';
import type { Accepted } from './intake/admission.ts';
import { createInFlight } from './intake/in-flight.ts';
import { createIntake } from './intake/intake.ts';
import { createOpenJobs } from './open-jobs.ts';
import { createJobProgress } from './progress.ts';
import { createQueries } from './queries.ts';
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
  /** Takes a gesture in; resolves when its interaction is answered or must be answered by the caller. Throws StoreError. */
  accept(job: ReceivedJob): Promise<Accepted>;
  /**
   * Takes in a gesture that makes several jobs. `opening` is the interaction's first answer where it is not the first
   * job's own message; it is given once all of them are written down. Throws as `accept`.
   */
  acceptAll(jobs: readonly ReceivedJob[], opening?: () => Promise<void>): Promise<readonly Accepted[]>;
  /** As `acceptAll`, all of them shown in one message. When none is `begun` or `unseen`, the caller answers. */
  acceptTogether(jobs: readonly ReceivedJob[]): Promise<readonly Accepted[]>;
  /** How many more jobs a member may have under way now. */
  room(memberId: string): number;
  /** Runs an earlier failed or unanswered job again, as the job `id` that `again` makes of it. Throws as `accept`. */
  retry(earlierId: string, id: string, again: (earlier: Job) => ReceivedJob): Promise<Accepted>;
  /** Gives a waiting window its text; `late` when it already has one. */
  answerWindow(jobId: string, text: WindowText, reply: Reply): Promise<'taken' | 'late' | 'gone'>;
  /** Calls an open job off. */
  cancel(jobId: string): Promise<Cancelled>;
  /** Gives an open job a new living token. */
  renew(jobId: string, reply: Reply): Promise<'renewed' | 'gone'>;
  /** A member's open jobs, oldest first, with how each gets on. */
  jobsOf(memberId: string): readonly OpenJob[];
  /** Open jobs that wait for this task of the relay, or are about to show it. */
  onTask(taskId: string): readonly Job[];
  /** The open job, or the settled one as the store has it. */
  job(id: string): Promise<Job | undefined>;
  /** As `job`, but not before its interaction is answered or given up: only then its place is known. */
  begun(id: string): Promise<Job | undefined>;
  /** Where these jobs stand, in this order; without those past retention. */
  statuses(ids: readonly string[]): Promise<readonly JobStatus[]>;
  /** Whether jobs wait because the relay is in trouble. */
  isTroubled(): boolean;
  due(): readonly string[];
  seen(tasks: readonly Task[], missing: readonly string[]): Promise<void>;
  /** Somebody says that this task changed. Believed only as far as asking the relay. */
  doorbell(taskId: string, state: string): void;
  tick(): Promise<void>;
  /** Picks up what an earlier process left. Before anything else; what it answers with shows it, once members are heard. */
  resume(): Promise<() => void>;
  /** Starts nothing new from now on; resolves when nothing is in flight. */
  stop(): Promise<void>;
};

export type OpenJob = { readonly job: Job; readonly progress: Progress };

export type EngineParts = {
  readonly relay: Relay;
  readonly store: Store;
  readonly presenter: Presenter;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits: EngineLimits;
  /** Aborts requests to the relay. */
  readonly signal: AbortSignal;
  /** Asks whoever polls to do it now. */
  readonly wake: () => void;
};

export function createEngine(parts: EngineParts): Engine {
  const { presenter, log, store } = parts;
  const openJobs = createOpenJobs({ jobs: store.jobs, log });
  const progress = createJobProgress();
  let stopping = false;

  const context: EngineContext = { ...parts, openJobs, progress, stopping: () => stopping, proceed };
  const intake = createIntake(context);
  const submission = createSubmitter(context, (jobs) => intake.acceptAll(jobs, async () => {}));
  const following = createTracker(context);
  const search = createLostRecovery(context);
  const delivery = createDelivery(context);

  function proceed(job: Job): void {
    switch (job.step) {
      case 'received':
        return;
      case 'delivering':
        delivery.enqueue(job.id);
        return;
      case 'settled':
        submission.pump();
        return;
      case 'waiting':
      case 'window':
        submission.pump();
        progress.update(job.id, { troubled: submission.isTroubled() });
        break;
    }
    // The pump may have moved the job on; only its newest state is worth showing.
    if (openJobs.get(job.id) === job) presenter.show(job, progress.of(job.id));
  }

  const inFlight = createInFlight();

  async function several(jobs: readonly ReceivedJob[], take: () => Promise<readonly Accepted[]>) {
    const [first] = jobs;
    if (!first) return [];
    const taken = await inFlight.take(first.id, take);
    return 'kind' in taken ? jobs.map(() => taken) : taken;
  }

  const upkeep = createTick(context, {
    intake,
    submission,
    following,
    search,
    delivery,
    isInFlight: inFlight.has,
  });

  return {
    accept: (job) => inFlight.take(job.id, () => intake.accept(job)),
    acceptAll: (jobs, opening = async () => {}) => several(jobs, () => intake.acceptAll(jobs, opening)),
    acceptTogether: (jobs) => several(jobs, () => intake.acceptTogether(jobs)),
    room: intake.room,
    retry: (earlierId, id, again) => inFlight.take(id, () => intake.retry(earlierId, again)),
    answerWindow: (jobId, text, reply) =>
      openJobs.alone(jobId, async (job) => {
        if (!job) return 'gone';
        if (job.step !== 'window' || job.text) return 'late';
        const answered: Job = { ...job, text, reply };
        await openJobs.commit(answered);
        proceed(answered);
        return 'taken';
      }),
    cancel: createCancel(context),
    renew: createRenew(context),
    ...createQueries({ openJobs, progress, jobs: store.jobs, inFlight }),
    isTroubled: submission.isTroubled,
    due: following.due,
    seen: following.seen,
    doorbell(taskId, state) {
      following.doorbell(taskId);
      search.hint(taskId, state);
      parts.wake();
    },
    tick: upkeep,
    async resume() {
      const show = await resume(context);
      // Whoever repeats a gesture that the last process left unanswered must not find its remains in the way. What cannot
      // be decided now is looked at again by every tick.
      await Promise.allSettled(openJobs.in('received').map(({ id }) => intake.recover(id)));
      parts.wake();
      return show;
    },
    async stop() {
      stopping = true;
      await inFlight.idle();
      await submission.idle();
      await delivery.idle();
    },
  };
}
