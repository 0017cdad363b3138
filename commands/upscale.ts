import { ApplicationCommandOptionType } from 'discord.js';
import { suggestTasks } from '../src/discord/finding/recent-tasks.ts';
import type { Handler } from '../src/discord/handler.ts';
import { press } from '../src/discord/making/shortcut.ts';
import { everywhere } from '../src/discord/registration/reach.ts';
import { en } from '../src/text/en.ts';

const { description, options: texts, kinds } = en.commands.upscale;
const { String: Text } = ApplicationCommandOptionType;

/** Midjourney's names for the ways to enlarge a single picture. */
const ways: Readonly<Record<string, string>> = { subtle: 'Upscale (Subtle)', creative: 'Upscale (Creative)' };

/** `/upscale`: U1 to U4 and the upscales of a single picture, for members who do not click. */
export default {
  command: {
    data: {
      name: 'upscale',
      description,
      ...everywhere,
      options: [
        {
          ...{ type: Text, name: 'index', description: texts.index, required: true },
          choices: [
            ...['1', '2', '3', '4'].map((value) => ({ name: value, value })),
            { name: kinds.subtle, value: 'subtle' },
            { name: kinds.creative, value: 'creative' },
          ],
        },
        { type: Text, name: 'of', description: texts.of, max_length: 300, autocomplete: true },
      ],
    },
    async execute(interaction, context) {
      const index = interaction.options.getString('index', true);
      const label = ways[index] ?? `U${index}`;
      const kind = index in ways ? 'upscaleHd' : 'upscale';
      const wish =
        index in ways ? ({ classes: [kind], label } as const) : ({ classes: ['upscale', 'videoPick'], label } as const);
      await press(interaction, { wish, gesture: context.words.gestures.action(kind, label) }, context);
    },
    complete: suggestTasks('of'),
  },
} satisfies Handler;
