import { everywhere, type Handler } from '../src/discord/handler.ts';
import { indexOption, ofOption, pressByCommand } from '../src/discord/input/shortcut.ts';
import { suggestTasks } from '../src/discord/lookup/recent-tasks.ts';
import { en } from '../src/text/en/index.ts';

const { description, options: texts, kinds } = en.commands.vary;

const ways: ReadonlyMap<string, { readonly kind: 'varySubtle' | 'varyStrong'; readonly label: string }> = new Map([
  ['subtle', { kind: 'varySubtle', label: 'Vary (Subtle)' }],
  ['strong', { kind: 'varyStrong', label: 'Vary (Strong)' }],
]);

/** `/vary`: V1 to V4 and the variations of a single picture, for members who do not click. */
export default {
  command: {
    data: {
      name: 'vary',
      description,
      ...everywhere,
      options: [indexOption(texts.index, kinds), ofOption(texts.of)],
    },
    async execute(interaction, context) {
      const index = interaction.options.getString('index', true);
      const { kind, label } = ways.get(index) ?? ({ kind: 'variation', label: `V${index}` } as const);
      const gesture = context.words.gestures.action(kind, label);
      await pressByCommand(interaction, { query: { classes: [kind], label }, gesture }, context);
    },
    complete: suggestTasks('of'),
  },
} satisfies Handler;
