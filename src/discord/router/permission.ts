import { type BaseInteraction, PermissionFlagsBits } from 'discord.js';
import { type Permitted, permittedTo, type SpendingCommand } from '../../domain/policy/command-permissions.ts';
import { rolesOf } from '../input/roles.ts';
import type { CommandPermissions } from '../rest/command-permissions.ts';
import { isInstalledHere } from './access.ts';

export type PermissionParts = {
  readonly permissions: CommandPermissions;
  /** The ids of our commands, as soon as Discord has told them. */
  readonly commandId: (name: SpendingCommand) => string | null;
  /** The channel of the thread in which an interaction happened. */
  readonly parentOf: (interactionId: string) => string | null;
  /** These may use everything everywhere. */
  readonly operators: ReadonlySet<string>;
};

/**
 * Whether the one who uses a component may use the command that does the same. Discord asks that of commands only; so a server's
 * own setting (Integrations) holds for buttons, too. Where the server did not install the bot there is no such setting.
 */
export async function permittedHere(
  interaction: BaseInteraction,
  command: SpendingCommand,
  { permissions, commandId, parentOf, operators }: PermissionParts,
): Promise<Permitted> {
  const { applicationId, channelId, guildId, id, memberPermissions, user } = interaction;
  if (guildId === null || !isInstalledHere(interaction) || operators.has(user.id)) return 'yes';
  const isAdministrator = memberPermissions?.has(PermissionFlagsBits.Administrator) ?? false;
  if (isAdministrator) return 'yes';
  const entries = await permissions.of(applicationId, guildId);
  if (entries.size === 0) return 'yes';
  const asker = {
    guildId,
    memberId: user.id,
    roleIds: rolesOf(interaction.member),
    isAdministrator,
    channelId,
    parentId: parentOf(id),
  };
  const own = entries.get(commandId(command) ?? '') ?? [];
  return permittedTo(asker, entries.get(applicationId) ?? [], own);
}
