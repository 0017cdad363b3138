import { RelaySilence } from '../../../src/domain/failures/errors.ts';
import type { Submission } from '../../../src/domain/job/request.ts';
import type { RelayButton, Task } from '../../../src/domain/job/task.ts';
import type { Relay, SubmitOutcome } from '../../../src/domain/ports/relay.ts';
import { pendingTask } from '../../sample-task.ts';
import type { SimulatedProcess } from './process.ts';

/**
 * How the relay treats a submission. `silent`: it gets nothing and says nothing; `silentButCreated`: it works and bills.
 * `several`: it begins three tasks at once, and numbers their states.
 */
export type SubmitBehaviour =
  | 'accept'
  | 'window'
  | 'images'
  | 'refuse'
  | 'unsupported'
  | 'full'
  | 'notReady'
  | 'noAccount'
  | 'unreached'
  | 'several'
  | 'silentButCreated'
  | 'silentButSeveral'
  | 'silent';

/** One POST that reached the relay. `billed`: it made a task (or pictures), whether or not anybody was told. */
export type Posted = {
  readonly state: string;
  readonly submission: Submission;
  readonly behaviour: SubmitBehaviour;
  readonly billed: boolean;
};

/** What the relay was sent and the tasks that it made of it. It survives every process. */
export type SimulatedRelay = {
  readonly posts: Posted[];
  readonly tasks: Map<string, Task>;
  /** The ids of the tasks that it was asked to stop. */
  readonly stopped: Set<string>;
  /** For the next submissions, in order; those after them are accepted. */
  readonly behaviours: SubmitBehaviour[];
  /** Whether it can list its newest tasks. */
  listable: boolean;
  /** So many of the next listings fail, and whether the relay gets to hear of them. */
  failedListings: number;
  hearsListings: boolean;
  /** How often its newest tasks were asked for. */
  readonly listings: number;
  /** Reads the pictures of a submission. At first it has them at once. */
  prepare: Relay['prepare'];
  /** From now on submissions are performed and their answers held back, until the returned function is called. */
  holdAnswers(): () => void;
  /** The relay as this process reaches it. */
  portFor(process: SimulatedProcess): Relay;
  /** Moves every task on that is not finished and waits for no text. */
  moveTasks(status: 'SUCCESS' | 'FAILURE' | 'IN_PROGRESS'): void;
};

const button = (customId: string, label: string): RelayButton => ({ customId, label, emoji: '', style: 2 });

function buttonsOf(id: string): RelayButton[] {
  return [
    button(`MJ::JOB::upsample::2::${id}`, 'U2'),
    button(`MJ::JOB::variation::2::${id}`, 'V2'),
    button(`MJ::CustomZoom::${id}`, 'Custom Zoom'),
  ];
}

export function createSimulatedRelay(): SimulatedRelay {
  const posts: Posted[] = [];
  const tasks = new Map<string, Task>();
  const stopped = new Set<string>();
  const behaviours: SubmitBehaviour[] = [];
  let listable = true;
  let failedListings = 0;
  let hearsListings = true;
  let listings = 0;
  let prepare: Relay['prepare'] = async (submission) => ({
    kind: 'prepared',
    prepared: { submission, fields: {}, bytes: 0 },
  });
  let count = 0;
  let answering = Promise.resolve();

  function create(state: string, status: Task['status']): Task {
    count += 1;
    const id = `task-${count}`;
    const task: Task = { ...pendingTask, id, status, state };
    tasks.set(id, task);
    return task;
  }

  function taskOf(submission: Submission, state: string, status: 'SUBMITTED' | 'MODAL'): string {
    if (submission.kind !== 'modal') return create(state, status).id;
    const task = tasks.get(submission.taskId);
    if (task?.status === 'MODAL') tasks.set(task.id, { ...task, status: 'SUBMITTED' });
    return submission.taskId;
  }

  function createSeveral(state: string): string[] {
    return [1, 2, 3].map((n) => create(`${state}::${n}`, 'SUBMITTED').id);
  }

  /** A task that has ended is not stopped any more. */
  function stop(id: string): boolean {
    stopped.add(id);
    const task = tasks.get(id);
    if (!task || task.status === 'SUCCESS' || task.status === 'FAILURE') return false;
    tasks.set(id, { ...task, status: 'CANCEL' });
    return true;
  }

  function receive(submission: Submission, state: string): SubmitOutcome | 'silence' {
    const behaviour = behaviours.shift() ?? 'accept';
    const post = (billed: boolean) => void posts.push({ state, submission, behaviour, billed });
    switch (behaviour) {
      case 'unreached':
        return { kind: 'unreached', detail: 'no connection' };
      case 'refuse':
        post(false);
        return { kind: 'refused', reason: { kind: 'bannedWord', word: 'x' } };
      case 'unsupported':
        post(false);
        return { kind: 'refused', reason: { kind: 'unsupported', detail: '' } };
      case 'full':
        post(false);
        return { kind: 'busy', reason: { kind: 'queueFull' }, retryAfter: null };
      case 'notReady':
        post(false);
        return { kind: 'busy', reason: { kind: 'taskNotReady' }, retryAfter: null };
      case 'noAccount':
        post(false);
        return { kind: 'busy', reason: { kind: 'noAccount' }, retryAfter: null };
      case 'silent':
        post(false);
        return { kind: 'unknown', detail: 'no answer' };
      case 'silentButCreated':
        post(true);
        taskOf(submission, state, 'SUBMITTED');
        return 'silence';
      case 'silentButSeveral':
        post(true);
        if (submission.kind === 'modal') taskOf(submission, state, 'SUBMITTED');
        else createSeveral(state);
        return 'silence';
      case 'several': {
        post(true);
        const [taskId = '', ...others] =
          submission.kind === 'modal' ? [taskOf(submission, state, 'SUBMITTED')] : createSeveral(state);
        return { kind: 'accepted', taskId, window: false, ahead: null, others };
      }
      case 'images':
        post(true);
        return { kind: 'images', urls: ['https://relay.example/one.png'] };
      case 'window': {
        post(true);
        const isModal = submission.kind === 'modal';
        const taskId = taskOf(submission, state, isModal ? 'SUBMITTED' : 'MODAL');
        return { kind: 'accepted', taskId, window: !isModal, ahead: null };
      }
      case 'accept':
        post(true);
        return { kind: 'accepted', taskId: taskOf(submission, state, 'SUBMITTED'), window: false, ahead: 3 };
    }
  }

  return {
    posts,
    tasks,
    stopped,
    behaviours,
    get listable() {
      return listable;
    },
    set listable(value) {
      listable = value;
    },
    get listings() {
      return listings;
    },
    get failedListings() {
      return failedListings;
    },
    set failedListings(value) {
      failedListings = value;
    },
    get hearsListings() {
      return hearsListings;
    },
    set hearsListings(value) {
      hearsListings = value;
    },
    get prepare() {
      return prepare;
    },
    set prepare(value) {
      prepare = value;
    },
    holdAnswers() {
      const { promise, resolve } = Promise.withResolvers<void>();
      answering = promise;
      return resolve;
    },
    portFor: (process) => ({
      prepare: (submission, signal) => prepare(submission, signal),
      async submit({ submission }, state) {
        const outcome = await process.write(() => receive(submission, state));
        await answering;
        return outcome === 'silence' ? { kind: 'unknown', detail: 'no answer' } : outcome;
      },
      list: (ids) =>
        process.call(() => ({
          tasks: ids.map((id) => tasks.get(id)).filter((task): task is Task => task !== undefined),
          missing: ids.filter((id) => !tasks.has(id)),
        })),
      fetch: (id) => process.call(() => tasks.get(id) ?? null),
      isReachable: () => process.call(() => true).catch(() => false),
      cancel: (id) => process.write(() => stop(id)),
      seed: () => process.call(() => null),
      recent: () =>
        process.call(() => {
          listings += 1;
          if (failedListings > 0) {
            failedListings -= 1;
            throw new RelaySilence('listing', hearsListings, null);
          }
          return listable ? [...tasks.values()] : null;
        }),
    }),
    moveTasks(status) {
      for (const task of tasks.values()) {
        if (['SUCCESS', 'FAILURE', 'MODAL', 'CANCEL'].includes(task.status)) continue;
        const done = status === 'SUCCESS';
        tasks.set(task.id, {
          ...task,
          status,
          percent: done ? 100 : 40,
          imageUrl: done ? `https://relay.example/${task.id}.png` : '',
          buttons: done ? buttonsOf(task.id) : [],
          failReason: status === 'FAILURE' ? 'it broke' : '',
        });
      }
    },
  };
}
