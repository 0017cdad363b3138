import type { BaseInteraction } from 'discord.js';
import { spoken } from '../../domain/prompt/mentions.ts';
import { withoutFrame } from '../../domain/prompt/pasted.ts';
import { planOne, planWindow, type SinglePlan } from '../../domain/prompt/plan.ts';
import type { PromptUse } from '../../domain/prompt/prompt.ts';
import { visible } from '../../domain/prompt/visible.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import { namesIn } from './mention-names.ts';

/** The prompt for the one thing that comes of a text, or the sentence that says why nothing can. */
export type GivenPrompt = { readonly prompt: string } | { readonly refusal: string };

/** The prompt that a member gave to anything but an imagine. Throws UserError for flags that make no sense. `isSure`: as `composePrompt` takes it. */
export function givenPrompt(
  text: string,
  use: Extract<PromptUse, 'films' | 'edit'>,
  interaction: BaseInteraction,
  words: Catalogue,
  isSure: boolean,
): GivenPrompt {
  return ofPlan(planOne(text, use, namesIn(interaction), isSure), words);
}

/** A text that Midjourney is to look into, flags and braces and all. */
export function givenWords(text: string, interaction: BaseInteraction, words: Catalogue): GivenPrompt {
  const said = spoken(withoutFrame(visible(text)).replace(/\s+/g, ' '), namesIn(interaction));
  if ('unnamed' in said) return { refusal: words.replies.unnamed(said.unnamed) };
  return said.text === '' ? { refusal: words.replies.emptyPrompt } : { prompt: said.text };
}

/**
 * The text that a member wrote into a window that Midjourney has opened or will open. `start`: as `planWindow` takes it. Throws
 * UserError for flags that nobody knows.
 */
export function givenWindowText(
  text: string,
  start: string | null,
  interaction: BaseInteraction,
  words: Catalogue,
): GivenPrompt {
  return ofPlan(planWindow(text, namesIn(interaction), start), words);
}

function ofPlan(plan: SinglePlan, words: Catalogue): GivenPrompt {
  switch (plan.kind) {
    case 'one':
      return { prompt: plan.prompt };
    case 'empty':
      return { refusal: words.replies.emptyPrompt };
    case 'unbalanced':
      return { refusal: words.batches.unbalanced };
    case 'unnamed':
      return { refusal: words.replies.unnamed(plan.mention) };
    case 'several':
      return { refusal: words.batches.onlyOne };
  }
}
