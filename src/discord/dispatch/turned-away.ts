import type { BaseInteraction } from 'discord.js';
import type { Words } from '../../text/catalogue.ts';
import type { Context } from '../handler.ts';
import { messageLink } from '../render/link.ts';

/**
 * What a member is told who is not served where they are. The same button as in a DM that we sent is in the server it came
 * from, or can be had there.
 */
export async function turnedAway(
  interaction: BaseInteraction,
  words: Words,
  { runner, store }: Pick<Context, 'runner' | 'store'>,
): Promise<string> {
  const message = interaction.isButton() && interaction.guildId === null ? interaction.message : null;
  const record = message && (await store.messages.get(message.id));
  const job = record && (await runner.job(record.jobId));
  const place = job && 'place' in job ? job.place : null;
  if (place?.guildId) return words.finding.pressThere(messageLink(place));
  const taskId = job?.guildId ? (record?.taskId ?? null) : null;
  return taskId === null ? words.replies.notAllowed : words.finding.showThere(taskId);
}
