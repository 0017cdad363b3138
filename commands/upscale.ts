import { everywhere, type Handler } from '../src/discord/handler.ts';
import { indexOption, ofOption, pressByCommand } from '../src/discord/input/shortcut.ts';
import { suggestTasks } from '../src/discord/lookup/recent-tasks.ts';
import { en } from '../src/text/en/index.ts';

const { description, options: texts, kinds } = en.commands.upscale;

/** Midjourney's names for the ways to enlarge a single picture. */
const ways = new Map([
  ['subtle', 'Upscale (Subtle)'],
  ['creative', 'Upscale (Creative)'],
]);

/** `/upscale`: U1 to U4 and the upscales of a single picture, for members who do not click. */
export default {
  command: {
    data: {
      name: 'upscale',
      description,
      ...everywhere,
      options: [indexOption(texts.index, kinds), ofOption(texts.of)],
    },
    async execute(interaction, context) {
      const index = interaction.options.getString('index', true);
      const way = ways.get(index);
      const label = way ?? `U${index}`;
      const gesture = context.words.gestures.action(way ? 'upscaleHd' : 'upscale', label);
      const classes = way ? (['upscaleHd'] as const) : (['upscale', 'videoPick'] as const);
      await pressByCommand(interaction, { query: { classes, label }, gesture }, context);
    },
    complete: suggestTasks('of'),
  },
} satisfies Handler;
