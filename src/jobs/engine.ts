import type { Job, ReceivedJob, Reply } from '../domain/job/job.ts';
import type { WindowText } from '../domain/job/request.ts';
import type { Task } from '../domain/job/task.ts';
import type { Board, Clock, Log, Progress, Relay, Sight, Store } from '../domain/ports.ts';
import type { Desk, RunnerLimits } from './context.ts';
import { type Cancelled, createCancelling, createRenewing } from './controls.ts';
import { createDelivery } from './deliver/delivery.ts';
import type { Accepted } from './intake/admission.ts';
import { createReceiving } from './intake/in-flight.ts';
import { createReception } from './intake/intake.ts';
import { createBook } from './open-jobs.ts';
import { createGauge } from './progress.ts';
import { createLookup } from './queries.ts';
import { resume } from './resume.ts';
import { createSubmission } from './submit/submitter.ts';
import { createUpkeep } from './tick.ts';
import { createSearch } from './track/recover-lost.ts';
import { createFollowing } from './track/tracker.ts';

/**
 * Moves jobs from step to step. It owns no timer: whoever runs it calls `resume` once, `tick` about every second and
 * `seen` with what the relay says of the tasks in `due`.
 */
export type Runner = {
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
  sights(ids: readonly string[]): Promise<readonly Sight[]>;
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

export type RunnerParts = {
  readonly relay: Relay;
  readonly store: Store;
  readonly board: Board;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits: RunnerLimits;
  /** Aborts requests to the relay. */
  readonly signal: AbortSignal;
  /** Asks whoever polls to do it now. */
  readonly wake: () => void;
};

export function createRunner(parts: RunnerParts): Runner {
  const { board, log, store } = parts;
  const book = createBook({ jobs: store.jobs, log });
  const gauge = createGauge();
  let stopping = false;

  const desk: Desk = { ...parts, book, gauge, stopping: () => stopping, proceed };
  const reception = createReception(desk);
  const submission = createSubmission(desk, (jobs) => reception.acceptAll(jobs, async () => {}));
  const following = createFollowing(desk);
  const search = createSearch(desk);
  const delivery = createDelivery(desk);

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
        gauge.update(job.id, { troubled: submission.isTroubled() });
        break;
    }
    // The pump may have moved the job on; only its newest state is worth showing.
    if (book.get(job.id) === job) board.show(job, gauge.of(job.id));
  }

  const receiving = createReceiving();

  async function several(jobs: readonly ReceivedJob[], take: () => Promise<readonly Accepted[]>) {
    const [first] = jobs;
    if (!first) return [];
    const taken = await receiving.take(first.id, take);
    return 'kind' in taken ? jobs.map(() => taken) : taken;
  }

  const upkeep = createUpkeep(desk, {
    reception,
    submission,
    following,
    search,
    delivery,
    isReceiving: receiving.has,
  });

  return {
    accept: (job) => receiving.take(job.id, () => reception.accept(job)),
    acceptAll: (jobs, opening = async () => {}) => several(jobs, () => reception.acceptAll(jobs, opening)),
    acceptTogether: (jobs) => several(jobs, () => reception.acceptTogether(jobs)),
    room: reception.room,
    retry: (earlierId, id, again) => receiving.take(id, () => reception.retry(earlierId, again)),
    answerWindow: (jobId, text, reply) =>
      book.alone(jobId, async (job) => {
        if (!job) return 'gone';
        if (job.step !== 'window' || job.text) return 'late';
        const answered: Job = { ...job, text, reply };
        await book.commit(answered);
        proceed(answered);
        return 'taken';
      }),
    cancel: createCancelling(desk),
    renew: createRenewing(desk),
    ...createLookup({ book, gauge, jobs: store.jobs, receiving }),
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
      const show = await resume(desk);
      // Whoever repeats a gesture that the last process left unanswered must not find its remains in the way. What cannot
      // be decided now is looked at again by every tick.
      await Promise.allSettled(book.in('received').map(({ id }) => reception.recover(id)));
      parts.wake();
      return show;
    },
    async stop() {
      stopping = true;
      await receiving.idle();
      await submission.idle();
      await delivery.idle();
    },
  };
}
