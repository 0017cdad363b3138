import { ApplicationCommandOptionType } from 'discord.js';
import { everywhere, type Handler } from '../src/discord/handler.ts';
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
    async execute({ options }, { responder, begin, words }) {
      const prompt = options.getString('prompt', true).toWellFormed().replace(/\s+/g, ' ').trim();
      if (prompt === '') return responder.tell(words.replies.emptyPrompt);
      await begin({
        request: { kind: 'shorten', prompt, bot: options.getBoolean('niji') ? 'NIJI_JOURNEY' : 'MID_JOURNEY' },
        prompt,
        private: options.getBoolean('private'),
      });
    },
  },
} satisfies Handler;
