import { ApplicationCommandOptionType } from 'discord.js';
import { everywhere, type Handler } from '../src/discord/handler.ts';
import { givenText, makeOfText } from '../src/discord/input/given-text.ts';
import { givenPicture } from '../src/discord/input/picture-option.ts';
import { renderWithText } from '../src/discord/render/text-refusal.ts';
import { en } from '../src/text/en/index.ts';

const { description, options: texts } = en.commands.edit;
const { Attachment, Boolean: Switch, String: Text } = ApplicationCommandOptionType;

/** `/edit` changes a picture as a prompt says. */
export default {
  command: {
    spends: true,
    needs: 'edit',
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
    async execute(interaction, context) {
      const { responder, words } = context;
      const { options } = interaction;
      const { media } = words;
      const file = options.getAttachment('image');
      const picture = givenPicture(file, options.getString('link'), media.onePicture, words);
      const text = options.getString('prompt', true);
      if (!picture) return responder.tell(renderWithText(media.noPicture, text));
      if ('refusal' in picture) return responder.tell(renderWithText(picture.refusal, text));
      const purpose = {
        kind: 'request',
        request: { kind: 'edit', prompt: '', image: picture.url },
        window: null,
        film: null,
        parent: null,
        private: options.getBoolean('private'),
      } as const;
      await makeOfText(givenText(interaction, text, purpose), interaction, context);
    },
  },
} satisfies Handler;
