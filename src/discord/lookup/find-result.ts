import type { BaseInteraction } from 'discord.js';
import type { Job, Place } from '../../domain/job/job.ts';
import type { MessageRecord } from '../../domain/ports.ts';
import type { Context } from '../handler.ts';
import type { Reference } from './reference.ts';

/** A result as far as it is known here; at least one of the two is. */
export type Found = { readonly job: Job | null; readonly record: MessageRecord | null };

type Sources = Pick<Context, 'engine' | 'store'>;
/** Who asks, and where. */
type Asker = Pick<BaseInteraction, 'user' | 'guildId' | 'channelId'>;

/**
 * Whether a member may be shown a job: their own always; others' when it is public, in the same server, or in the very
 * channel where they ask.
 */
export function maySee({ user, guildId, channelId }: Asker, job: Job, place: Place | null): boolean {
  if (job.requester.id === user.id) return true;
  if (job.private) return false;
  return guildId === null ? place?.channelId === channelId : (place?.guildId ?? job.guildId) === guildId;
}

async function at(messageId: string, { engine, store }: Sources): Promise<Found | null> {
  const record = await store.messages.get(messageId);
  if (!record) return null;
  return { record, job: (await engine.job(record.jobId)) ?? null };
}

/** The caller's own job that is still under way. */
function underWay({ user }: Pick<BaseInteraction, 'user'>, reference: Reference, { engine }: Sources): Found | null {
  for (const { job } of engine.jobsOf(user.id)) {
    const place = 'place' in job ? job.place : null;
    const task = 'taskId' in job ? job.taskId : null;
    const same = reference.kind === 'task' ? task === reference.taskId : place?.messageId === reference.place.messageId;
    if (same) return { job, record: null };
  }
  return null;
}

/** Whether a job that this member may not see is making a task. Somebody who only looks at it makes it nobody's secret. */
function isSecret(taskId: string, asker: Asker, { engine }: Sources): boolean {
  return engine
    .onTask(taskId)
    .some((job) => job.request.kind !== 'show' && !maySee(asker, job, 'place' in job ? job.place : null));
}

/** What a reference means to this member: `hidden` when it is known and not for them, null when it is not known. */
export async function findResult(
  reference: Reference,
  interaction: Asker,
  sources: Sources,
): Promise<Found | 'hidden' | null> {
  const own = underWay(interaction, reference, sources);
  if (own) return own;
  if (reference.kind === 'task' && isSecret(reference.taskId, interaction, sources)) return 'hidden';
  const places =
    reference.kind === 'message'
      ? [reference.place]
      : (await sources.store.tasks.places(reference.taskId)).toReversed();
  let hidden = false;
  for (const { messageId } of places) {
    const found = await at(messageId, sources);
    if (!found) continue;
    const here = found.record?.place ?? null;
    if (found.job ? maySee(interaction, found.job, here) : here?.channelId === interaction.channelId) return found;
    hidden = true;
  }
  return hidden ? 'hidden' : null;
}
