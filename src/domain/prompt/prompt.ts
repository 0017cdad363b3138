import { UserError } from '../failures/errors.ts';
import type { Bot } from '../job/request.ts';
import { defaultSettings, type MemberSettings } from '../settings/settings.ts';
import { defaultsOf, modelFlag } from './defaults.ts';
import { type Flag, flagTroubles, readPromptFlags, subjectOf, writePrompt } from './flags/flags.ts';
import { createNearMiss } from './flags/near-miss.ts';

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
  readonly quality?: string | undefined;
  readonly raw?: boolean | undefined;
  readonly tile?: boolean | undefined;
  /** Links, or style codes for the first. */
  readonly sref?: string | undefined;
  readonly cref?: string | undefined;
  readonly oref?: string | undefined;
  readonly repeat?: number | undefined;
};

/** `prompt` is empty when no words are left; `repeat` has been taken out of it. */
export type ComposedPrompt = { readonly prompt: string; readonly bot: Bot; readonly repeat: number };

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
  repeat: 'repeat',
  no: 'no',
} as const satisfies Partial<Record<keyof PromptChoices, string>>;

/** The most flags that a text may have: about as many as Midjourney knows. */
export const FLAGS_MAX = 40;

/**
 * The prompt as the relay gets it: the member's words and flags, then their options, then what their settings add where
 * neither says anything. Throws UserError with every flag that is malformed or contradicts another, before anything is
 * paid for.
 */
export function composePrompt(
  text: string,
  choices: PromptChoices = {},
  settings: MemberSettings = defaultSettings,
): ComposedPrompt {
  return createComposer(choices, settings)(visible(text));
}

/**
 * Composes prompts as `composePrompt` does, many with the same options and settings, of texts without invisible
 * characters. It throws the same.
 */
export function createComposer(choices: PromptChoices, settings: MemberSettings): (text: string) => ComposedPrompt {
  const options = flagsOf(choices);
  const defaults = defaultsOf(settings);
  const resembling = createNearMiss();
  return (text) => {
    const { words, flags } = readPromptFlags(isSeen(text) ? text.trim() : '', 'text', resembling);
    const excess = flags[FLAGS_MAX];
    const given = [...flags, ...options];
    const troubles = excess
      ? [{ kind: 'tooMany', flag: `--${excess.name}`, most: FLAGS_MAX } as const]
      : flagTroubles(given, resembling);
    if (troubles.length > 0) throw new UserError({ kind: 'flags', troubles });
    const all = firstOfEach([...given, ...defaults.flags]);
    const repeats = all.find((flag) => subjectOf(flag) === 'repeat');
    const kept = all.filter((flag) => flag !== repeats);
    const whole = words === '' || words.endsWith(defaults.words) ? words : `${words} ${defaults.words}`;
    return {
      prompt: words === '' ? '' : writePrompt({ words: whole, flags: kept }),
      bot: kept.some(({ name }) => name.toLowerCase() === 'niji') ? 'NIJI_JOURNEY' : 'MID_JOURNEY',
      repeat: Math.max(1, Number(repeats?.value ?? 1)),
    };
  };
}

function flagsOf(choices: PromptChoices): Flag[] {
  const { model, raw, tile, speed } = choices;
  const values = Object.entries(flagOf).flatMap(([choice, name]): Flag[] => {
    const value = isValued(choice) ? visible(String(choices[choice] ?? '')) : '';
    return value === '' ? [] : [{ name, value, origin: 'option' }];
  });
  const switchedOn = [raw && 'raw', tile && 'tile', speed].filter((name) => typeof name === 'string');
  return [
    ...(model ? [modelFlag(model, 'option')] : []),
    ...switchedOn.map((name): Flag => ({ name, value: '', origin: 'option' })),
    ...values,
  ];
}

function isValued(choice: string): choice is keyof typeof flagOf {
  return choice in flagOf;
}

/** The flags without those whose subject an earlier one has already set. */
function firstOfEach(flags: readonly Flag[]): Flag[] {
  const subjects = new Set<string>();
  return flags.filter((flag) => {
    const subject = subjectOf(flag);
    const first = !subjects.has(subject);
    subjects.add(subject);
    return first;
  });
}

/**
 * A text without control and format characters, except those that emoji and scripts need; line breaks become spaces. Empty
 * when nothing in it can be seen.
 */
export function visible(text: string): string {
  const kept = text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\u{e0000}\u{e0001}]/gu, '')
    .trim();
  return isSeen(kept) ? kept : '';
}

function isSeen(text: string): boolean {
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(text);
}
