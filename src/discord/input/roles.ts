import type { APIInteractionDataResolvedGuildMember, APIInteractionGuildMember, GuildMember } from 'discord.js';

/**
 * Ids of a member's roles as Discord sends them with the interaction, so that one that was taken away counts at once; none of
 * somebody who is not in the server.
 */
export function rolesOf(
  member: GuildMember | APIInteractionGuildMember | APIInteractionDataResolvedGuildMember | null,
): readonly string[] {
  if (!member) return [];
  return Array.isArray(member.roles) ? member.roles : [...member.roles.cache.keys()];
}
