import { type BaseInteraction, PermissionFlagsBits } from 'discord.js';

/** Who may look after what members make: whoever may moderate members, or manage the server. */
export const MODERATORS = PermissionFlagsBits.ModerateMembers;

/**
 * The server whose moderator makes this gesture, null when they are none there. Discord sends their permissions with each
 * interaction, so one that was taken away counts at once.
 */
export function moderatedServer({ guildId, memberPermissions }: BaseInteraction): string | null {
  const isModerator = memberPermissions?.any([MODERATORS, PermissionFlagsBits.ManageGuild]) ?? false;
  return isModerator ? guildId : null;
}
