import { kindOf } from '../../midjourney.ts';
import { visible } from '../visible.ts';
import { type Flag, modelFlag } from './flags.ts';
import { tidied } from './value.ts';

/** What a member chose in the options of a command; undefined where they chose nothing. */
export type PromptChoices = {
  readonly aspect?: string | undefined;
  /** A version such as `7`, or `niji 6`. */
  readonly model?: string | undefined;
  readonly speed?: 'fast' | 'relax' | 'turbo' | undefined;
  readonly stylize?: number | undefined;
  readonly chaos?: number | undefined;
  readonly weird?: number | undefined;
  readonly seed?: number | undefined;
  readonly no?: string | undefined;
  /** A number for `--q`, or `hd`. */
  readonly quality?: string | undefined;
  readonly raw?: boolean | undefined;
  readonly draft?: boolean | undefined;
  readonly tile?: boolean | undefined;
  /** How much the image prompts count. */
  readonly iw?: number | undefined;
  /** Links, or style codes for the first. */
  readonly sref?: string | undefined;
  readonly sw?: number | undefined;
  readonly cref?: string | undefined;
  readonly oref?: string | undefined;
  readonly repeat?: number | undefined;
  /** Codes of profiles and moodboards, or a word that says yes. */
  readonly personalize?: string | undefined;
  /** Any other flags, such as `ow 400, sv 6`. */
  readonly more?: string | undefined;
};

/** The flags of those choices that have a value. */
export const flagOf = {
  aspect: 'ar',
  stylize: 's',
  chaos: 'c',
  weird: 'w',
  seed: 'seed',
  quality: 'q',
  iw: 'iw',
  sref: 'sref',
  sw: 'sw',
  cref: 'cref',
  oref: 'oref',
  repeat: 'repeat',
  no: 'no',
} as const satisfies Partial<Record<keyof PromptChoices, string>>;

/** Answers to the question whether to personalize that name no profile. */
const yes = new Set(['yes', 'on', 'true', '1', '是', '开', '开启']);

/** The flags that stand for what a member chose. */
export function optionFlags(choices: PromptChoices): readonly Flag[] {
  const { model, raw, draft, tile, speed, personalize, more } = choices;
  const values = Object.entries(flagOf).flatMap(([choice, name]): Flag[] => {
    const value = isValued(choice) ? visible(String(choices[choice] ?? '')) : '';
    if (value === '') return [];
    return [choice === 'quality' && value === 'hd' ? valued('hd', '') : valued(name, value)];
  });
  const switchedOn = [raw && 'raw', draft && 'draft', tile && 'tile', speed].filter((name) => typeof name === 'string');
  const taste = visible(personalize ?? '');
  return [
    ...(model ? [modelFlag(model, 'option')] : []),
    ...switchedOn.map((name) => valued(name, '')),
    ...values,
    ...(taste === '' ? [] : [valued('p', yes.has(taste.toLowerCase()) ? '' : taste)]),
    ...furtherFlags(visible(more ?? '')),
  ];
}

/**
 * Flags as a member writes them into an option: names with what belongs to them behind, with or without dashes, colons and
 * commas.
 */
function furtherFlags(text: string): readonly Flag[] {
  const parts = text.split(/[\s,，、;；]/).flatMap(nameApart);
  const flags: { readonly name: string; readonly values: string[] }[] = [];
  for (const part of parts.filter((one) => one !== '')) {
    const name = part.replace(dashes, '');
    const last = flags.at(-1);
    if (last && name === part && !kindOf(name)) last.values.push(part);
    else if (flags.length < FURTHER_MAX) flags.push({ name, values: [] });
  }
  return flags.map(({ name, values }) => valued(name, values.join(' ')));
}

const dashes = /^[-\u2013\u2014]{1,2}/;

/** `ow:400` as a name and its value; anything else as it is. */
function nameApart(part: string): readonly string[] {
  const [, name, value] = /^([-\u2013\u2014]{0,2}[a-z]{1,20})[:：=](?!\/\/)(.*)$/i.exec(part) ?? [];
  return name === undefined || value === undefined ? [part] : [name, value];
}

/** More than a member needs beside the other options. */
const FURTHER_MAX = 8;

function valued(name: string, value: string): Flag {
  const kind = kindOf(name);
  return { name, value: (kind && tidied(value, kind)) ?? value, origin: 'option' };
}

function isValued(choice: string): choice is keyof typeof flagOf {
  return choice in flagOf;
}
