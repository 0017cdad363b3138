import { everywhere, type Handler } from '../src/discord/handler.ts';
import { indexOption, ofOption, pressByCommand } from '../src/discord/input/shortcut.ts';
import { suggestTasks } from '../src/discord/lookup/recent-tasks.ts';
import { en } from '../src/text/en/index.ts';

const { description, options: texts, kinds } = en.commands.vary;

/** The variation buttons under a single picture, with Midjourney's names. */
const named: ReadonlyMap<string, { readonly kind: 'varySubtle' | 'varyStrong'; readonly label: string }> = new Map([
  ['subtle', { kind: 'varySubtle', label: 'Vary (Subtle)' }],
  ['strong', { kind: 'varyStrong', label: 'Vary (Strong)' }],
]);

/** `/vary` presses V1 to V4 under a grid, or a variation button under a single picture. */
export default {
  command: {
    spends: true,
    data: {
      name: 'vary',
      description,
      ...everywhere,
      options: [indexOption(texts.index, kinds), ofOption(texts.of)],
    },
    async execute(interaction, context) {
      const index = interaction.options.getString('index', true);
      const { kind, label } = named.get(index) ?? ({ kind: 'variation', label: `V${index}` } as const);
      const gesture = context.words.gestures.action(kind, label);
      await pressByCommand(interaction, { query: { classes: [kind], label }, gesture }, context);
    },
    complete: suggestTasks('of'),
  },
} satisfies Handler;
