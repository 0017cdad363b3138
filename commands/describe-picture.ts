import { ApplicationCommandType } from 'discord.js';
import { everywhere, type Handler } from '../src/discord/handler.ts';
import { isEphemeral, pictureIn, targetPlace } from '../src/discord/input/picture-in-message.ts';
import { en } from '../src/text/en/index.ts';

/** "Describe picture" in the Apps menu writes four prompts that fit the picture in a message. */
export default {
  menu: {
    spends: true,
    data: { type: ApplicationCommandType.Message, name: en.commands.describePicture.name, ...everywhere },
    async use(interaction, { responder, begin, words }) {
      const { targetMessage } = interaction;
      const image = pictureIn(targetMessage);
      if (!image) return responder.tell(words.replies.notAPicture);
      await begin({
        request: { kind: 'describe', image, bot: 'MID_JOURNEY' },
        prompt: '',
        parent: targetPlace(interaction),
        private: isEphemeral(targetMessage) || null,
      });
    },
  },
} satisfies Handler;
