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
  readonly tile?: boolean | undefined;
  /** Links, or style codes for the first. */
  readonly sref?: string | undefined;
  readonly cref?: string | undefined;
  readonly oref?: string | undefined;
  readonly repeat?: number | undefined;
  readonly exp?: number | undefined;
  /** Codes of profiles and moodboards, or a word that says yes. */
  readonly personalize?: string | undefined;
  /** Names and numbers such as `iw 1.5, sw 200`. */
  readonly weights?: string | undefined;
};

/** The flags of those choices that have a value. */
const flagOf = {
  aspect: 'ar',
  stylize: 's',
  chaos: 'c',
  weird: 'w',
  seed: 'seed',
  quality: 'q',
  sref: 'sref',
  cref: 'cref',
  oref: 'oref',
  exp: 'exp',
  repeat: 'repeat',
  no: 'no',
} as const satisfies Partial<Record<keyof PromptChoices, string>>;

/** Answers to the question whether to personalize that name no profile. */
const yes = new Set(['yes', 'on', 'true', '1', '是', '开', '开启']);

/** The flags that stand for what a member chose. */
export function optionFlags(choices: PromptChoices): readonly Flag[] {
  const { model, raw, tile, speed, personalize, weights } = choices;
  const values = Object.entries(flagOf).flatMap(([choice, name]): Flag[] => {
    const value = isValued(choice) ? visible(String(choices[choice] ?? '')) : '';
    if (value === '') return [];
    return [choice === 'quality' && value === 'hd' ? valued('hd', '') : valued(name, value)];
  });
  const switchedOn = [raw && 'raw', tile && 'tile', speed].filter((name) => typeof name === 'string');
  const taste = visible(personalize ?? '');
  return [
    ...(model ? [modelFlag(model, 'option')] : []),
    ...switchedOn.map((name) => valued(name, '')),
    ...values,
    ...(taste === '' ? [] : [valued('p', yes.has(taste.toLowerCase()) ? '' : taste)]),
    ...weightFlags(visible(weights ?? '')),
  ];
}

/** Weights as a member writes them: names with numbers behind them, with or without dashes, colons and commas. */
function weightFlags(text: string): readonly Flag[] {
  const parts = text.split(/[\s,，、;；:：=]/).filter((part) => part !== '');
  const flags: Flag[] = [];
  for (let at = 0; at < parts.length && flags.length < WEIGHTS_MAX; at += 2) {
    flags.push(valued((parts[at] ?? '').replace(/^[-\u2013\u2014]{1,2}/, ''), parts[at + 1] ?? ''));
  }
  return flags;
}

/** More than there are weights. */
const WEIGHTS_MAX = 8;

function valued(name: string, value: string): Flag {
  const kind = kindOf(name);
  return { name, value: (kind && tidied(value, kind)) ?? value, origin: 'option' };
}

function isValued(choice: string): choice is keyof typeof flagOf {
  return choice in flagOf;
}
