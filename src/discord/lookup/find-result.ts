import type { BaseInteraction } from 'discord.js';
import { jobIdIn } from '../../domain/job/echo.ts';
import { hasFailed, type Job, type Place } from '../../domain/job/job.ts';
import type { Pictures } from '../../domain/job/outcome.ts';
import { jobOfMessage, jobOfTask } from '../../domain/job/shared-message.ts';
import type { RelayButton, Task } from '../../domain/job/task.ts';
import { isKeptFrom, isVisibleTo, type Viewer } from '../../domain/job/visibility.ts';
import type { MessageRecord } from '../../domain/ports/store.ts';
import type { Context, Services } from '../handler.ts';
import type { Reference } from './reference.ts';

/**
 * What is known of a result: its job, the record of a message that shows it, or both. The record of a message that several
 * results share has neither a task nor buttons.
 */
export type FoundResult = { readonly job: Job | null; readonly record: MessageRecord | null };

/** `hidden`: known, but not for this member. `several`: the message that was named shows several results. */
export type NotFound = 'hidden' | 'several';

type Records = Pick<Services, 'engine' | 'store'>;
/** Who asks, and where. */
type Asker = Pick<BaseInteraction, 'user' | 'guildId' | 'channelId'>;

const viewerOf = ({ user, guildId, channelId }: Asker): Viewer => ({ memberId: user.id, guildId, channelId });

/** Whether a member may be shown a job, from where they ask. */
export function maySee(asker: Asker, job: Job, place: Place | null): boolean {
  return isVisibleTo(viewerOf(asker), job, place);
}

/**
 * A task as the relay has it, null when this member may not know of it. Whose it is stands in its own `state`: the store may
 * never have heard of a task whose submission got no answer.
 */
export async function ifVisible(task: Task | null, asker: Asker, { engine }: Pick<Services, 'engine'>) {
  const maker = task === null ? undefined : await engine.job(jobIdIn(task.state));
  return maker && isKeptFrom(viewerOf(asker), maker) ? null : task;
}

/** Whether the relay says of a task that the store does not know that this member may not know of it. */
export async function isSecretTask(
  taskId: string,
  asker: Asker,
  { engine, peekTask }: Pick<Context, 'engine' | 'peekTask'>,
): Promise<boolean> {
  const task = await peekTask(taskId);
  return task !== null && (await ifVisible(task, asker, { engine })) === null;
}

/** Whether a member may be shown a result of which only the record of its message is left. */
function maySeeMessage({ user, channelId }: Asker, record: MessageRecord): boolean {
  return record.private ? record.requesterId === user.id : record.place.channelId === channelId;
}

/** What a reference means to this member; null when it is not known. A named task never leads to the job of another one. */
export async function findResult(
  reference: Reference,
  asker: Asker,
  records: Records,
): Promise<FoundResult | NotFound | null> {
  const own = await ownOpenJob(asker, reference, records);
  if (own) return { job: own, record: null };
  if (reference.kind === 'task' && (await isMadeInSecret(reference.taskId, asker, records))) return 'hidden';
  const places =
    reference.kind === 'message'
      ? [reference.place]
      : (await records.store.tasks.places(reference.taskId)).toReversed();
  let hidden = false;
  for (const { messageId } of places) {
    const record = await records.store.messages.get(messageId);
    if (!record || !mayShow(record, reference)) continue;
    const job = await jobBehind(record, reference, records);
    if (job === 'several') return 'several';
    if (job ? maySee(asker, job, record.place) : maySeeMessage(asker, record)) return { job, record };
    hidden = true;
  }
  return hidden ? 'hidden' : null;
}

/** What the relay offers below a result: as its message has it, else as its job has. Undefined when neither is known. */
export function buttonsOf({ job, record }: FoundResult): readonly RelayButton[] | undefined {
  if (job && hasFailed(job)) return undefined;
  return record?.taskId ? record.buttons : picturesOf(job)?.buttons;
}

/** What a job has to show, null when it came to nothing or has not ended. */
export function picturesOf(job: Job | null | undefined): Pictures | null {
  return job?.step === 'settled' && job.outcome.kind === 'pictures' ? job.outcome : null;
}

/** Whether a record can be that of a message which shows what the reference names. */
function mayShow({ taskId }: MessageRecord, reference: Reference): boolean {
  return reference.kind === 'message' || taskId === null || taskId === reference.taskId;
}

function jobBehind(record: MessageRecord, reference: Reference, { engine }: Records): Promise<Job | 'several' | null> {
  return reference.kind === 'task' ? jobOfTask(record, reference.taskId, engine.job) : jobOfMessage(record, engine.job);
}

/** The member's own job that the reference names, while it is open. */
async function ownOpenJob({ user }: Asker, reference: Reference, { engine }: Records): Promise<Job | null> {
  for (const { job } of await engine.jobsOfMember(user.id)) {
    const place = 'place' in job ? job.place : null;
    const task = 'taskId' in job ? job.taskId : null;
    const same = reference.kind === 'task' ? task === reference.taskId : place?.messageId === reference.place.messageId;
    if (same) return job;
  }
  return null;
}

/** Whether an open job that this member may not see makes the task. A job that only looks at one makes no secret of it. */
async function isMadeInSecret(taskId: string, asker: Asker, { engine }: Records): Promise<boolean> {
  return (await engine.jobsOnTask(taskId)).some((job) => isKeptFrom(viewerOf(asker), job));
}
