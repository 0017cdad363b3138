import { type APIApplicationCommandStringOption, ApplicationCommandOptionType } from 'discord.js';

/** Names the picture; left out, it is the newest that fits. Completed by `suggestTasks`. */
export function ofOption(description: string): APIApplicationCommandStringOption {
  return { type: ApplicationCommandOptionType.String, name: 'of', description, max_length: 300, autocomplete: true };
}

/** Names the button: one of the four numbers below a grid, or a way (`kinds`, by its value) below a single picture. */
export function indexOption(
  description: string,
  kinds: Readonly<Record<string, string>>,
): APIApplicationCommandStringOption {
  const numbers = ['1', '2', '3', '4'].map((value) => ({ name: value, value }));
  const ways = Object.entries(kinds).map(([value, name]) => ({ name, value }));
  const type = ApplicationCommandOptionType.String;
  return { type, name: 'index', description, required: true, choices: [...numbers, ...ways] };
}
