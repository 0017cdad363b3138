import { type BaseInteraction, MessageFlags, PermissionFlagsBits } from 'discord.js';

/** Whether the bot may post where the interaction was made, as itself and in a server. */
export function mayPost({
  appPermissions,
  authorizingIntegrationOwners: owners,
  channel,
  guildId,
}: Pick<BaseInteraction, 'appPermissions' | 'authorizingIntegrationOwners' | 'channel' | 'guildId'>): boolean {
  const { ViewChannel, SendMessages, SendMessagesInThreads, EmbedLinks, AttachFiles } = PermissionFlagsBits;
  const send = channel?.isThread() ? SendMessagesInThreads : SendMessages;
  return (
    guildId !== null && owners[0] !== undefined && appPermissions.has([ViewChannel, send, EmbedLinks, AttachFiles])
  );
}

/**
 * Whether what everybody is to see of this interaction is posted by the bot as itself: Discord would show an answer below the
 * message whose component was used, which nobody but its member sees.
 */
export function needsOwnMessage(interaction: BaseInteraction): boolean {
  const used = interaction.isMessageComponent() || interaction.isModalSubmit() ? interaction.message : null;
  return used?.flags.has(MessageFlags.Ephemeral) === true && mayPost(interaction);
}
