import { ApplicationCommandOptionType } from 'discord.js';
import { everywhere, type Handler } from '../src/discord/handler.ts';
import { givenText, makeOfText } from '../src/discord/input/given-text.ts';
import { en } from '../src/text/en/index.ts';

const { description, options: texts } = en.commands.shorten;
const { Boolean: Switch, String: Text } = ApplicationCommandOptionType;

/** `/shorten` tells which words of a prompt matter, and writes shorter prompts. */
export default {
  command: {
    spends: true,
    data: {
      name: 'shorten',
      description,
      ...everywhere,
      options: [
        { type: Text, name: 'prompt', description: texts.prompt, required: true, max_length: 6000 },
        { type: Switch, name: 'niji', description: texts.niji },
        { type: Switch, name: 'private', description: texts.private },
      ],
    },
    async execute(interaction, context) {
      const { options } = interaction;
      const purpose = {
        kind: 'request',
        request: { kind: 'shorten', prompt: '', bot: options.getBoolean('niji') ? 'NIJI_JOURNEY' : 'MID_JOURNEY' },
        window: null,
        film: null,
        parent: null,
        private: options.getBoolean('private'),
      } as const;
      await makeOfText(givenText(interaction, options.getString('prompt', true), purpose), interaction, context);
    },
  },
} satisfies Handler;
