import { ApplicationCommandOptionType } from 'discord.js';
import { everywhere, type Handler } from '../src/discord/handler.ts';
import { givenPrompt } from '../src/discord/input/given-prompt.ts';
import { givenPicture } from '../src/discord/input/picture-option.ts';
import { en } from '../src/text/en/index.ts';

const { description, options: texts } = en.commands.edit;
const { Attachment, Boolean: Switch, String: Text } = ApplicationCommandOptionType;

/** `/edit` changes a picture as a prompt says. */
export default {
  command: {
    data: {
      name: 'edit',
      description,
      ...everywhere,
      options: [
        { type: Text, name: 'prompt', description: texts.prompt, required: true, max_length: 6000 },
        { type: Attachment, name: 'image', description: texts.image },
        { type: Text, name: 'link', description: texts.link },
        { type: Switch, name: 'private', description: texts.private },
      ],
    },
    async execute(interaction, { responder, begin, words }) {
      const { options } = interaction;
      const { media } = words;
      const file = options.getAttachment('image');
      const picture = givenPicture(file, options.getString('link'), media.onePicture, words);
      if (!picture) return responder.tell(media.noPicture);
      if ('refusal' in picture) return responder.tell(picture.refusal);
      const given = givenPrompt(options.getString('prompt', true), 'edit', interaction, words);
      if ('refusal' in given) return responder.tell(given.refusal);
      const { prompt } = given;
      await begin({
        request: { kind: 'edit', prompt, image: picture.url },
        prompt,
        private: options.getBoolean('private'),
      });
    },
  },
} satisfies Handler;
