import { ApplicationCommandOptionType, type ChatInputCommandInteraction } from 'discord.js';
import { type Context, everywhere, type Handler } from '../src/discord/handler.ts';
import { findFilm } from '../src/discord/input/film.ts';
import { givenText, makeOfText } from '../src/discord/input/given-text.ts';
import { givenPicture } from '../src/discord/input/picture-option.ts';
import type { Gesture } from '../src/discord/jobs/gesture.ts';
import { renderWithText } from '../src/discord/render/text-refusal.ts';
import { en } from '../src/text/en/index.ts';

const { description, motions, options: texts } = en.commands.video;
const { Attachment, Boolean: Switch, Integer, String: Text } = ApplicationCommandOptionType;

/** What a film starts from and ends with. */
type Frames = Pick<Extract<Gesture['request'], { kind: 'video' }>, 'image' | 'endImage' | 'extend' | 'loop'>;

/** The frames that the member gave, or the sentence that says why they do not go together. */
async function framesOf(
  interaction: ChatInputCommandInteraction,
  context: Context,
): Promise<(Frames & Pick<Gesture, 'parent'>) | string> {
  const { options } = interaction;
  const { words } = context;
  const { media } = words;
  const loop = options.getBoolean('loop') ?? false;
  const first = givenPicture(options.getAttachment('image'), options.getString('link'), media.onePicture, words);
  const last = givenPicture(
    options.getAttachment('end_image'),
    options.getString('end_link'),
    media.noEndPicture,
    words,
  );
  if (first && 'refusal' in first) return first.refusal;
  if (last && 'refusal' in last) return last.refusal;
  const film = options.getString('extend');
  if (last && loop) return media.endOrLoop;
  const endImage = last?.url ?? null;
  if (film === null) return first ? { image: first.url, endImage, loop, extend: null } : media.nothingToAnimate;
  if (first) return media.frameOrFilm;
  const found = await findFilm(film, interaction, context);
  if (typeof found === 'string') return found;
  const index = (options.getInteger('clip') ?? 1) - 1;
  const extend = { taskId: found.taskId, index };
  return { image: null, endImage, loop, extend, ...(found.place && { parent: found.place }) };
}

/** `/video` makes four short films from a picture, or a longer film from a film. */
export default {
  command: {
    spends: true,
    needs: 'video',
    data: {
      name: 'video',
      description,
      ...everywhere,
      options: [
        { type: Text, name: 'prompt', description: texts.prompt, required: true, max_length: 6000 },
        { type: Attachment, name: 'image', description: texts.image },
        { type: Text, name: 'link', description: texts.link },
        { type: Attachment, name: 'end_image', description: texts.end_image },
        { type: Text, name: 'end_link', description: texts.end_link },
        {
          type: Text,
          name: 'motion',
          description: texts.motion,
          choices: [
            { name: motions.low, value: 'low' },
            { name: motions.high, value: 'high' },
          ],
        },
        { type: Switch, name: 'loop', description: texts.loop },
        { type: Text, name: 'extend', description: texts.extend, max_length: 200 },
        { type: Integer, name: 'clip', description: texts.clip, min_value: 1, max_value: 4 },
        { type: Switch, name: 'private', description: texts.private },
      ],
    },
    async execute(interaction, context) {
      const { options } = interaction;
      const text = options.getString('prompt', true);
      const frames = await framesOf(interaction, context);
      if (typeof frames === 'string') return context.responder.tell(renderWithText(frames, text));
      const { parent = null, ...rest } = frames;
      const motion = options.getString('motion');
      const purpose = {
        kind: 'request',
        request: { kind: 'video', prompt: '', motion: motion === 'high' ? 'high' : 'low', ...rest },
        window: null,
        film: { motion, hasEnd: rest.endImage !== null },
        parent,
        private: options.getBoolean('private'),
      } as const;
      await makeOfText(givenText(interaction, text, purpose), interaction, context);
    },
  },
} satisfies Handler;
