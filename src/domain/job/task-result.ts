import { type ActionClass, classify } from '../buttons/action.ts';
import { classifyFailure } from '../failures/classify.ts';
import type { Reason } from '../failures/reason.ts';
import { pickButtons } from '../prompt/prompts-list.ts';
import { type Job, onlyLooks } from './job.ts';
import type { Failure, Pictures } from './outcome.ts';
import type { RelayButton, Task } from './task.ts';

/**
 * Whether a task that calls itself done has anything to show. Where a text was asked for, a picture alone does not
 * count.
 */
export function hasResult(job: Job, task: Task): boolean {
  if (asksForText(job)) return textOf(job, task) !== '';
  return task.imageUrl !== '' || task.imageUrls.length > 0 || task.videoUrls.length > 0 || textOf(job, task) !== '';
}

/** The end of a job whose task calls itself done and has nothing to show. */
export function emptyOutcome(job: Job): Failure {
  const reason = { kind: 'emptyResult', wanted: asksForText(job) ? 'text' : 'picture' } as const;
  return onlyLooks(job) ? { kind: 'failed', reason, free: true } : { kind: 'failed', reason };
}

/** The pictures and films of a finished task. */
function mediaOf(job: Job, task: Task): Pick<Pictures, 'imageUrls' | 'videoUrls'> {
  const { request } = job;
  const picked = isFilmPick(job, task) ? pickedFilm(task) : '';
  if (picked !== '') return { imageUrls: [], videoUrls: [picked] };
  const described = request.kind === 'describe' ? [request.image] : [];
  const several = task.imageUrls.length > 0 ? task.imageUrls : described;
  return { imageUrls: task.imageUrl ? [task.imageUrl] : several, videoUrls: task.videoUrls };
}

/**
 * The one film that a pick has to show, where the relay has it in the place of the picture; empty elsewhere. Then the films
 * that it lists are all those of the task that it was picked from, or none.
 */
function pickedFilm({ filmUrl, imageUrl, videoUrls }: Task): string {
  return filmUrl ?? (videoUrls.length === 1 ? '' : imageUrl);
}

/** Whether a task is one film that was picked from several. Its buttons tell, where somebody else has pressed for it. */
function isFilmPick({ request }: Job, { buttons }: Task): boolean {
  if (request.kind === 'action') return classify(request.customId).class === 'videoPick';
  const classes = buttons.map(({ customId }) => classify(customId).class);
  return request.kind === 'show' && classes.includes('animateExtend') && !classes.includes('videoPick');
}

/** What a finished task has to show for its job. */
export function resultOf(job: Job, task: Task): Pictures {
  const { request } = job;
  const text = textOf(job, task);
  return {
    kind: 'pictures',
    taskId: task.id,
    ...mediaOf(job, task),
    // Some relays leave out the buttons of a text; the prompts that they stand for can be read from the text itself.
    buttons: text === '' || task.buttons.some(isPick) ? task.buttons : [...pickButtons(text, request), ...task.buttons],
    prompt: task.prompt || job.prompt,
    text,
    ...(isTextIgnored(job) && { textIgnored: true }),
  };
}

/** The result of a submission that made no task, before any picture is added to it. */
export function resultWithoutTask(prompt: string): Pictures {
  return { kind: 'pictures', taskId: null, imageUrls: [], videoUrls: [], buttons: [], prompt, text: '' };
}

/** Why a failed or cancelled task came to nothing. `begun`: whether some of it was seen before. `job`: whose task it is. */
export function failureOf(task: Task, begun = false, job?: Job): Reason {
  if (task.status === 'CANCEL') return { kind: 'taskCancelled' };
  const reason = classifyFailure(task.failReason);
  const seen = begun || task.imageUrl !== '' || task.imageUrls.length > 0;
  if (job && isOfRelayCopy(reason, task, job)) return { kind: 'pictureUnreadable', why: 'relayCopy' };
  return reason.kind === 'taskFailed' && seen ? { ...reason, begun: true } : reason;
}

/**
 * Whether a film failed over a link to a picture that was handed over as bytes: then it is the relay's own link, which
 * Midjourney cannot open where the relay's storage is not public.
 */
function isOfRelayCopy(reason: Reason, { failReason }: Task, { request }: Job): boolean {
  const isHandedOver = request.kind === 'video' && !request.byLink && (request.image ?? request.endImage) !== null;
  return isHandedOver && reason.kind === 'pictureUnreadable' && /\blink\b|链接/i.test(failReason);
}

/** Whether an ended task says that somebody called it off. Some relays fail such a task, and say why or not. */
export function isCalledOff(task: Task): boolean {
  if (task.status === 'SUCCESS') return false;
  return task.status === 'CANCEL' || task.failReason === '' || failureOf(task).kind === 'taskCancelled';
}

function asksForText({ request }: Job): boolean {
  if (request.kind !== 'action') return request.kind === 'describe' || request.kind === 'shorten';
  return classify(request.customId).class === 'describeRetry' || isShowDetails(request.customId);
}

/** "Show Details" below a shorten: its id varies, its answer is a text like the one it stands under. */
function isShowDetails(customId: string): boolean {
  return /^MJ::Job::PromptAnaly[sz]er/i.test(customId) && classify(customId).class === 'unknown';
}

/** Relays give every task a final prompt; it is a result only where a text was asked for. */
function textOf(job: Job, { text, buttons }: Task): string {
  const isText = job.request.kind === 'show' ? buttons.some(isPick) : asksForText(job);
  return isText ? text : '';
}

const pickClasses: ReadonlySet<ActionClass> = new Set(['describePick', 'shortenPick']);

function isPick({ customId }: RelayButton): boolean {
  return pickClasses.has(classify(customId).class);
}

/** Whether the member wrote a text that no window asked for. */
function isTextIgnored(job: Job): boolean {
  return job.text !== null && (job.step === 'following' || job.step === 'overdue') && !job.modalSent;
}
