import type { Button } from './buttons.ts';
import type { Picture } from './pictures/picture.ts';
import type { PressKind } from './presses.ts';
import { hash, uuidOf } from './seeds.ts';

export type TaskKind =
  | Exclude<PressKind, 'bookmark' | 'describeAll'>
  | 'imagine'
  | 'blend'
  | 'describe'
  | 'shorten'
  | 'edits'
  | 'video';

export type Status = 'NOT_START' | 'SUBMITTED' | 'MODAL' | 'IN_PROGRESS' | 'SUCCESS' | 'FAILURE';

/** The truth about a task. Profiles show it in their own ways; nothing outside changes it except through the relay. */
export type EmulatedTask = {
  readonly id: string;
  /** Midjourney's job id, as in customIds. */
  readonly uuid: string;
  readonly kind: TaskKind;
  /** The id of the task whose button was pressed. */
  readonly parent: string | null;
  readonly customId: string;
  readonly state: string;
  readonly notifyHook: string;
  readonly botType: string;
  /** From the path, such as `mj-fast`. */
  readonly mode: string | null;
  readonly seed: number;
  readonly submitTime: number;
  status: Status;
  percent: number;
  /** As it was submitted: for a pressed button its parent's, until a window is answered. */
  prompt: string;
  /** What Midjourney made of it; the four descriptions of a describe. */
  finalPrompt: string;
  /** Four for a grid, none for a text. */
  pictures: readonly Picture[];
  buttons: readonly Button[];
  failReason: string;
  description: string;
  startTime: number | null;
  finishTime: number | null;
  /** How often its pictures got other addresses, after which the earlier ones are dead. */
  addresses: number;
  /** Whether the picture storage has lost its pictures. */
  lost: boolean;
};

export type Draft = Pick<EmulatedTask, 'kind' | 'prompt' | 'state' | 'notifyHook' | 'botType' | 'mode'> &
  Partial<Pick<EmulatedTask, 'parent' | 'customId' | 'finalPrompt' | 'pictures' | 'status' | 'description'>> & {
    readonly fixedSeed?: number | null;
  };

export type Tasks = ReturnType<typeof createTasks>;

/** All tasks of one relay by id. The n-th task with the same prompt is the same in every run, but for its id and times. */
export function createTasks(firstId?: number) {
  const all = new Map<string, EmulatedTask>();
  let count = 0;

  function add({ fixedSeed = null, ...draft }: Draft): EmulatedTask {
    count += 1;
    const seed = fixedSeed ?? hash(draft.prompt, count);
    const task: EmulatedTask = {
      id: firstId === undefined ? `${Date.now()}${String(count % 1000).padStart(3, '0')}` : String(firstId + count),
      uuid: uuidOf(draft.prompt, draft.kind, count),
      seed,
      parent: null,
      customId: '',
      status: 'NOT_START',
      percent: 0,
      finalPrompt: draft.prompt,
      pictures: [],
      buttons: [],
      failReason: '',
      description: 'Submit success',
      submitTime: Date.now(),
      startTime: null,
      finishTime: null,
      addresses: 0,
      lost: false,
      ...draft,
    };
    all.set(task.id, task);
    return task;
  }

  return {
    all,
    add,
    byUuid: (uuid: string) => all.values().find((task) => task.uuid === uuid),
    /** Throws for an id that never was or was forgotten: a mistake of the test. */
    need(id: string): EmulatedTask {
      const task = all.get(id);
      if (!task) throw new Error(`the emulated relay has no task ${id}`);
      return task;
    },
  };
}

export function isOver({ status }: Pick<EmulatedTask, 'status'>): boolean {
  return status === 'SUCCESS' || status === 'FAILURE';
}
