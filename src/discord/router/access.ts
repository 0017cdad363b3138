import type { BaseInteraction } from 'discord.js';

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
