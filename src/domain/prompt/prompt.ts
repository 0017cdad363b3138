import { UserError } from '../failures/errors.ts';
import { type FlagTrouble, isUncertain } from '../failures/flag-trouble.ts';
import type { Bot } from '../job/request.ts';
import { kindOf } from '../midjourney.ts';
import { defaultSettings, type MemberSettings } from '../settings/settings.ts';
import { defaultsOf } from './defaults.ts';
import { optionFlags, type PromptChoices } from './flags/choices.ts';
import { type Flag, nameOf, type ParsedPrompt, readPromptFlags, subjectOf, writePrompt } from './flags/flags.ts';
import { type FittedFlags, fitToFilms, fitToModel } from './flags/model-fit.ts';
import { createNearMiss, type NearMiss } from './flags/near-miss.ts';
import { flagTroubles } from './flags/troubles.ts';
import { isSeen, visible } from './visible.ts';

/** `prompt` is empty when no words are left; `repeat` has been taken out of it. */
export type ComposedPrompt = { readonly prompt: string; readonly bot: Bot; readonly repeat: number };

/** The most flags that a text may have: about as many as Midjourney knows. */
export const FLAGS_MAX = 40;

/**
 * What a prompt is for. `illustrated`: pictures, with pictures given beside the text. `edit`: the relay's edits, which choose the
 * version themselves.
 */
export type PromptUse = 'pictures' | 'illustrated' | 'films' | 'edit';

/**
 * The prompt as the relay gets it: the member's words and flags, then their options, then what their settings add where
 * neither says anything, then the version that one of the flags needs. Throws UserError with every flag that is malformed,
 * contradicts another, or is not taken by the version that would draw the prompt, before anything is paid for. `isSure`: flags
 * that nobody knows are left to Midjourney.
 */
export function composePrompt(
  text: string,
  choices: PromptChoices = {},
  settings: MemberSettings = defaultSettings,
  use: PromptUse = 'pictures',
  isSure = false,
): ComposedPrompt {
  return createComposer(choices, settings, use, isSure)(visible(text));
}

/**
 * Composes prompts as `composePrompt` does, many with the same options and settings, of texts without invisible
 * characters. It throws the same.
 */
export function createComposer(
  choices: PromptChoices,
  settings: MemberSettings,
  use: PromptUse = 'pictures',
  isSure = false,
): (text: string) => ComposedPrompt {
  const options = optionFlags(choices);
  const defaults = defaultsOf(settings);
  const resembling = createNearMiss();
  return (text) => {
    const read = readPromptFlags(isSeen(text) ? text.trim() : '', 'text', resembling);
    const { words } = read;
    const excess = read.flags[FLAGS_MAX];
    if (excess) throw tooMany(excess);
    const given = withOneNo([...read.flags, ...options]);
    const all = firstOfEach([...given, ...defaults.flags]);
    const whole = words === '' || words.endsWith(defaults.words) ? words : `${words} ${defaults.words}`;
    const fitted = fitTo(use, whole, all);
    const isIllustrated = use === 'illustrated' || /^<?https?:/i.test(words);
    const troubles = [
      ...textTroubles(read, given, resembling),
      ...(use === 'films' ? [] : misplaced(given, isIllustrated)),
      ...fitted.troubles,
    ];
    const told = isSure ? troubles.filter((trouble) => !isUncertain(trouble)) : troubles;
    if (told.length > 0) throw new UserError({ kind: 'flags', troubles: told });
    const repeats = fitted.flags.find((flag) => subjectOf(flag) === 'repeat');
    const kept = fitted.flags.filter((flag) => flag !== repeats);
    return {
      prompt: words === '' ? '' : writePrompt({ words: whole, flags: kept }),
      bot: kept.some(({ name }) => name.toLowerCase() === 'niji') ? 'NIJI_JOURNEY' : 'MID_JOURNEY',
      repeat: Math.max(1, Number(repeats?.value ?? 1)),
    };
  };
}

function fitTo(use: PromptUse, words: string, flags: readonly Flag[]): FittedFlags {
  if (use === 'edit') return { flags, troubles: [] };
  return use === 'films' ? fitToFilms(flags) : fitToModel(words, flags);
}

function tooMany({ name }: Flag): UserError {
  return new UserError({ kind: 'flags', troubles: [{ kind: 'tooMany', flag: `--${name}`, most: FLAGS_MAX }] });
}

/** What is wrong with flags whatever they are for. */
function textTroubles(read: ParsedPrompt, given: readonly Flag[], resembling: NearMiss): readonly FlagTrouble[] {
  const doubts = read.doubts.slice(0, FLAGS_MAX).map(({ kind, name }) => ({ kind, flag: `--${name}` }) as const);
  return [...doubts, ...flagTroubles(given, resembling)];
}

/** Flags of films and zooms where pictures are asked for. A picture at the beginning and `--video` ask for a film. */
function misplaced(flags: readonly Flag[], isIllustrated: boolean): readonly FlagTrouble[] {
  const isFilm = isIllustrated && flags.some((flag) => nameOf(flag) === 'video');
  return flags.flatMap((flag): FlagTrouble[] => {
    const belongs = kindOf(flag.name)?.only;
    if (!belongs || (belongs === 'films' && isFilm)) return [];
    return [{ kind: 'misplaced', flag: `--${flag.name}`, belongs }];
  });
}

/** The flags with one `--no` for all of them: what must not be in a picture may be said in several. */
function withOneNo(flags: readonly Flag[]): readonly Flag[] {
  const all = flags.filter((flag) => nameOf(flag) === 'no' && flag.value !== '');
  const [first] = all;
  if (!first || all.length === 1) return flags;
  const value = [...new Set(all.map((flag) => flag.value))].join(', ');
  return flags.flatMap((flag) => (flag === first ? [{ ...first, value }] : all.includes(flag) ? [] : [flag]));
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
