import { readPress } from '../presses.ts';
import { picturesOfPress } from '../results.ts';
import { bytesOf, type SubmitBody } from '../submit-body.ts';
import type { SubmitContext } from './automation.ts';
import { missing, refuse, type Verdict } from './verdict.ts';

/**
 * Completes a window. As on the real servers, a second modal for the same task is answered like a good one
 * (and charged) although nothing comes of it.
 */
export function createModal({ tasks, objection, accept }: SubmitContext) {
  return function modal(submitBody: SubmitBody): Verdict {
    const taskId = submitBody.taskId ?? '';
    if (taskId === '') return refuse(4, 'taskId can not be empty');
    const task = tasks.all.get(taskId);
    const press = readPress(task?.customId ?? '');
    const parent = tasks.all.get(task?.parent ?? '');
    if (!task || !press || !parent) return missing();
    const mask = bytesOf(submitBody.maskBase64 ?? '');
    if (task.kind === 'region' && !mask) return refuse(4, 'maskBase64 is malformed');
    const objected = objection(submitBody);
    if (objected) return objected;
    if (task.status !== 'MODAL') {
      const answer = refuse(1, 'Submit success');
      return { ...answer, result: task.id, tasks: [task] };
    }
    task.finalPrompt = submitBody.prompt?.trim() || task.finalPrompt;
    task.prompt = task.finalPrompt;
    task.description = 'Submit success';
    task.pictures = picturesOfPress(press, parent, task.finalPrompt, task.seed, mask);
    return accept(task);
  };
}
