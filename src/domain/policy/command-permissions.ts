import { classify } from '../buttons/action.ts';
import type { Request } from '../job/request.ts';

/** The command whose permissions hold also for buttons: films are made by one, everything else by the other. */
export type SpendingCommand = 'imagine' | 'video';

/** Who or what a server's managers have allowed or forbidden a command to. `id` is that of a role, a member or a channel. */
export type PermissionEntry = {
  readonly target: 'role' | 'member' | 'channel';
  readonly id: string;
  readonly isAllowed: boolean;
};

/** The entries of a server, by the id of what they are for: a command, or the whole application. */
export type ServerPermissions = ReadonlyMap<string, readonly PermissionEntry[]>;

/** Who uses something where. `parentId`: the channel of a thread. */
export type Asker = {
  readonly guildId: string;
  readonly memberId: string;
  readonly roleIds: readonly string[];
  readonly isAdministrator: boolean;
  readonly channelId: string | null;
  readonly parentId: string | null;
};

/** `notInChannel`: nobody may there. `notMember`: this member may not. */
export type Permitted = 'yes' | 'notInChannel' | 'notMember';

/**
 * Whether Discord would let somebody use a command. What is set for the command replaces what is set for the application, for each
 * target by itself. Discord names all members by the server's id, and all channels by that id less one.
 * https://docs.discord.com/developers/interactions/application-commands#permissions
 */
export function permittedTo(
  { guildId, memberId, roleIds, isAdministrator, channelId, parentId }: Asker,
  application: readonly PermissionEntry[],
  command: readonly PermissionEntry[],
): Permitted {
  if (isAdministrator) return 'yes';
  const entries = [
    ...command,
    ...application.filter(({ target, id }) => !command.some((one) => one.target === target && one.id === id)),
  ];
  const said = (target: PermissionEntry['target'], id: string | null) =>
    entries.find((one) => one.target === target && one.id === id)?.isAllowed;

  const channel = said('channel', channelId) ?? said('channel', parentId) ?? said('channel', allChannels(guildId));
  if (channel === false) return 'notInChannel';
  const roles = roleIds.flatMap((id) => said('role', id) ?? []);
  const byRole = roles.length === 0 ? undefined : roles.includes(true);
  return (said('member', memberId) ?? byRole ?? said('role', guildId) ?? true) ? 'yes' : 'notMember';
}

function allChannels(guildId: string): string {
  return String(BigInt(guildId) - 1n);
}

/** The command that would make the same. */
export function commandFor(request: Request): SpendingCommand {
  if (request.kind === 'action') return commandForButton(request.customId);
  return request.kind === 'video' ? 'video' : 'imagine';
}

/** The command that would make what a button of the relay makes. */
export function commandForButton(customId: string): SpendingCommand {
  const { class: action } = classify(customId);
  return action === 'animate' || action === 'animateExtend' ? 'video' : 'imagine';
}
