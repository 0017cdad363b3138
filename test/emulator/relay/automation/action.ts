import { asking, type Press, readPress } from '../presses.ts';
import { describePicture, lineOf, picturesOfPress } from '../results.ts';
import type { SubmitBody } from '../submit-body.ts';
import type { EmulatedTask } from '../tasks.ts';
import type { SubmitContext } from './automation.ts';
import { missing, refuse, type Verdict } from './verdict.ts';

/** The prompt that a press starts from: its parent's, or the line it picks from a text. */
export function promptOf({ kind, index }: Pick<Press, 'kind' | 'index'>, parent: EmulatedTask): string {
  const picks = kind === 'describePick' || kind === 'describeAll' || kind === 'shortenPick';
  return picks ? lineOf(parent.finalPrompt, index) : parent.finalPrompt;
}

/** Presses a button of a finished task. Only buttons that this very task shows can be pressed. */
export function createAction({ tasks, objection, accept, common, opensWindow }: SubmitContext) {
  return function action(submitBody: SubmitBody): Verdict {
    const [taskId, customId] = [submitBody.taskId ?? '', submitBody.customId ?? ''];
    if (taskId === '' || customId === '') return refuse(4, 'taskId and customId can not be empty');
    const parent = tasks.all.get(taskId);
    if (!parent) return missing();
    if (parent.status !== 'SUCCESS') return refuse(4, 'Task status is not SUCCESS');
    const press = readPress(customId);
    if (!press || !parent.buttons.some((button) => button.customId === customId)) {
      return refuse(4, `Unsupported action: ${customId}`);
    }
    return take(press, parent, submitBody);
  };

  function take(press: Press, parent: EmulatedTask, submitBody: SubmitBody): Verdict {
    const { kind, customId } = press;
    if (kind === 'bookmark') return { ...refuse(1, 'Submit success'), result: parent.id };
    const window = asking.has(kind) || opensWindow(kind, submitBody);
    const objected = window ? null : objection(submitBody);
    if (objected) return objected;
    if (kind === 'describeAll') return takeAll(parent, submitBody);
    const prompt = promptOf(press, parent);
    const task = tasks.add({
      ...common(submitBody),
      kind,
      customId,
      prompt: parent.prompt,
      finalPrompt: prompt,
      parent: parent.id,
    });
    if (window) {
      const description = 'Waiting for window confirm';
      Object.assign(task, { status: 'MODAL', description });
      const properties = { finalPrompt: kind === 'region' ? '' : prompt, remix: true };
      return { status: 200, code: 21, description, result: task.id, properties, tasks: [task], window };
    }
    task.pictures = picturesOfPress(press, parent, prompt, task.seed, null);
    if (kind === 'describeRetry') task.finalPrompt = describePicture(task.seed, sourceOf(parent));
    return accept(task);
  }

  /** The picture that was sent to be described. */
  function sourceOf({ pictures: [described] }: EmulatedTask): Uint8Array | undefined {
    return described?.kind === 'blend' ? described.sources[0] : undefined;
  }

  function takeAll(parent: EmulatedTask, submitBody: SubmitBody): Verdict {
    const verdicts = [1, 2, 3, 4].map((index) => {
      const press: Press = { kind: 'describePick', customId: '', index, factor: 1, direction: '' };
      const prompt = promptOf(press, parent);
      const shared = common(submitBody);
      const task = tasks.add({ ...shared, state: `${shared.state}::${index}`, kind: 'describePick', prompt });
      task.pictures = picturesOfPress(press, parent, prompt, task.seed, null);
      return accept(task);
    });
    const made = verdicts.flatMap((verdict) => verdict.tasks);
    const result = made.map(({ id }) => id).join(',');
    return { status: 200, code: 1, description: 'Submit success', result, properties: {}, tasks: made, window: false };
  }
}
