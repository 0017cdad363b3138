import { type Charge, OPERATOR, type Payer } from '../credits/charge.ts';
import { isRefusal, type Reason } from '../failures/reason.ts';
import type { Failure, Outcome } from './outcome.ts';
import type { Place } from './place.ts';
import type { Request, WindowText } from './request.ts';
import type { Stage, Step } from './step.ts';

export type { Place } from './place.ts';

/** The member who made the gesture. `locale` is Discord's, such as `en-US` or `zh-CN`. */
export type Requester = { readonly id: string; readonly name: string; readonly locale: string };

/**
 * What it takes to answer an interaction. The token is a secret, and dies at `expiresAt` (Unix ms), 15 minutes after the
 * interaction.
 */
export type Reply = {
  readonly applicationId: string;
  readonly interactionId: string;
  readonly token: string;
  readonly expiresAt: number;
};

/** What a job has in every step. */
type Base = {
  /** The id of the interaction that made it; with `-1`, `-2`… after it where one interaction made several. */
  readonly id: string;
  readonly request: Request;
  /**
   * What the member wrote into the window; null before that. It is asked for in advance where a button is known to open
   * one.
   */
  readonly text: WindowText | null;
  readonly requester: Requester;
  readonly guildId: string | null;
  readonly channelId: string;
  /** The language of messages that everybody reads: the server's, or the member's where there is no server. */
  readonly locale: string;
  /** Shown only to the requester (an ephemeral message). */
  readonly private: boolean;
  /** Its message is one that the bot posts, or has posted, as itself: it is no answer to the interaction. Absent means it is. */
  readonly postedByBot?: true;
  /** The newest living interaction token for the job's message, null when it is gone. */
  readonly reply: Reply | null;
  /** The message whose button was pressed. */
  readonly parent: Place | null;
  /** Jobs that are shown in one message with this one, in the order shown, itself included; empty when it has its own. */
  readonly group: readonly string[];
  /** Keys of the claims that this job takes before it is submitted; empty when the gesture may be repeated. */
  readonly claims: readonly string[];
  /** What the relay echoes as `state` (echo.ts), unless the member gave one of their own. */
  readonly state: string;
  /**
   * Further tasks of the relay that the job's submission began, and that no job follows yet. Each is about to get a job of
   * its own; until then this one does not settle.
   */
  readonly furtherTasks: readonly string[];
  /** Largest file, in bytes, that the place accepts (the interaction's `attachment_size_limit`). */
  readonly attachmentLimit: number;
  /** The prompt to show until the relay tells a better one. */
  readonly prompt: string;
  /** Unix ms. */
  readonly createdAt: number;
  /** The relay that was asked last, by its name. Absent means MAIN_RELAY, once it has been submitted. */
  readonly relay?: string;
  /** Who pays that relay. Absent means OPERATOR. */
  readonly payer?: Payer;
  /** What the job costs in credits. Null when it costs nothing; absent in jobs from before there were credits. */
  readonly charge?: Charge | null;
};

/** Our durable record of one gesture, from the interaction to the shown result. */
export type Job = Base & Stage;

/** A job in one given step. */
export type JobIn<S extends Step> = Base & Extract<Stage, { readonly step: S }>;

export type ReceivedJob = JobIn<'received'>;

/** The job in another step. */
export function enter<S extends Stage>(job: Job, stage: S): Base & S {
  const { id, request, text, requester, guildId, channelId, reply, parent, claims, state, prompt, createdAt } = job;
  const { relay, payer, charge, postedByBot } = job;
  return {
    id,
    request,
    text,
    requester,
    guildId,
    channelId,
    locale: job.locale,
    private: job.private,
    ...(postedByBot && { postedByBot }),
    reply,
    parent,
    group: job.group,
    claims,
    state,
    furtherTasks: job.furtherTasks,
    attachmentLimit: job.attachmentLimit,
    prompt,
    createdAt,
    ...(relay !== undefined && { relay }),
    ...(payer !== undefined && { payer }),
    ...(charge !== undefined && { charge }),
    ...stage,
  };
}

/** The job at its end: `outcome` is left to be shown. `now` is Unix ms. */
export function conclude(job: Job & { readonly place: Place }, outcome: Outcome, now: number): JobIn<'delivering'> {
  const taskId = outcome.kind === 'failed' && !onlyLooks(job) ? taskOf(job) : null;
  const meant = outcome.kind === 'failed' ? { ...outcome, reason: reasonFor(job, outcome.reason) } : outcome;
  const told = taskId === null ? meant : { ...meant, taskId };
  return enter(job, { step: 'delivering', place: job.place, outcome: told, since: now });
}

/** What is wrong with an account is for its owner to mend: the managers of a server that pays with a key of its own. */
function reasonFor({ payer = OPERATOR }: Job, reason: Reason): Reason {
  return reason.kind === 'operator' && payer !== OPERATOR ? { kind: 'keyRefused' } : reason;
}

/** The job with a window that waits for a text. `now` is Unix ms. */
export function openWindow(
  job: Job & { readonly place: Place; readonly taskId: string },
  now: number,
): JobIn<'window'> {
  const { place, taskId } = job;
  return enter(job, { step: 'window', place, taskId, since: now, notBefore: 0, refusals: 0 });
}

/** The id of the interaction that made a job. */
export function interactionOf(jobId: string): string {
  return jobId.split('-', 1)[0] ?? jobId;
}

/** Whether a job's message is a further one of its token's interaction, not the interaction's first answer. */
export function isFollowUp({ id, group, reply }: Pick<Job, 'id' | 'group' | 'reply'>): boolean {
  return reply !== null && group.length === 0 && id.startsWith(`${reply.interactionId}-`);
}

/** Whether the job's token reaches its message: that of its own interaction does not where the bot posted it as itself. */
export function isReachedByToken({ id, reply, postedByBot }: Pick<Job, 'id' | 'reply' | 'postedByBot'>): boolean {
  return reply !== null && !(postedByBot && reply.interactionId === interactionOf(id));
}

/** The place of a job that no message shows, and that only its requester hears of: its result is sent to them by DM. */
export function placeWithoutMessage({ id, requester }: Pick<Job, 'id' | 'requester'>): Place {
  return { guildId: null, channelId: requester.id, messageId: id };
}

/** The message that shows a job, null where there is none. */
export function messageOf(job: Job): Place | null {
  const place = 'place' in job ? job.place : null;
  return place?.messageId === job.id ? null : place;
}

/**
 * The job as members know it: settled, too, while some of its pictures are only linked in its message and are tried once
 * more.
 */
export function asShown(job: Job): Job {
  if (!isAttaching(job)) return job;
  const { place, outcome, since } = job;
  return enter(job, { step: 'settled', place, outcome, at: since });
}

/** Whether a job is shown with links, and its pictures are tried once more. */
export function isAttaching(job: Job): job is JobIn<'delivering'> & { readonly attaching: number } {
  return job.step === 'delivering' && job.attaching !== undefined;
}

/** Whether a job came to nothing, told or about to be: no picture of it will ever be shown. */
export function hasFailed(
  job: Job,
): job is Extract<Job, { readonly outcome: Outcome }> & { readonly outcome: Failure } {
  return 'outcome' in job && job.outcome.kind === 'failed';
}

/** Whether a job was refused before the relay had accepted anything of it. That is told to its requester alone. */
export function wasRefused(job: Job): boolean {
  return hasFailed(job) && job.outcome.taskId === undefined && !onlyLooks(job) && isRefusal(job.outcome.reason);
}

/** Whether a job only looks at a task that somebody else's submission, or an earlier one, has made and paid for. */
export function onlyLooks({ request }: Pick<Job, 'request'>): boolean {
  return request.kind === 'show' && !request.ours;
}

/** Whether a job follows a further task of another job's submission. It is paid for before anybody has seen it. */
export function isFurther({ request }: Pick<Job, 'request'>): boolean {
  return request.kind === 'show' && request.ours === true;
}

/** The relay's task that a job waits for or came to; null before there is one. */
export function taskOf(job: Job): string | null {
  if ('taskId' in job) return job.taskId;
  return 'outcome' in job ? (job.outcome.taskId ?? null) : null;
}
