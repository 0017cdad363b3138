import type { Job } from '../../domain/job/job.ts';
import type { MessageRecord } from '../../domain/ports/store.ts';
import type { Services } from '../handler.ts';
import { picturesOf } from './find-result.ts';

type Records = Pick<Services, 'store'>;

/** The records of all messages that show a task, or have shown it. */
async function recordsOf(taskId: string | null, { store }: Records): Promise<readonly MessageRecord[]> {
  const places = taskId === null ? [] : await store.tasks.places(taskId);
  const records = await Promise.all(places.map(({ messageId }) => store.messages.get(messageId)));
  return records.filter((record) => record !== undefined);
}

/** Notes that a moderator has removed a message: what it showed is not shown to all again in that server. */
export async function noteRemoval(messageId: string, { store }: Records): Promise<void> {
  const record = await store.messages.get(messageId);
  if (record) await store.messages.put({ ...record, removed: true });
}

/** Notes that a result may be shown again, as a moderator has brought it back. */
export async function forgetRemoval(job: Job, { store }: Records): Promise<void> {
  for (const { removed, ...record } of await recordsOf(picturesOf(job)?.taskId ?? null, { store })) {
    if (removed) await store.messages.put(record);
  }
}

/** Whether a moderator of the server has removed a message that showed this. */
export async function isRemovedIn(
  guildId: string | null,
  taskId: string | null,
  record: MessageRecord | null,
  { store }: Records,
): Promise<boolean> {
  if (guildId === null) return false;
  const records = [...(record ? [record] : []), ...(await recordsOf(taskId, { store }))];
  return records.some(({ place, removed }) => removed === true && place.guildId === guildId);
}
