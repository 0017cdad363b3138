import type { BaseInteraction } from 'discord.js';
import type { Words } from '../../text/words.ts';
import type { Context } from '../handler.ts';
import { messageLink } from '../render/link.ts';

/**
 * What a member is told who is not served where they are. In a DM that we sent, the same button is in the server it came
 * from.
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
  return place?.guildId ? words.finding.pressThere(messageLink(place)) : words.replies.notAllowed;
}
