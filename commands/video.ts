import { ApplicationCommandOptionType, type ChatInputCommandInteraction } from 'discord.js';
import { type Context, everywhere, type Handler } from '../src/discord/handler.ts';
import { findFilm } from '../src/discord/input/film.ts';
import { givenPrompt } from '../src/discord/input/given-prompt.ts';
import { givenPicture } from '../src/discord/input/picture-option.ts';
import type { Gesture } from '../src/discord/jobs/gesture.ts';
import { type FilmText, takeFilmFlags } from '../src/domain/prompt/film-flags.ts';
import { en } from '../src/text/en/index.ts';

const { description, motions, options: texts } = en.commands.video;
const { Attachment, Boolean: Switch, Integer, String: Text } = ApplicationCommandOptionType;

/** What a film starts from and ends with. */
type Frames = Pick<Extract<Gesture['request'], { kind: 'video' }>, 'image' | 'endImage' | 'extend' | 'loop'>;

/** The frames that the member gave, or the sentence that says why they do not go together. */
async function framesOf(
  interaction: ChatInputCommandInteraction,
  said: FilmText,
  context: Context,
): Promise<(Frames & Pick<Gesture, 'parent'>) | string> {
  const { options } = interaction;
  const { words } = context;
  const { media } = words;
  const loop = said.loop || (options.getBoolean('loop') ?? false);
  const first = givenPicture(options.getAttachment('image'), options.getString('link'), media.onePicture, words);
  const last = givenPicture(
    options.getAttachment('end_image'),
    options.getString('end_link') ?? said.end,
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
      const { responder, begin, words } = context;
      const { options } = interaction;
      const given = givenPrompt(options.getString('prompt', true), 'films', interaction, words);
      if ('refusal' in given) return responder.tell(given.refusal);
      const wanted = options.getString('motion');
      const hasEnd = options.getAttachment('end_image') !== null || options.getString('end_link') !== null;
      const film = takeFilmFlags(given.prompt, { motion: wanted, hasEnd });
      const { prompt, clips } = film;
      const frames = await framesOf(interaction, film, context);
      if (typeof frames === 'string') return responder.tell(frames);
      const { parent, ...rest } = frames;
      await begin({
        request: {
          kind: 'video',
          prompt,
          motion: film.motion ?? (wanted === 'high' ? 'high' : 'low'),
          ...rest,
          ...(clips !== null && { clips }),
        },
        prompt,
        ...(parent && { parent }),
        private: options.getBoolean('private'),
      });
    },
  },
} satisfies Handler;
