import { classify } from '../action.ts';
import { failReason } from '../fail-reason.ts';
import type { Job, Outcome } from '../job.ts';
import type { Reason } from '../reasons.ts';
import type { Task } from '../task.ts';

/** Whether a task that calls itself done has anything to show. */
export function hasResult(job: Job, task: Task): boolean {
  return task.imageUrl !== '' || task.imageUrls.length > 0 || task.videoUrls.length > 0 || textOf(job, task) !== '';
}

/** Relays give every task a final prompt; it is a result only where words were asked for. */
function textOf({ request }: Job, { text }: Task): string {
  if (request.kind === 'action') {
    return classify(request.customId).class === 'describeRetry' ? text : '';
  }
  return request.kind === 'describe' || request.kind === 'shorten' || request.kind === 'show' ? text : '';
}

/** What a finished task has to show for its job. */
export function resultOf(job: Job, task: Task): Outcome {
  return {
    kind: 'pictures',
    taskId: task.id,
    imageUrls: task.imageUrl ? [task.imageUrl] : task.imageUrls,
    videoUrls: task.videoUrls,
    buttons: task.buttons,
    prompt: task.prompt || job.prompt,
    text: textOf(job, task),
  };
}

/** Why a task came to nothing. */
export function failure(task: Task): Reason {
  return task.status === 'CANCEL' ? { kind: 'taskCancelled' } : failReason(task.failReason);
}
