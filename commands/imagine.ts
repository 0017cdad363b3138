import { ApplicationCommandOptionType, type ChatInputCommandInteraction } from 'discord.js';
import type { Handler } from '../src/discord/handler.ts';
import { composePrompt } from '../src/domain/prompt.ts';
import { en } from '../src/text/en.ts';

const { description, options: texts } = en.commands.imagine;
const { Attachment, Boolean: Switch, Integer, String: Text } = ApplicationCommandOptionType;

const aspects = ['1:1', '3:2', '2:3', '4:3', '3:4', '16:9', '9:16', '21:9', '4:5', '5:4'];
const models = [
  { name: 'Midjourney 8', value: '8' },
  { name: 'Midjourney 7', value: '7' },
  { name: 'Midjourney 6.1', value: '6.1' },
  { name: 'Niji 7', value: 'niji 7' },
  { name: 'Niji 6', value: 'niji 6' },
];
const speeds = ['relax', 'fast', 'turbo'] as const;

function speedOf(chosen: string | null): (typeof speeds)[number] | undefined {
  return speeds.find((speed) => speed === chosen);
}

function choicesOf({ options }: ChatInputCommandInteraction) {
  return {
    aspect: options.getString('aspect') ?? undefined,
    model: options.getString('model') ?? undefined,
    speed: speedOf(options.getString('speed')),
    stylize: options.getInteger('stylize') ?? undefined,
    chaos: options.getInteger('chaos') ?? undefined,
    weird: options.getInteger('weird') ?? undefined,
    seed: options.getInteger('seed') ?? undefined,
    no: options.getString('no') ?? undefined,
    raw: options.getBoolean('raw') ?? undefined,
    tile: options.getBoolean('tile') ?? undefined,
  };
}

/** `/imagine`: words to a grid of four pictures. */
export default {
  command: {
    data: {
      name: 'imagine',
      description,
      // Longer than Midjourney reads (6,000 characters is the most that Discord lets an option hold).
      options: [
        { type: Text, name: 'prompt', description: texts.prompt, required: true, max_length: 6000 },
        { type: Attachment, name: 'image', description: texts.image },
        {
          type: Text,
          name: 'aspect',
          description: texts.aspect,
          choices: aspects.map((value) => ({ name: value, value })),
        },
        { type: Text, name: 'model', description: texts.model, choices: models },
        {
          type: Text,
          name: 'speed',
          description: texts.speed,
          choices: speeds.map((value) => ({ name: value, value })),
        },
        { type: Integer, name: 'stylize', description: texts.stylize, min_value: 0, max_value: 1000 },
        { type: Integer, name: 'chaos', description: texts.chaos, min_value: 0, max_value: 100 },
        { type: Integer, name: 'weird', description: texts.weird, min_value: 0, max_value: 3000 },
        { type: Integer, name: 'seed', description: texts.seed, min_value: 0, max_value: 4_294_967_295 },
        { type: Text, name: 'no', description: texts.no, max_length: 500 },
        { type: Switch, name: 'raw', description: texts.raw },
        { type: Switch, name: 'tile', description: texts.tile },
        { type: Switch, name: 'private', description: texts.private },
      ],
    },
    async execute(interaction, { answer, begin, words }) {
      const { prompt, bot } = composePrompt(interaction.options.getString('prompt', true), choicesOf(interaction));
      if (prompt === '') return answer.tell(words.replies.emptyPrompt);
      const image = interaction.options.getAttachment('image');
      if (image && !image.contentType?.startsWith('image/')) return answer.tell(words.replies.notAPicture);
      await begin({
        request: { kind: 'imagine', prompt, images: image ? [image.url] : [], bot },
        prompt,
        private: interaction.options.getBoolean('private') ?? false,
      });
    },
  },
} satisfies Handler;
