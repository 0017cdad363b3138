import { PermissionFlagsBits } from 'discord.js';

/** What the bot must be allowed in a channel in which it works, by the names that Discord's API has for it. */
export const neededPermissions = [
  'ViewChannel',
  'SendMessages',
  'SendMessagesInThreads',
  'EmbedLinks',
  'AttachFiles',
] as const satisfies readonly (keyof typeof PermissionFlagsBits)[];

export type NeededPermission = (typeof neededPermissions)[number];

/** The address at which somebody adds the bot to their server, with what it needs there. */
export function inviteAddress(applicationId: string): string {
  const bits = neededPermissions.reduce((all, name) => all | PermissionFlagsBits[name], 0n);
  return `https://discord.com/oauth2/authorize?client_id=${applicationId}&scope=bot+applications.commands&permissions=${bits}`;
}
