import type { Interaction } from 'discord.js';

/** What a member has done. */
export function kindOf(interaction: Interaction) {
  if (interaction.isAutocomplete()) return 'suggestion';
  if (interaction.isModalSubmit()) return 'modal';
  if (interaction.isButton()) return 'button';
  if (interaction.isMessageComponent()) return 'select';
  return interaction.isContextMenuCommand() ? 'menu' : 'command';
}
