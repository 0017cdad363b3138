import type { BaseInteraction } from 'discord.js';
import type { Words } from '../../text/catalogue.ts';
import type { Context } from '../handler.ts';
import { messageLink } from '../render/link.ts';

/** Whoever can reach the bot spends the operator's key. */
export type Access = {
  /** Null: every server the bot was invited to. */
  readonly guilds: ReadonlySet<string> | null;
  /** Who is served outside servers that the bot is a member of. */
  readonly users: ReadonlySet<string>;
};

/** Whether this interaction may be served. A user install reaches servers that never invited the bot: those do not count. */
export function isAllowed(interaction: BaseInteraction, { guilds, users }: Access): boolean {
  if (users.has(interaction.user.id)) return true;
  const { guildId } = interaction;
  // Discord names the server that installed the bot under key 0 (GUILD_INSTALL), see
  // https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-authorizing-integration-owners-object
  const installed = interaction.authorizingIntegrationOwners[0];
  if (guildId === null || installed !== guildId) return false;
  return guilds === null || guilds.has(guildId);
}

/**
 * What a member is told who is not served where they are. The same button as in a DM that we sent is in the server it came
 * from, or can be had there.
 */
export async function turnedAway(
  interaction: BaseInteraction,
  words: Words,
  { engine, store }: Pick<Context, 'engine' | 'store'>,
): Promise<string> {
  const message = interaction.isButton() && interaction.guildId === null ? interaction.message : null;
  const record = message && (await store.messages.get(message.id));
  const job = record && (await engine.job(record.jobId));
  const place = job && 'place' in job ? job.place : null;
  if (place?.guildId) return words.finding.pressThere(messageLink(place));
  const taskId = job?.guildId ? (record?.taskId ?? null) : null;
  return taskId === null ? words.replies.notAllowed : words.finding.showThere(taskId);
}
