import { UserError } from '../failures/errors.ts';
import { isUncertain } from '../failures/flag-trouble.ts';
import { kindOf } from '../midjourney.ts';
import { defaultSettings, type MemberSettings } from '../settings/settings.ts';
import type { PromptChoices } from './flags/choices.ts';
import { type Flag, nameOf, readPromptFlags, subjectOf, writePrompt } from './flags/flags.ts';
import { createNearMiss } from './flags/near-miss.ts';
import { flagStarts } from './flags/starts.ts';
import { flagTroubles } from './flags/troubles.ts';
import { tidied } from './flags/value.ts';
import { hasJson } from './json.ts';
import { type Names, noNames, spoken } from './mentions.ts';
import { withoutFrame } from './pasted.ts';
import { readPermutations, withoutChoices } from './permutations.ts';
import { type ComposedPrompt, composePrompt, createComposer, type PromptUse } from './prompt.ts';
import { visible } from './visible.ts';

/** The most jobs one command may make, as in Midjourney. */
export const JOBS_MAX = 40;
/** Up to so many jobs of one prompt begin without a question. */
const UNASKED_MAX = 3;

/** What is made of an /imagine. */
export type Plan =
  /** One entry per job. `ask`: the member has to confirm first, because there are many, or because the text is JSON. */
  | { readonly kind: 'jobs'; readonly prompts: readonly Planned[]; readonly ask: 'no' | 'many' | 'json' }
  | { readonly kind: 'empty' }
  /** `count` may be Infinity. */
  | { readonly kind: 'tooMany'; readonly count: number }
  /** Its braces do not match. */
  | { readonly kind: 'unbalanced' }
  | Unnamed;

/** The text mentions somebody or something whose name is not known, as in `<@1>`. */
type Unnamed = { readonly kind: 'unnamed'; readonly mention: string };

export type Planned = Pick<ComposedPrompt, 'prompt' | 'bot'>;

/**
 * Makes one prompt of every choice in braces, as often as the prompt repeats. A text with JSON in it is one prompt, braces and all.
 * Throws as `composePrompt` for each of them; `isSure` as there.
 */
export function planImagine(
  text: string,
  choices: PromptChoices,
  settings: MemberSettings,
  use: Extract<PromptUse, 'pictures' | 'illustrated'> = 'pictures',
  names: Names = noNames,
  isSure = false,
): Plan {
  const said = spoken(withoutFrame(visible(text)), names);
  if ('unnamed' in said) return { kind: 'unnamed', mention: said.unnamed };
  const isJson = hasJson(said.text);
  const read = readPermutations(isJson ? withoutChoices(said.text) : said.text);
  if (read.kind === 'unbalanced') return read;
  if (read.count > JOBS_MAX) return { kind: 'tooMany', count: read.count };
  const texts = read.expand(JOBS_MAX);
  const composed = texts.map(createComposer(choices, settings, use, isSure));
  if (composed.some(({ prompt }) => prompt === '')) return { kind: 'empty' };
  const count = composed.reduce((sum, { repeat }) => sum + repeat, 0);
  if (count > JOBS_MAX) return { kind: 'tooMany', count };
  const prompts = composed.flatMap(({ prompt, bot, repeat }) =>
    Array.from({ length: repeat }, (): Planned => ({ prompt, bot })),
  );
  const isMany = texts.length > 1 || count > UNASKED_MAX;
  return { kind: 'jobs', prompts, ask: isJson ? 'json' : isMany ? 'many' : 'no' };
}

/** What is made of a text where one thing can come of it. */
export type SinglePlan =
  | { readonly kind: 'one'; readonly prompt: string }
  | { readonly kind: 'empty' }
  | { readonly kind: 'unbalanced' }
  | Unnamed
  /** It asks for several, by choices in braces or by `--repeat`. */
  | { readonly kind: 'several' };

/** Makes the prompt of anything but an imagine. Throws as `composePrompt`. */
export function planOne(text: string, use: PromptUse = 'edit', names: Names = noNames, isSure = false): SinglePlan {
  return planSingle(withoutFrame(visible(text)), names, (one) => {
    const { prompt, repeat } = composePrompt(one, {}, defaultSettings, use, isSure);
    return repeat > 1 ? null : prompt;
  });
}

/**
 * Makes the text that a window gets. Its other flags are left to Midjourney: a window begins with Midjourney's own prompt,
 * `start`, which may have flags that a member could not write, such as `--video 1`. Throws UserError for flags that nobody
 * knows and that it did not begin with; null: none are looked for.
 */
export function planWindow(text: string, names: Names = noNames, start: string | null = null): SinglePlan {
  return planSingle(visible(text), names, (one) => {
    const { words, flags } = readPromptFlags(one);
    if (start !== null) refuseUnknown(flags, readPromptFlags(start).flags);
    const repeats = flags.filter((flag) => subjectOf(flag) === 'repeat');
    if (repeats.length === 0) return withPlainDashes(one);
    if (repeats.some(({ value }) => value !== '' && value !== '1')) return null;
    return writePrompt({ words, flags: flags.filter((flag) => !repeats.includes(flag)) });
  });
}

function refuseUnknown(flags: readonly Flag[], known: readonly Flag[]): void {
  const own = new Set(known.map(nameOf));
  const troubles = flagTroubles(flags.filter((flag) => !own.has(nameOf(flag)))).filter(isUncertain);
  if (troubles.length > 0) throw new UserError({ kind: 'flags', troubles });
}

/**
 * A prompt whose flags begin with the dashes that Midjourney reads, and have the values that it takes; where they do, it stays
 * as it is.
 */
function withPlainDashes(prompt: string): string {
  const { starts } = flagStarts(prompt, createNearMiss());
  const plain = starts.map(({ at, name, after }, index) => {
    const [from, end] = [starts[index - 1]?.after ?? 0, prompt.charAt(at - 1)];
    const space = at === 0 || (at > from && end.trim() === '') ? '' : ' ';
    const value = plainValue(name, prompt.slice(after, starts[index + 1]?.at));
    return `${index === 0 ? prompt.slice(0, at) : ''}${space}--${name}${value.charAt(0).trim() === '' ? '' : ' '}${value}`;
  });
  return starts.length === 0 ? prompt : plain.join('');
}

/** A flag’s value, with the spaces around it, without what input methods have made of it. */
function plainValue(name: string, given: string): string {
  const [value, kind] = [given.trim(), kindOf(name)];
  if (!kind || !/[^\x20-\x7e]/.test(value)) return given;
  const plain = tidied(value, kind);
  return plain === null ? given : given.replace(value, () => plain);
}

/** `text` has no invisible characters. `compose` answers with null when its text asks for several. */
function planSingle(text: string, names: Names, compose: (one: string) => string | null): SinglePlan {
  const said = spoken(text, names);
  if ('unnamed' in said) return { kind: 'unnamed', mention: said.unnamed };
  const read = readPermutations(hasJson(said.text) ? withoutChoices(said.text) : said.text);
  if (read.kind === 'unbalanced') return read;
  const [only = ''] = read.expand(1);
  const prompt = read.count > 1 ? null : compose(only);
  if (prompt === null) return { kind: 'several' };
  return prompt === '' ? { kind: 'empty' } : { kind: 'one', prompt };
}
