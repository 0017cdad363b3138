import { develop } from '../develop.ts';
import { bytesOf, type Order } from '../order.ts';
import { readPress } from '../presses.ts';
import type { EngineContext } from './studio.ts';
import { missing, refuse, type Verdict } from './verdict.ts';

/**
 * Completes a window. As on the real servers, a second modal for the same task is answered like a good one
 * (and charged) although nothing comes of it.
 */
export function createModal({ tasks, objection, accept }: EngineContext) {
  return function modal(order: Order): Verdict {
    const taskId = order.taskId ?? '';
    if (taskId === '') return refuse(4, 'taskId can not be empty');
    const task = tasks.all.get(taskId);
    const press = readPress(task?.customId ?? '');
    const parent = tasks.all.get(task?.parent ?? '');
    if (!task || !press || !parent) return missing();
    const mask = bytesOf(order.maskBase64 ?? '');
    if (task.kind === 'region' && !mask) return refuse(4, 'maskBase64 is malformed');
    const objected = objection(order);
    if (objected) return objected;
    if (task.status !== 'MODAL') {
      const answer = refuse(1, 'Submit success');
      return { ...answer, result: task.id, tasks: [task] };
    }
    task.finalPrompt = order.prompt?.trim() || task.finalPrompt;
    task.prompt = task.finalPrompt;
    task.description = 'Submit success';
    task.pictures = develop(press, parent, task.finalPrompt, task.seed, mask);
    return accept(task);
  };
}
