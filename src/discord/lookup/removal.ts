import { type Job, messageOf, taskOf } from '../../domain/job/job.ts';
import type { MessageRecord } from '../../domain/ports/store.ts';
import type { Services } from '../handler.ts';

type Records = Pick<Services, 'store'>;

/** A result by its task, and by a message that shows it or has shown it; null where there is none. */
export type Removable = { readonly taskId: string | null; readonly messageId: string | null };

/** What a job has made. */
export function resultOfJob(job: Job): Removable {
  return { taskId: taskOf(job), messageId: messageOf(job)?.messageId ?? null };
}

/** The records of all messages that show a result, or have shown it. */
async function recordsOf({ taskId, messageId }: Removable, { store }: Records): Promise<readonly MessageRecord[]> {
  const places = taskId === null ? [] : await store.tasks.places(taskId);
  const ids = new Set([...(messageId === null ? [] : [messageId]), ...places.map((place) => place.messageId)]);
  const records = await Promise.all([...ids].map((id) => store.messages.get(id)));
  return records.filter((record) => record !== undefined);
}

/** Notes that a moderator has removed a message: what it showed is not shown to all again in that server. */
export async function noteRemoval(messageId: string, { store }: Records): Promise<void> {
  const record = await store.messages.get(messageId);
  if (record) await store.messages.put({ ...record, removed: true });
}

/** Notes that a result may be shown to all again, as a moderator has brought it back. */
export async function forgetRemoval(result: Removable, services: Records): Promise<void> {
  for (const { removed, ...record } of await recordsOf(result, services)) {
    if (removed) await services.store.messages.put(record);
  }
}

/**
 * Whether a moderator of the server has removed a message that showed a result. Whatever shows a result to all again asks this
 * first.
 */
export async function isRemovedIn(guildId: string | null, result: Removable, services: Records): Promise<boolean> {
  if (guildId === null) return false;
  const records = await recordsOf(result, services);
  return records.some(({ place, removed }) => removed === true && place.guildId === guildId);
}
