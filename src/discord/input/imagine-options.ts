import {
  type APIApplicationCommandBasicOption,
  ApplicationCommandOptionType,
  type ChatInputCommandInteraction,
} from 'discord.js';
import { kindOf, models } from '../../domain/midjourney.ts';
import { flagOf, type PromptChoices } from '../../domain/prompt/flags/choices.ts';
import { aspects, speedOf, speeds } from '../../domain/settings/choices.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import { en } from '../../text/en/index.ts';
import { attachedPicture, type GivenPicture } from './picture-option.ts';

const { options: texts, qualities } = en.commands.imagine;
const { Attachment, Boolean: Switch, Integer, Number: Fraction, String: Text } = ApplicationCommandOptionType;
type Name = keyof typeof texts;

const pictures = ['image', 'image2', 'image3'] as const;
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

/** A number as Midjourney's versions take it. */
function ranged(name: Name & keyof typeof flagOf): Option {
  const accepts = kindOf(flagOf[name])?.accepts;
  if (accepts?.kind !== 'number') throw new TypeError(`${name} is no number`);
  const range = { name, description: texts[name], min_value: accepts.least, max_value: accepts.most };
  return accepts.whole ? { type: Integer, ...range } : { type: Fraction, ...range };
}

function text(name: Name, max_length: number): Option {
  return { type: Text, name, description: texts[name], max_length };
}

function flag(name: Name): Option {
  return { type: Switch, name, description: texts[name] };
}

/**
 * The options of `/imagine` in the order in which they are mostly used. Discord allows 25, so what is needed least is written into
 * the last one, or into the prompt. Discord lets an option be at most 6,000 characters long.
 */
export const imagineOptions: readonly Option[] = [
  { type: Text, name: 'prompt', description: texts.prompt, required: true, max_length: 6000 },
  oneOf('aspect', unnamed(aspects)),
  oneOf('model', [...models]),
  oneOf(
    'speed',
    speeds.map((speed) => ({ name: en.choices[speed], value: speed })),
  ),
  ...pictures.map((name) => ({ type: Attachment, name, description: texts[name] }) as const),
  ranged('iw'),
  text('sref', 2000),
  ranged('sw'),
  text('oref', 2000),
  text('cref', 2000),
  text('personalize', 300),
  ranged('stylize'),
  ranged('chaos'),
  ranged('weird'),
  flag('raw'),
  flag('draft'),
  text('no', 500),
  oneOf('quality', [...unnamed(['.5', '1', '2', '4']), { name: qualities.hd, value: 'hd' }]),
  ranged('seed'),
  flag('tile'),
  { type: Integer, name: 'repeat', description: texts.repeat, min_value: 1, max_value: REPEATS_MAX },
  flag('private'),
  text('more', 500),
];

/** What the member chose of the options that become flags of the prompt. */
export function promptChoices({ options }: Pick<ChatInputCommandInteraction, 'options'>): PromptChoices {
  const chosenText = (name: Name) => options.getString(name) ?? undefined;
  const chosenNumber = (name: Name) => options.getInteger(name) ?? undefined;
  const chosenFraction = (name: Name) => options.getNumber(name) ?? undefined;
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
    draft: chosenSwitch('draft'),
    iw: chosenFraction('iw'),
    sw: chosenNumber('sw'),
    sref: chosenText('sref'),
    cref: chosenText('cref'),
    oref: chosenText('oref'),
    personalize: chosenText('personalize'),
    speed: speedOf(options.getString('speed')) ?? undefined,
    repeat: chosenNumber('repeat'),
    more: chosenText('more'),
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
