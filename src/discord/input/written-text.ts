import type { BaseInteraction } from 'discord.js';
import { readPrompt } from '../render/modal.ts';

/** What the member wrote into a command or a window, before anything was made of it; empty where nothing was written. */
export function writtenText(interaction: BaseInteraction): string {
  if (interaction.isChatInputCommand()) return interaction.options.getString('prompt') ?? '';
  return interaction.isModalSubmit() ? readPrompt(interaction.fields) : '';
}
