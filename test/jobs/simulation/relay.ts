import { RelaySilence } from '../../../src/domain/failures/errors.ts';
import type { Submission } from '../../../src/domain/job/request.ts';
import type { RelayButton, Task } from '../../../src/domain/job/task.ts';
import { relayOfTask, taskKey } from '../../../src/domain/job/task-key.ts';
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
  /** The relay that got it. */
  readonly relay: string;
  readonly state: string;
  readonly submission: Submission;
  readonly behaviour: SubmitBehaviour;
  readonly billed: boolean;
};

/** What the relays were sent and the tasks that they made of it. They survive every process. */
export type SimulatedRelay = {
  /** In the order of preference. Each numbers its tasks by itself. */
  readonly names: readonly string[];
  readonly posts: Posted[];
  /** By their names among all relays. */
  readonly tasks: Map<string, Task>;
  /** The ids of the tasks that it was asked to stop. */
  readonly stopped: Set<string>;
  /** For the next submissions to the first relay, in order; those after them are accepted. */
  readonly behaviours: SubmitBehaviour[];
  /** The same for the other relays. */
  readonly behavioursElsewhere: SubmitBehaviour[];
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
  /** A relay as this process reaches it; without a name the first one. */
  portFor(process: SimulatedProcess, name?: string): Relay;
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

export function createSimulatedRelay(names: readonly string[] = ['main']): SimulatedRelay {
  const [first = 'main'] = names;
  const posts: Posted[] = [];
  const tasks = new Map<string, Task>();
  const stopped = new Set<string>();
  const behaviours: SubmitBehaviour[] = [];
  const behavioursElsewhere: SubmitBehaviour[] = [];
  let listable = true;
  let failedListings = 0;
  let hearsListings = true;
  let listings = 0;
  let prepare: Relay['prepare'] = async (submission) => ({
    kind: 'prepared',
    prepared: { submission, fields: {}, bytes: 0 },
  });
  const counts = new Map<string, number>();
  let answering = Promise.resolve();

  function create(relay: string, state: string, status: Task['status']): Task {
    const count = (counts.get(relay) ?? 0) + 1;
    counts.set(relay, count);
    const id = taskKey(relay, `task-${count}`);
    const task: Task = { ...pendingTask, id, status, state };
    tasks.set(id, task);
    return task;
  }

  function taskOf(relay: string, submission: Submission, state: string, status: 'SUBMITTED' | 'MODAL'): string {
    if (submission.kind !== 'modal') return create(relay, state, status).id;
    const task = tasks.get(submission.taskId);
    if (task?.status === 'MODAL') tasks.set(task.id, { ...task, status: 'SUBMITTED' });
    return submission.taskId;
  }

  function createSeveral(relay: string, state: string): string[] {
    return [1, 2, 3].map((n) => create(relay, `${state}::${n}`, 'SUBMITTED').id);
  }

  function taskAt(relay: string, id: string): Task | null {
    return (relayOfTask(id) === relay && tasks.get(id)) || null;
  }

  /** A task that has ended is not stopped any more. */
  function stop(id: string): boolean {
    stopped.add(id);
    const task = tasks.get(id);
    if (!task || task.status === 'SUCCESS' || task.status === 'FAILURE') return false;
    tasks.set(id, { ...task, status: 'CANCEL' });
    return true;
  }

  function receive(relay: string, submission: Submission, state: string): SubmitOutcome | 'silence' {
    const behaviour = (relay === first ? behaviours : behavioursElsewhere).shift() ?? 'accept';
    const post = (billed: boolean) => void posts.push({ relay, state, submission, behaviour, billed });
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
        taskOf(relay, submission, state, 'SUBMITTED');
        return 'silence';
      case 'silentButSeveral':
        post(true);
        if (submission.kind === 'modal') taskOf(relay, submission, state, 'SUBMITTED');
        else createSeveral(relay, state);
        return 'silence';
      case 'several': {
        post(true);
        const [taskId = '', ...others] =
          submission.kind === 'modal' ? [taskOf(relay, submission, state, 'SUBMITTED')] : createSeveral(relay, state);
        return { kind: 'accepted', taskId, window: false, ahead: null, others };
      }
      case 'images':
        post(true);
        return { kind: 'images', urls: ['https://relay.example/one.png'] };
      case 'window': {
        post(true);
        const isModal = submission.kind === 'modal';
        const taskId = taskOf(relay, submission, state, isModal ? 'SUBMITTED' : 'MODAL');
        return { kind: 'accepted', taskId, window: !isModal, ahead: null };
      }
      case 'accept':
        post(true);
        return { kind: 'accepted', taskId: taskOf(relay, submission, state, 'SUBMITTED'), window: false, ahead: 3 };
    }
  }

  return {
    names,
    posts,
    tasks,
    stopped,
    behaviours,
    behavioursElsewhere,
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
    portFor: (process, name = first) => ({
      prepare: (submission, signal) => prepare(submission, signal),
      async submit({ submission }, state) {
        const outcome = await process.write(() => receive(name, submission, state));
        await answering;
        return outcome === 'silence' ? { kind: 'unknown', detail: 'no answer' } : outcome;
      },
      list: (ids) =>
        process.call(() => ({
          tasks: ids.map((id) => taskAt(name, id)).filter((task) => task !== null),
          missing: ids.filter((id) => taskAt(name, id) === null),
        })),
      fetch: (id) => process.call(() => taskAt(name, id)),
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
          return listable ? [...tasks.values()].filter(({ id }) => relayOfTask(id) === name) : null;
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
