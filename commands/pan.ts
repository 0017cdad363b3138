import { ApplicationCommandOptionType } from 'discord.js';
import { everywhere, type Handler } from '../src/discord/handler.ts';
import { ofOption, pressByCommand } from '../src/discord/input/shortcut.ts';
import { suggestTasks } from '../src/discord/lookup/recent-tasks.ts';
import { en } from '../src/text/en/index.ts';

const { description, options: texts, sides } = en.commands.pan;
const { String: Text } = ApplicationCommandOptionType;

/** Midjourney's names of the buttons. */
const labels: Readonly<Record<string, string>> = {
  left: 'Pan Left',
  right: 'Pan Right',
  up: 'Pan Up',
  down: 'Pan Down',
};

/** `/pan` presses one of the four arrows under a single picture. */
export default {
  command: {
    spends: true,
    data: {
      name: 'pan',
      description,
      ...everywhere,
      options: [
        {
          type: Text,
          name: 'direction',
          description: texts.direction,
          required: true,
          choices: Object.entries(sides).map(([value, name]) => ({ name, value })),
        },
        ofOption(texts.of),
      ],
    },
    async execute(interaction, context) {
      const label = labels[interaction.options.getString('direction', true)] ?? '';
      const gesture = context.words.gestures.action('pan', label);
      await pressByCommand(interaction, { query: { classes: ['pan'], label }, gesture }, context);
    },
    complete: suggestTasks('of'),
  },
} satisfies Handler;
