import {
  type APIApplicationCommandBasicOption,
  ApplicationCommandOptionType,
  type ChatInputCommandInteraction,
} from 'discord.js';
import { models } from '../../domain/midjourney.ts';
import type { PromptChoices } from '../../domain/prompt/flags/choices.ts';
import { aspects, speedOf, speeds } from '../../domain/settings/choices.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import { en } from '../../text/en/index.ts';
import { attachedPicture, type GivenPicture } from './picture-option.ts';

const { options: texts, qualities } = en.commands.imagine;
const { Attachment, Boolean: Switch, Integer, String: Text } = ApplicationCommandOptionType;
type Name = keyof typeof texts;

const pictures = ['image', 'image2', 'image3', 'image4', 'image5'] as const;
/** The largest `repeat`. Whoever wants more writes `--repeat` into the prompt. */
const REPEATS_MAX = 10;

type Option = APIApplicationCommandBasicOption;
type OptionChoice = { name: string; value: string };

function oneOf(name: Name, choices: OptionChoice[]): Option {
  return { type: Text, name, description: texts[name], choices };
}

function unnamed(values: readonly string[]): OptionChoice[] {
  return values.map((value) => ({ name: value, value }));
}

function integer(name: Name, min_value: number, max_value: number): Option {
  return { type: Integer, name, description: texts[name], min_value, max_value };
}

function text(name: Name, max_length: number): Option {
  return { type: Text, name, description: texts[name], max_length };
}

function flag(name: Name): Option {
  return { type: Switch, name, description: texts[name] };
}

/**
 * The options of `/imagine`, as many as Discord allows: 25. So the weights of references share one. Discord lets an option be at
 * most 6,000 characters long.
 */
export const imagineOptions: readonly Option[] = [
  { type: Text, name: 'prompt', description: texts.prompt, required: true, max_length: 6000 },
  ...pictures.map((name) => ({ type: Attachment, name, description: texts[name] }) as const),
  oneOf('aspect', unnamed(aspects)),
  oneOf('model', [...models]),
  integer('stylize', 0, 1000),
  integer('chaos', 0, 100),
  integer('weird', 0, 3000),
  integer('seed', 0, 4_294_967_295),
  text('no', 500),
  oneOf('quality', [...unnamed(['.5', '1', '2', '4']), { name: qualities.hd, value: 'hd' }]),
  flag('tile'),
  flag('raw'),
  text('sref', 2000),
  text('cref', 2000),
  text('oref', 2000),
  text('weights', 100),
  integer('exp', 0, 100),
  text('personalize', 300),
  oneOf(
    'speed',
    speeds.map((speed) => ({ name: en.choices[speed], value: speed })),
  ),
  integer('repeat', 1, REPEATS_MAX),
  flag('private'),
];

/** What the member chose of the options that become flags of the prompt. */
export function promptChoices({ options }: Pick<ChatInputCommandInteraction, 'options'>): PromptChoices {
  const chosenText = (name: Name) => options.getString(name) ?? undefined;
  const chosenNumber = (name: Name) => options.getInteger(name) ?? undefined;
  const chosenSwitch = (name: Name) => options.getBoolean(name) ?? undefined;
  return {
    aspect: chosenText('aspect'),
    model: chosenText('model'),
    stylize: chosenNumber('stylize'),
    chaos: chosenNumber('chaos'),
    weird: chosenNumber('weird'),
    seed: chosenNumber('seed'),
    no: chosenText('no'),
    quality: chosenText('quality'),
    tile: chosenSwitch('tile'),
    raw: chosenSwitch('raw'),
    sref: chosenText('sref'),
    cref: chosenText('cref'),
    oref: chosenText('oref'),
    weights: chosenText('weights'),
    exp: chosenNumber('exp'),
    personalize: chosenText('personalize'),
    speed: speedOf(options.getString('speed')) ?? undefined,
    repeat: chosenNumber('repeat'),
  };
}

/** The attached pictures, in order. */
export function imagePrompts(
  { options }: Pick<ChatInputCommandInteraction, 'options'>,
  words: Catalogue,
): readonly GivenPicture[] {
  const files = pictures.map((name) => options.getAttachment(name));
  return files.flatMap((file) => (file ? [attachedPicture(file, words)] : []));
}
