import { ApplicationIntegrationType, InteractionContextType } from 'discord.js';

/**
 * Where a command is offered: in servers and threads, in the DM with the bot, and wherever a member takes it who installed
 * it for themselves. Who may really use it there is decided by `isAllowed`.
 * https://docs.discord.com/developers/interactions/application-commands#contexts
 */
export const everywhere = {
  integration_types: [ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall],
  contexts: [InteractionContextType.Guild, InteractionContextType.BotDM, InteractionContextType.PrivateChannel],
};
