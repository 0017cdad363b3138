import type { Job } from '../domain/job/job.ts';
import type { Task } from '../domain/job/task.ts';
import type { EngineParts, LeaderContext, ProcessContext } from './context.ts';
import { createCounts } from './counts.ts';
import { createDelivery } from './deliver/delivery.ts';
import { createFurtherTasks } from './intake/further-tasks.ts';
import type { Intake } from './intake/intake.ts';
import type { JobWriter } from './job-writer.ts';
import { createOpenJobs } from './open-jobs.ts';
import { createJobProgress } from './progress.ts';
import { createReconciliation } from './reconciliation.ts';
import { resume } from './resume.ts';
import { createSubmitter } from './submit/submitter.ts';
import { createTick } from './tick.ts';
import { createLostRecoveries } from './track/lost-recoveries.ts';
import { createTracker } from './track/tracker.ts';

export type LeaderParts = {
  readonly writer: JobWriter;
  readonly intake: Pick<Intake, 'adopt' | 'own' | 'showFurther'>;
  readonly deliveries: EngineParts['deliveries'];
  /** Asks whoever polls to do it now. */
  readonly wake: () => void;
};

/**
 * One term of leadership: gives slots to jobs, follows their tasks and shows what comes of them. What it knows beyond the store it
 * forgets with the term. It begins nothing before `resume` has read the open jobs.
 */
export function createLeader(process: ProcessContext, { writer, intake, deliveries, wake }: LeaderParts) {
  const { clock, log, presenter, store } = process;
  const openJobs = createOpenJobs({ jobs: store.jobs, writer, onOvertaken: follow, log });
  const progress = createJobProgress(openJobs.notes());
  const waits = openJobs.notes<number>();
  let isReady = false;
  let isOver = false;

  // A server's own relay is opened when somebody asks for it.
  openJobs.watch((_, job) => void (job && process.relays.of(job)));

  const isStopping = () => !isReady || isOver || process.isStopping();
  const context: LeaderContext = { ...process, openJobs, progress, waits, isStopping, proceed, wake };
  const beginFurther = createFurtherTasks(context, intake);
  const submitter = createSubmitter(context, beginFurther);
  const tracker = createTracker(context);
  const lostRecovery = createLostRecoveries(context);
  const delivery = createDelivery(context, deliveries);
  const reconcile = createReconciliation(context, { heard, adopt: intake.adopt });
  const tick = createTick(context, { beginFurther, submitter, tracker, lostRecovery, delivery });

  /** Once the term is over, whoever leads then goes on. */
  function proceed(job: Job): void {
    if (isOver) process.moved(job);
    else goOn(job);
  }

  function goOn(job: Job): void {
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
        progress.update(job.id, { troubled: submitter.isTroubled(job) });
        break;
    }
    // It may have been moved on at once; only its newest state is worth showing.
    if (openJobs.get(job.id) === job) presenter.show(job, progress.of(job.id));
  }

  /** A job has been moved by a member, or by another process. Rejects when it cannot be read now. */
  async function heard(id: string): Promise<void> {
    const before = openJobs.get(id);
    follow(before, await openJobs.refresh(id));
  }

  /** Goes on with what another process has made of a job; undefined when it is open no longer, or no other than it was known. */
  function follow(before: Job | undefined, job: Job | undefined): void {
    if (job?.step === 'received') intake.adopt(job.id);
    else if (job) {
      if (!before) presenter.takeOver(job);
      proceed(job);
    } else {
      if (before?.step === 'delivering') delivery.tellEndOf(before);
      submitter.startReady();
    }
  }

  return {
    /** Takes over what an earlier leader left. The returned function shows it, once members can be heard. */
    async resume(): Promise<() => void> {
      const show = await resume(context, intake.adopt);
      isReady = true;
      wake();
      submitter.startReady();
      return show;
    },
    heard,
    reconcile,
    get: openJobs.get,
    all: openJobs.all,
    progressOf: progress.of,
    /** How long a job waited before it was submitted, in ms; undefined when that is not known. */
    waitOf: waits.get,
    /** How many open jobs and notes about them are in memory. */
    remembered: openJobs.remembered,
    startReady: submitter.startReady,
    startsAtOnce: submitter.startsAtOnce,
    isRelayTroubled: submitter.isRelayTroubled,
    holdsMembers: submitter.holdsMembers,
    counts: createCounts(context),
    due: tracker.due,
    seen: (tasks: readonly Task[], missing: readonly string[]) => tracker.seen(tasks, missing),
    doorbell(taskId: string, state: string): void {
      lostRecovery.hint(taskId, state);
      if (tracker.doorbell(taskId)) wake();
    },
    tick,
    /** Starts nothing new from now on; resolves when nothing is in flight. */
    async end(): Promise<void> {
      isOver = true;
      presenter.rest();
      const searched = lostRecovery.stop();
      await submitter.stop();
      await delivery.idle();
      await searched;
    },
  };
}

export type Leader = ReturnType<typeof createLeader>;
