import type { MemberSettings } from '../settings/settings.ts';
import { readPermutations } from './permutations.ts';
import { type ComposedPrompt, composePrompt, type PromptChoices } from './prompt.ts';

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
export function planImagine(text: string, choices: PromptChoices, settings: MemberSettings): Plan {
  const read = /[{}]/.test(text) ? readPermutations(text) : null;
  if (read?.kind === 'unbalanced') return read;
  if (read && read.count > JOBS_MAX) return { kind: 'tooMany', count: read.count };
  const texts = read?.expand(JOBS_MAX) ?? [text];
  const composed = texts.map((one) => composePrompt(one, choices, settings));
  if (composed.some(({ prompt }) => prompt === '')) return { kind: 'empty' };
  const count = composed.reduce((sum, { repeat }) => sum + repeat, 0);
  if (count > JOBS_MAX) return { kind: 'tooMany', count };
  const prompts = composed.flatMap(({ prompt, bot, repeat }) =>
    Array.from({ length: repeat }, (): Planned => ({ prompt, bot })),
  );
  return { kind: 'jobs', prompts, ask: texts.length > 1 || count > UNASKED_MAX };
}
