import type { BaseInteraction } from 'discord.js';
import type { Context } from '../handler.ts';
import { messageLink } from '../render/link.ts';

/** Who is served. Whoever can reach the bot spends the operator's key. */
export type Access = {
  /** Servers in which everybody is served. Null: every server that the bot was invited to. */
  readonly guilds: ReadonlySet<string> | null;
  /** Members who are served everywhere, also outside servers. */
  readonly users: ReadonlySet<string>;
};

/** Whether this interaction is served. With a user install, members can use the bot in servers that never invited it: those do not count. */
export function isAllowed(interaction: BaseInteraction, { guilds, users }: Access): boolean {
  if (users.has(interaction.user.id)) return true;
  const { guildId } = interaction;
  if (guildId === null || !isInstalledHere(interaction)) return false;
  return guilds === null || guilds.has(guildId);
}

/**
 * Whether the server has installed the bot. Discord names it under key 0 (GUILD_INSTALL), see
 * https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-authorizing-integration-owners-object
 */
export function isInstalledHere({ authorizingIntegrationOwners, guildId }: BaseInteraction): boolean {
  return guildId !== null && authorizingIntegrationOwners[0] === guildId;
}

/**
 * What a member reads who is not served where they are. For a button of a result that was sent to them by DM, it is the link
 * to the same button in the server that the result comes from, or how to have it shown there again.
 */
export async function refusalOf(
  interaction: BaseInteraction,
  { engine, store, words }: Pick<Context, 'engine' | 'store' | 'words'>,
): Promise<string> {
  const message = interaction.isButton() && interaction.guildId === null ? interaction.message : null;
  const record = message && (await store.messages.get(message.id));
  const job = record && (await engine.job(record.jobId));
  const place = job && 'place' in job ? job.place : null;
  if (place?.guildId) return words.lookup.pressThere(messageLink(place));
  const taskId = job?.guildId ? (record?.taskId ?? null) : null;
  return taskId === null ? words.replies.notAllowed : words.lookup.showThere(taskId);
}
