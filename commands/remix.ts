import { ApplicationCommandOptionType } from 'discord.js';
import { everywhere, type Handler } from '../src/discord/handler.ts';
import { en } from '../src/text/en/index.ts';

const { description, options } = en.commands.remix;

/** `/remix` sets whether variations, rerolls and pans ask the member for a new prompt first. */
export default {
  command: {
    data: {
      name: 'remix',
      description,
      ...everywhere,
      options: [{ type: ApplicationCommandOptionType.Boolean, name: 'on', description: options.on, required: true }],
    },
    async execute({ options, user }, { responder, store, words }) {
      const remix = options.getBoolean('on', true);
      await store.members.changeSettings(user.id, (settings) => ({ ...settings, remix }));
      await responder.tell(remix ? words.remix.on : words.remix.off);
    },
  },
} satisfies Handler;
