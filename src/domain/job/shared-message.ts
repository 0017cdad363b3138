import type { MessageRecord } from '../ports/store.ts';
import { hasFailed, type Job, messageOf, taskOf } from './job.ts';

/** A job by its id, open or settled. */
type JobOf = (id: string) => Promise<Job | undefined>;

/** The job that a message's record names, and those that share the message with it. */
async function jobsBehind({ jobId }: Pick<MessageRecord, 'jobId'>, jobOf: JobOf): Promise<readonly Job[]> {
  const named = await jobOf(jobId);
  if (!named) return [];
  const others = await Promise.all(named.group.filter((id) => id !== named.id).map(jobOf));
  return [named, ...others.filter((job) => job !== undefined)];
}

/**
 * The job of one task behind a message that shows it. A record names one job, also where several share the message, so the
 * named job may have another task. Null when no job of this task is known any more.
 */
export async function jobOfTask(
  record: Pick<MessageRecord, 'jobId'>,
  taskId: string,
  jobOf: JobOf,
): Promise<Job | null> {
  return (await jobsBehind(record, jobOf)).find((job) => taskOf(job) === taskId) ?? null;
}

/**
 * The job of a message that is named without a task: the one whose result is in it. `several` when it shows the results of
 * more than one, null when its job is not known any more.
 */
export async function jobOfMessage(
  record: Pick<MessageRecord, 'jobId' | 'place'>,
  jobOf: JobOf,
): Promise<Job | 'several' | null> {
  const behind = await jobsBehind(record, jobOf);
  const [named, ...others] = behind;
  if (!named || others.length === 0) return named ?? null;
  const shown = behind.filter((job) => isShownIn(job, record));
  return shown.length > 1 ? 'several' : (shown[0] ?? named);
}

/** The jobs whose results a message shows together, in its order; none where it shows the result of one job. */
export async function jobsSharing(
  record: Pick<MessageRecord, 'jobId' | 'place'>,
  jobOf: JobOf,
): Promise<readonly Job[]> {
  const shown = (await jobsBehind(record, jobOf)).filter((job) => isShownIn(job, record));
  const order = shown[0]?.group ?? [];
  return shown.length > 1 ? shown.toSorted((one, other) => order.indexOf(one.id) - order.indexOf(other.id)) : [];
}

function isShownIn(job: Job, { place }: Pick<MessageRecord, 'place'>): boolean {
  return taskOf(job) !== null && !hasFailed(job) && messageOf(job)?.messageId === place.messageId;
}
