import { everywhere, type Handler } from '../src/discord/handler.ts';
import { ofOption, pressByCommand } from '../src/discord/input/shortcut.ts';
import { suggestTasks } from '../src/discord/lookup/recent-tasks.ts';
import { en } from '../src/text/en/index.ts';

const { description, options: texts } = en.commands.reroll;

/** `/reroll` presses the round arrow under a grid. */
export default {
  command: {
    spends: true,
    data: {
      name: 'reroll',
      description,
      ...everywhere,
      options: [ofOption(texts.of)],
    },
    execute: (interaction, context) =>
      pressByCommand(
        interaction,
        { query: { classes: ['reroll'] }, gesture: context.words.gestures.action('reroll', 'Reroll') },
        context,
      ),
    complete: suggestTasks('of'),
  },
} satisfies Handler;
