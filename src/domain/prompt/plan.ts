import type { MemberSettings } from '../settings/settings.ts';
import { readPermutations } from './permutations.ts';
import { type ComposedPrompt, composePrompt, type PromptChoices } from './prompt.ts';

/** The most jobs one command may make, as in Midjourney. */
export const JOBS_MAX = 40;
/** Repeating a prompt this often needs no question. */
const FREELY = 3;

/** What an /imagine comes to. */
export type Plan =
  /** One entry per job. `ask`: the member confirms first. */
  | { readonly kind: 'jobs'; readonly prompts: readonly Planned[]; readonly ask: boolean }
  | { readonly kind: 'empty' }
  /** `count` may be Infinity. */
  | { readonly kind: 'tooMany'; readonly count: number }
  /** Braces that do not close. */
  | { readonly kind: 'unbalanced' };

export type Planned = Pick<ComposedPrompt, 'prompt' | 'bot'>;

/** Expands a prompt's choices in braces and its repeats. Throws as `composePrompt`, for whatever a choice makes of it. */
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
  return { kind: 'jobs', prompts, ask: texts.length > 1 || count > FREELY };
}
