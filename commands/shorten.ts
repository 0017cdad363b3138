import { ApplicationCommandOptionType } from 'discord.js';
import { everywhere, type Handler } from '../src/discord/handler.ts';
import { givenWords } from '../src/discord/input/given-prompt.ts';
import { en } from '../src/text/en/index.ts';

const { description, options: texts } = en.commands.shorten;
const { Boolean: Switch, String: Text } = ApplicationCommandOptionType;

/** `/shorten` tells which words of a prompt matter, and writes shorter prompts. */
export default {
  command: {
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
    async execute(interaction, { responder, begin, words }) {
      const { options } = interaction;
      const given = givenWords(options.getString('prompt', true), interaction, words);
      if ('refusal' in given) return responder.tell(given.refusal);
      const { prompt } = given;
      await begin({
        request: { kind: 'shorten', prompt, bot: options.getBoolean('niji') ? 'NIJI_JOURNEY' : 'MID_JOURNEY' },
        prompt,
        private: options.getBoolean('private'),
      });
    },
  },
} satisfies Handler;
