import type { Submission } from '../../../src/domain/job/request.ts';
import type { RelayButton, Task } from '../../../src/domain/job/task.ts';
import type { Relay, SubmitOutcome } from '../../../src/domain/ports.ts';
import type { Life } from './process-life.ts';

/** How the relay treats the next submission. */
export type Mood =
  | 'accept'
  | 'window'
  | 'images'
  | 'refuse'
  | 'full'
  | 'notReady'
  | 'unreached'
  | 'silentButCreated'
  | 'silent';

/** One POST that reached the relay. `billed`: it made a task (or pictures), whether or not anybody was told. */
export type Posted = {
  readonly state: string;
  readonly submission: Submission;
  readonly mood: Mood;
  readonly billed: boolean;
};

/** A relay on paper: a ledger of posts and a table of tasks. It survives every process. */
export type PaperRelay = {
  readonly posts: Posted[];
  readonly tasks: Map<string, Task>;
  readonly moods: Mood[];
  /** Whether it can list its newest tasks. */
  listable: boolean;
  mount(life: Life): Relay;
  /** Moves every unfinished task on; `end` decides how they end. */
  run(end: 'SUCCESS' | 'FAILURE' | 'IN_PROGRESS'): void;
};

const button = (customId: string, label: string): RelayButton => ({ customId, label, emoji: '', style: 2 });

function buttonsOf(id: string): RelayButton[] {
  return [
    button(`MJ::JOB::upsample::2::${id}`, 'U2'),
    button(`MJ::JOB::variation::2::${id}`, 'V2'),
    button(`MJ::CustomZoom::${id}`, 'Custom Zoom'),
  ];
}

export function createPaperRelay(): PaperRelay {
  const posts: Posted[] = [];
  const tasks = new Map<string, Task>();
  const moods: Mood[] = [];
  let listable = true;
  let count = 0;

  function create(state: string, status: Task['status']): Task {
    count += 1;
    const id = `task-${count}`;
    const task: Task = {
      id,
      status,
      percent: null,
      imageUrl: '',
      imageUrls: [],
      videoUrls: [],
      buttons: [],
      prompt: '',
      text: '',
      failReason: '',
      state,
    };
    tasks.set(id, task);
    return task;
  }

  function accepted(submission: Submission, state: string, status: 'SUBMITTED' | 'MODAL'): string {
    if (submission.kind !== 'modal') return create(state, status).id;
    const task = tasks.get(submission.taskId);
    if (task?.status === 'MODAL') tasks.set(task.id, { ...task, status: 'SUBMITTED' });
    return submission.taskId;
  }

  function receive(submission: Submission, state: string): SubmitOutcome | 'silence' {
    const mood = moods.shift() ?? 'accept';
    const post = (billed: boolean) => void posts.push({ state, submission, mood, billed });
    switch (mood) {
      case 'unreached':
        return { kind: 'unreached', detail: 'no connection' };
      case 'refuse':
        post(false);
        return { kind: 'refused', reason: { kind: 'bannedWord', word: 'x' } };
      case 'full':
        post(false);
        return { kind: 'busy', reason: { kind: 'queueFull' }, retryAfter: null };
      case 'notReady':
        post(false);
        return { kind: 'busy', reason: { kind: 'taskNotReady' }, retryAfter: null };
      case 'silent':
        post(false);
        return { kind: 'unknown', detail: 'no answer' };
      case 'silentButCreated':
        post(true);
        accepted(submission, state, 'SUBMITTED');
        return 'silence';
      case 'images':
        post(true);
        return { kind: 'images', urls: ['https://relay.example/one.png'] };
      case 'window': {
        post(true);
        const isModal = submission.kind === 'modal';
        const taskId = accepted(submission, state, isModal ? 'SUBMITTED' : 'MODAL');
        return { kind: 'accepted', taskId, window: !isModal, ahead: null };
      }
      case 'accept':
        post(true);
        return { kind: 'accepted', taskId: accepted(submission, state, 'SUBMITTED'), window: false, ahead: 3 };
    }
  }

  return {
    posts,
    tasks,
    moods,
    get listable() {
      return listable;
    },
    set listable(value) {
      listable = value;
    },
    mount: (life) => ({
      async submit(submission, state) {
        const outcome = await life.write(() => receive(submission, state));
        return outcome === 'silence' ? { kind: 'unknown', detail: 'no answer' } : outcome;
      },
      list: (ids) =>
        life.call(() => ({
          tasks: ids.map((id) => tasks.get(id)).filter((task): task is Task => task !== undefined),
          missing: ids.filter((id) => !tasks.has(id)),
        })),
      fetch: (id) => life.call(() => tasks.get(id) ?? null),
      cancel: () => life.call(() => false),
      seed: () => life.call(() => null),
      recent: () => life.call(() => (listable ? [...tasks.values()] : null)),
    }),
    run(end) {
      for (const task of tasks.values()) {
        if (['SUCCESS', 'FAILURE', 'MODAL'].includes(task.status)) continue;
        const done = end === 'SUCCESS';
        tasks.set(task.id, {
          ...task,
          status: end,
          percent: done ? 100 : 40,
          imageUrl: done ? `https://relay.example/${task.id}.png` : '',
          buttons: done ? buttonsOf(task.id) : [],
          failReason: end === 'FAILURE' ? 'it broke' : '',
        });
      }
    },
  };
}
