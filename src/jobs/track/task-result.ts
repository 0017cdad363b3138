import { type ActionClass, classify } from '../../domain/buttons/action.ts';
import { failReason } from '../../domain/failures/classify.ts';
import type { Reason } from '../../domain/failures/reason.ts';
import type { Job, Outcome, Pictures } from '../../domain/job/job.ts';
import type { RelayButton, Task } from '../../domain/job/task.ts';
import { pickButtons } from '../../domain/prompt/prompts-list.ts';

/** Whether a task that calls itself done has anything to show. Where words were asked for, its picture alone does not count. */
export function hasResult(job: Job, task: Task): boolean {
  if (asksForWords(job)) return textOf(job, task) !== '';
  return task.imageUrl !== '' || task.imageUrls.length > 0 || task.videoUrls.length > 0 || textOf(job, task) !== '';
}

function asksForWords({ request }: Job): boolean {
  if (request.kind !== 'action') return request.kind === 'describe' || request.kind === 'shorten';
  return classify(request.customId).class === 'describeRetry' || isDetails(request.customId);
}

/** "Show Details" below a shorten: its id varies, its answer is a text like the one it stands under. */
function isDetails(customId: string): boolean {
  return /^MJ::Job::PromptAnaly[sz]er/i.test(customId) && classify(customId).class === 'unknown';
}

/** Relays give every task a final prompt; it is a result only where words were asked for. */
function textOf(job: Job, { text, buttons }: Task): string {
  const wordy = job.request.kind === 'show' ? buttons.some(isPick) : asksForWords(job);
  return wordy ? text : '';
}

const picks: ReadonlySet<ActionClass> = new Set(['describePick', 'shortenPick']);

function isPick({ customId }: RelayButton): boolean {
  return picks.has(classify(customId).class);
}

/** Nothing to show yet. */
export function bare(taskId: string | null, prompt: string): Pictures {
  return { kind: 'pictures', taskId, imageUrls: [], videoUrls: [], buttons: [], prompt, text: '' };
}

/** What a finished task has to show for its job. */
export function resultOf(job: Job, task: Task): Outcome {
  const { request } = job;
  const text = textOf(job, task);
  const described = request.kind === 'describe' ? [request.image] : [];
  const several = task.imageUrls.length > 0 ? task.imageUrls : described;
  return {
    kind: 'pictures',
    taskId: task.id,
    imageUrls: task.imageUrl ? [task.imageUrl] : several,
    videoUrls: task.videoUrls,
    // Some relays forget the buttons of a text; what they mean is in the text itself.
    buttons: text === '' || task.buttons.some(isPick) ? task.buttons : [...pickButtons(text, request), ...task.buttons],
    prompt: task.prompt || job.prompt,
    text,
    ...(isTextIgnored(job) && { textIgnored: true }),
  };
}

/** A member wrote something, but no window asked for it. */
function isTextIgnored(job: Job): boolean {
  return job.text !== null && (job.step === 'following' || job.step === 'overdue') && !job.modalSent;
}

/** Why a task came to nothing. */
export function failure(task: Task): Reason {
  return task.status === 'CANCEL' ? { kind: 'taskCancelled' } : failReason(task.failReason);
}
