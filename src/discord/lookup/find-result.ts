import type { BaseInteraction } from 'discord.js';
import { type Job, onlyLooks, type Place } from '../../domain/job/job.ts';
import type { MessageRecord } from '../../domain/ports.ts';
import type { Services } from '../handler.ts';
import type { Reference } from './reference.ts';

/** What is known of a result: its job, the record of a message that shows it, or both. */
export type FoundResult = { readonly job: Job | null; readonly record: MessageRecord | null };

type Records = Pick<Services, 'engine' | 'store'>;
/** Who asks, and where. */
type Asker = Pick<BaseInteraction, 'user' | 'guildId' | 'channelId'>;

/**
 * Whether a member may be shown a job. Their own: always. Somebody else's: when it is public and of the same server, or,
 * outside servers, of the very channel where they ask.
 */
export function maySee({ user, guildId, channelId }: Asker, job: Job, place: Place | null): boolean {
  if (job.requester.id === user.id) return true;
  if (job.private) return false;
  return guildId === null ? place?.channelId === channelId : (place?.guildId ?? job.guildId) === guildId;
}

/** What a reference means to this member. 'hidden': it is known and not for them. Null: it is not known. */
export async function findResult(
  reference: Reference,
  asker: Asker,
  records: Records,
): Promise<FoundResult | 'hidden' | null> {
  const own = ownOpenJob(asker, reference, records);
  if (own) return { job: own, record: null };
  if (reference.kind === 'task' && isMadeInSecret(reference.taskId, asker, records)) return 'hidden';
  const places =
    reference.kind === 'message'
      ? [reference.place]
      : (await records.store.tasks.places(reference.taskId)).toReversed();
  let hidden = false;
  for (const { messageId } of places) {
    const record = await records.store.messages.get(messageId);
    if (!record) continue;
    const job = (await records.engine.job(record.jobId)) ?? null;
    if (job ? maySee(asker, job, record.place) : record.place.channelId === asker.channelId) return { job, record };
    hidden = true;
  }
  return hidden ? 'hidden' : null;
}

/** The member's own job that the reference names, while it is open. */
function ownOpenJob({ user }: Asker, reference: Reference, { engine }: Records): Job | null {
  for (const { job } of engine.jobsOfMember(user.id)) {
    const place = 'place' in job ? job.place : null;
    const task = 'taskId' in job ? job.taskId : null;
    const same = reference.kind === 'task' ? task === reference.taskId : place?.messageId === reference.place.messageId;
    if (same) return job;
  }
  return null;
}

/** Whether an open job that this member may not see makes the task. A job that only looks at one makes no secret of it. */
function isMadeInSecret(taskId: string, asker: Asker, { engine }: Records): boolean {
  return engine
    .jobsOnTask(taskId)
    .some((job) => !onlyLooks(job) && !maySee(asker, job, 'place' in job ? job.place : null));
}
