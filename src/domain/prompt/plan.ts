import { defaultSettings, type MemberSettings } from '../settings/settings.ts';
import type { PromptChoices } from './flags/choices.ts';
import { readPromptFlags, subjectOf, writePrompt } from './flags/flags.ts';
import { createNearMiss } from './flags/near-miss.ts';
import { flagStarts } from './flags/starts.ts';
import { withoutFrame } from './pasted.ts';
import { readPermutations } from './permutations.ts';
import { type ComposedPrompt, composePrompt, createComposer, type PromptUse } from './prompt.ts';
import { visible } from './visible.ts';

/** The most jobs one command may make, as in Midjourney. */
export const JOBS_MAX = 40;
/** Up to so many jobs of one prompt begin without a question. */
const UNASKED_MAX = 3;

/** What is made of an /imagine. */
export type Plan =
  /** One entry per job. `ask`: the member has to confirm first. */
  | { readonly kind: 'jobs'; readonly prompts: readonly Planned[]; readonly ask: boolean }
  | { readonly kind: 'empty' }
  /** `count` may be Infinity. */
  | { readonly kind: 'tooMany'; readonly count: number }
  /** Its braces do not match. */
  | { readonly kind: 'unbalanced' };

export type Planned = Pick<ComposedPrompt, 'prompt' | 'bot'>;

/**
 * Makes one prompt of every choice in braces, as often as the prompt repeats. Throws as `composePrompt` for each of
 * them.
 */
export function planImagine(
  text: string,
  choices: PromptChoices,
  settings: MemberSettings,
  use: Extract<PromptUse, 'pictures' | 'illustrated'> = 'pictures',
): Plan {
  const read = readPermutations(withoutFrame(visible(text)));
  if (read.kind === 'unbalanced') return read;
  if (read.count > JOBS_MAX) return { kind: 'tooMany', count: read.count };
  const texts = read.expand(JOBS_MAX);
  const composed = texts.map(createComposer(choices, settings, use));
  if (composed.some(({ prompt }) => prompt === '')) return { kind: 'empty' };
  const count = composed.reduce((sum, { repeat }) => sum + repeat, 0);
  if (count > JOBS_MAX) return { kind: 'tooMany', count };
  const prompts = composed.flatMap(({ prompt, bot, repeat }) =>
    Array.from({ length: repeat }, (): Planned => ({ prompt, bot })),
  );
  return { kind: 'jobs', prompts, ask: texts.length > 1 || count > UNASKED_MAX };
}

/** What is made of a text where one thing can come of it. */
export type SinglePlan =
  | { readonly kind: 'one'; readonly prompt: string }
  | { readonly kind: 'empty' }
  | { readonly kind: 'unbalanced' }
  /** It asks for several, by choices in braces or by `--repeat`. */
  | { readonly kind: 'several' };

/** Makes the prompt of anything but an imagine. Throws as `composePrompt`. */
export function planOne(text: string, use: PromptUse = 'edit'): SinglePlan {
  return planSingle(withoutFrame(visible(text)), (one) => {
    const { prompt, repeat } = composePrompt(one, {}, defaultSettings, use);
    return repeat > 1 ? null : prompt;
  });
}

/**
 * Makes the text that a window gets. Its other flags are left to Midjourney: a window begins with Midjourney's own prompt,
 * which may have flags that a member could not write, such as `--video 1`.
 */
export function planWindow(text: string): SinglePlan {
  return planSingle(visible(text), (one) => {
    const { words, flags } = readPromptFlags(one);
    const repeats = flags.filter((flag) => subjectOf(flag) === 'repeat');
    if (repeats.length === 0) return withPlainDashes(one);
    if (repeats.some(({ value }) => value !== '' && value !== '1')) return null;
    return writePrompt({ words, flags: flags.filter((flag) => !repeats.includes(flag)) });
  });
}

/** A prompt whose flags begin with the dashes that Midjourney reads; where they do, it stays as it is. */
function withPlainDashes(prompt: string): string {
  const { starts } = flagStarts(prompt, createNearMiss());
  let plain = '';
  let from = 0;
  for (const { at, name, after } of starts) {
    const before = plain + prompt.slice(from, at);
    plain = `${before}${before === '' || /\s$/.test(before) ? '' : ' '}--${name}`;
    from = after;
  }
  return plain + prompt.slice(from);
}

/** `text` has no invisible characters. `compose` answers with null when its text asks for several. */
function planSingle(text: string, compose: (one: string) => string | null): SinglePlan {
  const read = readPermutations(text);
  if (read.kind === 'unbalanced') return read;
  const [only = ''] = read.expand(1);
  const prompt = read.count > 1 ? null : compose(only);
  if (prompt === null) return { kind: 'several' };
  return prompt === '' ? { kind: 'empty' } : { kind: 'one', prompt };
}
