import { type BaseInteraction, PermissionFlagsBits } from 'discord.js';
import type { AccessContext } from '../../domain/policy/access.ts';

/** Who may decide how pictures are made in a server. */
export const MANAGERS = PermissionFlagsBits.ManageGuild;

/**
 * The server whose manager makes this gesture, null when they are none there, or when it is not served. Discord sends their
 * permissions with each interaction, so one that was taken away counts at once.
 */
export function managedServer(
  { guildId, memberPermissions }: Pick<BaseInteraction, 'guildId' | 'memberPermissions'>,
  { server }: AccessContext,
): string | null {
  return server === guildId && (memberPermissions?.has(MANAGERS) ?? false) ? server : null;
}
