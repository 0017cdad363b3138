import { ApplicationCommandOptionType } from 'discord.js';

/** The one command that rivals have. */
export const imagineCommand = {
  name: 'imagine',
  description: 'Words to pictures',
  options: [{ type: ApplicationCommandOptionType.String, name: 'prompt', description: 'What to draw', required: true }],
} as const;
