import {
  type APIApplicationCommandBasicOption,
  ApplicationCommandOptionType,
  type ChatInputCommandInteraction,
} from 'discord.js';
import type { PromptChoices } from '../../domain/prompt/prompt.ts';
import { aspects, models, speedOf, speeds } from '../../domain/settings/choices.ts';
import type { Words } from '../../text/catalogue.ts';
import { en } from '../../text/en/index.ts';
import { attachedPicture, type Source } from './picture-option.ts';

const { options: texts } = en.commands.imagine;
const { Attachment, Boolean: Switch, Integer, String: Text } = ApplicationCommandOptionType;
type Name = keyof typeof texts;

const pictures = ['image', 'image2', 'image3', 'image4', 'image5'] as const;
/** Repeats beyond this are written as `--repeat`, and asked about. */
const REPEATS = 10;

type Choices = { name: string; value: string }[];

const choices = (values: readonly string[]): Choices => values.map((value) => ({ name: value, value }));
const one = (name: Name, values: Choices): APIApplicationCommandBasicOption => ({
  ...{ type: Text, name, description: texts[name] },
  choices: values,
});
const number = (name: Name, min_value: number, max_value: number): APIApplicationCommandBasicOption => ({
  ...{ type: Integer, name, description: texts[name] },
  ...{ min_value, max_value },
});
const text = (name: Name, max_length: number): APIApplicationCommandBasicOption => ({
  ...{ type: Text, name, description: texts[name] },
  max_length,
});
const yes = (name: Name): APIApplicationCommandBasicOption => ({ type: Switch, name, description: texts[name] });

/** What /imagine offers. The prompt may be as long as Discord lets an option be. */
export const imagineOptions: readonly APIApplicationCommandBasicOption[] = [
  { type: Text, name: 'prompt', description: texts.prompt, required: true, max_length: 6000 },
  ...pictures.map((name) => ({ type: Attachment, name, description: texts[name] }) as const),
  one('aspect', choices(aspects)),
  one('model', [...models]),
  number('stylize', 0, 1000),
  number('chaos', 0, 100),
  number('weird', 0, 3000),
  number('seed', 0, 4_294_967_295),
  text('no', 500),
  one('quality', choices(['.5', '1', '2', '4'])),
  yes('tile'),
  yes('raw'),
  text('sref', 2000),
  text('cref', 2000),
  text('oref', 2000),
  one(
    'speed',
    speeds.map((speed) => ({ name: en.choices[speed], value: speed })),
  ),
  number('repeat', 1, REPEATS),
  yes('private'),
];

/** What the member chose of them for the prompt. */
export function promptChoices({ options }: Pick<ChatInputCommandInteraction, 'options'>): PromptChoices {
  const string = (name: Name) => options.getString(name) ?? undefined;
  const integer = (name: Name) => options.getInteger(name) ?? undefined;
  const flag = (name: Name) => options.getBoolean(name) ?? undefined;
  return {
    aspect: string('aspect'),
    model: string('model'),
    stylize: integer('stylize'),
    chaos: integer('chaos'),
    weird: integer('weird'),
    seed: integer('seed'),
    no: string('no'),
    quality: string('quality'),
    tile: flag('tile'),
    raw: flag('raw'),
    sref: string('sref'),
    cref: string('cref'),
    oref: string('oref'),
    speed: speedOf(options.getString('speed')) ?? undefined,
    repeat: integer('repeat'),
  };
}

/** The pictures that were attached, in order. */
export function imagePrompts(
  { options }: Pick<ChatInputCommandInteraction, 'options'>,
  words: Words,
): readonly Source[] {
  const files = pictures.map((name) => options.getAttachment(name));
  return files.flatMap((file) => (file ? [attachedPicture(file, words)] : []));
}
