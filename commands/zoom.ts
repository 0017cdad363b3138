import { ApplicationCommandOptionType } from 'discord.js';
import { everywhere, type Handler } from '../src/discord/handler.ts';
import { ofOption, pressByCommand } from '../src/discord/input/shortcut.ts';
import { suggestTasks } from '../src/discord/lookup/recent-tasks.ts';
import { zoomQuery } from '../src/domain/buttons/button-query.ts';
import { en } from '../src/text/en/index.ts';

const { description, options: texts } = en.commands.zoom;
const { Number: Real } = ApplicationCommandOptionType;

/** `/zoom` presses the zoom button under a single picture that fits a factor. */
export default {
  command: {
    spends: true,
    data: {
      name: 'zoom',
      description,
      ...everywhere,
      options: [
        { type: Real, name: 'factor', description: texts.factor, required: true, min_value: 1, max_value: 2 },
        ofOption(texts.of),
      ],
    },
    async execute(interaction, context) {
      const factor = Math.round(interaction.options.getNumber('factor', true) * 100) / 100;
      const query = zoomQuery(factor);
      const label = query.label ?? 'Custom Zoom';
      const gesture = context.words.gestures.action(query.label ? 'zoom' : 'zoomCustom', label);
      await pressByCommand(interaction, { query, gesture, zoom: factor }, context);
    },
    complete: suggestTasks('of'),
  },
} satisfies Handler;
