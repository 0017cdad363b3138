import { ApplicationCommandOptionType } from 'discord.js';
import { everywhere, type Handler } from '../src/discord/handler.ts';
import { givenPicture } from '../src/discord/input/picture-option.ts';
import { en } from '../src/text/en/index.ts';

const { description, options: texts } = en.commands.describe;
const { Attachment, Boolean: Switch, String: Text } = ApplicationCommandOptionType;

/** `/describe` writes four prompts that fit a picture. */
export default {
  command: {
    spends: true,
    data: {
      name: 'describe',
      description,
      ...everywhere,
      options: [
        { type: Attachment, name: 'image', description: texts.image },
        { type: Text, name: 'link', description: texts.link },
        { type: Switch, name: 'niji', description: texts.niji },
        { type: Switch, name: 'private', description: texts.private },
      ],
    },
    async execute({ options }, { responder, begin, words }) {
      const { media } = words;
      const file = options.getAttachment('image');
      const picture = givenPicture(file, options.getString('link'), media.onePicture, words);
      if (!picture) return responder.tell(media.noPicture);
      if ('refusal' in picture) return responder.tell(picture.refusal);
      await begin({
        request: {
          kind: 'describe',
          image: picture.url,
          bot: options.getBoolean('niji') ? 'NIJI_JOURNEY' : 'MID_JOURNEY',
        },
        prompt: '',
        private: options.getBoolean('private'),
      });
    },
  },
} satisfies Handler;
