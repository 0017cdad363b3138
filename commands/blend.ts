import { ApplicationCommandOptionType } from 'discord.js';
import { everywhere, type Handler } from '../src/discord/handler.ts';
import { attachedPicture } from '../src/discord/input/picture-option.ts';
import { en } from '../src/text/en/index.ts';

const { description, options: texts, shapes } = en.commands.blend;
const { Attachment, Boolean: Switch, String: Text } = ApplicationCommandOptionType;

const names = ['image1', 'image2', 'image3', 'image4', 'image5'] as const;
const dimensions = ['PORTRAIT', 'SQUARE', 'LANDSCAPE'] as const;

/** `/blend` makes a grid of new pictures from two to five given ones. */
export default {
  command: {
    spends: true,
    data: {
      name: 'blend',
      description,
      ...everywhere,
      options: [
        ...names.map(
          (name, index) => ({ type: Attachment, name, description: texts[name], required: index < 2 }) as const,
        ),
        {
          type: Text,
          name: 'dimensions',
          description: texts.dimensions,
          choices: [
            { name: shapes.portrait, value: 'PORTRAIT' },
            { name: shapes.square, value: 'SQUARE' },
            { name: shapes.landscape, value: 'LANDSCAPE' },
          ],
        },
        { type: Switch, name: 'niji', description: texts.niji },
        { type: Switch, name: 'private', description: texts.private },
      ],
    },
    async execute({ options }, { responder, begin, words }) {
      const images: string[] = [];
      for (const file of names.map((name) => options.getAttachment(name))) {
        const source = file && attachedPicture(file, words);
        if (source && 'refusal' in source) return responder.tell(source.refusal);
        if (source) images.push(source.url);
      }
      const chosen = options.getString('dimensions');
      await begin({
        request: {
          kind: 'blend',
          images,
          dimensions: dimensions.find((shape) => shape === chosen) ?? 'SQUARE',
          bot: options.getBoolean('niji') ? 'NIJI_JOURNEY' : 'MID_JOURNEY',
        },
        prompt: '',
        private: options.getBoolean('private'),
      });
    },
  },
} satisfies Handler;
