import { everywhere, type Handler } from '../src/discord/handler.ts';
import { indexOption, ofOption, pressByCommand } from '../src/discord/input/shortcut.ts';
import { suggestTasks } from '../src/discord/lookup/recent-tasks.ts';
import { en } from '../src/text/en/index.ts';

const { description, options: texts, kinds } = en.commands.upscale;

/** Midjourney's names of the upscale buttons under a single picture. */
const labels = new Map([
  ['subtle', 'Upscale (Subtle)'],
  ['creative', 'Upscale (Creative)'],
]);

/** `/upscale` presses U1 to U4 under a grid, or an upscale button under a single picture. */
export default {
  command: {
    spends: true,
    data: {
      name: 'upscale',
      description,
      ...everywhere,
      options: [indexOption(texts.index, kinds), ofOption(texts.of)],
    },
    async execute(interaction, context) {
      const index = interaction.options.getString('index', true);
      const named = labels.get(index);
      const label = named ?? `U${index}`;
      const gesture = context.words.gestures.action(named ? 'upscaleHd' : 'upscale', label);
      const classes = named ? (['upscaleHd'] as const) : (['upscale', 'videoPick'] as const);
      await pressByCommand(interaction, { query: { classes, label }, gesture }, context);
    },
    complete: suggestTasks('of'),
  },
} satisfies Handler;
