import type { BaseInteraction } from 'discord.js';
import type { Names } from '../../domain/prompt/mentions.ts';

/** What Discord sends of one that is mentioned: some have a nickname in the server, some a name to show, all have a name. */
function nameOf(mentioned: unknown): string | null {
  if (typeof mentioned !== 'object' || mentioned === null) return null;
  for (const key of ['displayName', 'nick', 'globalName', 'username', 'name']) {
    const name: unknown = Reflect.get(mentioned, key);
    if (typeof name === 'string' && name !== '') return name;
  }
  return null;
}

/**
 * The names that an interaction tells: of those its options mention, of whoever made it, and of the bot. Others are not asked
 * for, because a member is to be answered first.
 */
export function namesIn(interaction: BaseInteraction): Names {
  const resolved = interaction.isChatInputCommand() ? interaction.options.resolved : null;
  return (kind, id) => {
    if (kind === 'role') return nameOf(resolved?.roles?.get(id));
    if (kind === 'channel') return nameOf(resolved?.channels?.get(id));
    const own = interaction.user.id === id ? (nameOf(interaction.member) ?? nameOf(interaction.user)) : null;
    const bot = interaction.client.user?.id === id ? nameOf(interaction.client.user) : null;
    return own ?? bot ?? nameOf(resolved?.members?.get(id)) ?? nameOf(resolved?.users?.get(id));
  };
}
