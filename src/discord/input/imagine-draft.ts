import type { BaseInteraction } from 'discord.js';
import { type Draft, draftKey } from '../../domain/job/draft.ts';
import type { Place } from '../../domain/job/job.ts';
import type { PromptChoices } from '../../domain/prompt/flags/choices.ts';
import { JOBS_MAX, type Plan, type Planned, planImagine } from '../../domain/prompt/plan.ts';
import type { MemberSettings } from '../../domain/settings/settings.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import type { Context } from '../handler.ts';
import type { Gesture } from '../jobs/gesture.ts';
import { renderConfirmation } from '../render/confirmation.ts';
import { namesIn } from './mention-names.ts';

/** What a member wrote and gave for an imagine. */
export type ImagineInput = {
  /** The interaction that gave it. */
  readonly id: string;
  readonly text: string;
  readonly choices: PromptChoices;
  /** Addresses of image prompts. */
  readonly images: readonly string[];
  /** The message that the picture or the prompt comes from. */
  readonly parent: Place | null;
  readonly hidden: boolean;
  readonly settings: MemberSettings;
  /** Whether flags that nobody knows are left to Midjourney. */
  readonly isSure: boolean;
};

/** The imagines that a text comes to, one or many. `ask`: why the member confirms them first. */
export type ImagineDraft = {
  readonly text: string;
  readonly draft: Draft;
  readonly ask: Extract<Plan, { kind: 'jobs' }>['ask'];
};

/**
 * Where the bot is installed only by a member and not by the server, an interaction may have this many further messages
 * (https://docs.discord.com/developers/interactions/receiving-and-responding#followup-messages).
 */
const FURTHER_MAX = 5;

/** The draft of an input, or the sentence that says why there is none. Throws UserError for flags that make no sense. */
export function draftImagine(
  interaction: BaseInteraction,
  { id, text, choices, images, parent, hidden, settings, isSure }: ImagineInput,
  words: Catalogue,
): ImagineDraft | string {
  const { user, createdTimestamp: createdAt } = interaction;
  const use = images.length > 0 ? 'illustrated' : 'pictures';
  const plan = planImagine(text, choices, settings, use, namesIn(interaction), isSure);
  switch (plan.kind) {
    case 'empty':
      return words.replies.emptyPrompt;
    case 'unbalanced':
      return words.batches.unbalanced;
    case 'unnamed':
      return words.replies.unnamed(plan.mention);
    case 'tooMany':
      return words.batches.tooMany(Number.isSafeInteger(plan.count) ? plan.count : null, JOBS_MAX);
    case 'jobs': {
      const { ask, prompts } = plan;
      return { text, ask, draft: { id, memberId: user.id, prompts, images, parent, private: hidden, createdAt } };
    }
  }
}

/** The same draft with every prompt changed, for example to another model. */
export function withPrompts(drafted: ImagineDraft, change: (prompt: Planned) => Planned): ImagineDraft {
  return { ...drafted, draft: { ...drafted.draft, prompts: drafted.draft.prompts.map(change) } };
}

/**
 * Makes the jobs of a draft that `draftRefusal` does not refuse, or asks the member first whether so many are wanted. Answers the
 * interaction.
 */
export async function beginDraft(
  { text, ask, draft }: ImagineDraft,
  { responder, begin, beginAll, store, words }: Context,
): Promise<void> {
  const [first, ...others] = gesturesOf(draft);
  if (first && others.length === 0 && ask === 'no') return begin(first);
  if (ask === 'no') return beginAll(gesturesOf(draft));
  await store.drafts.put(draft);
  await responder.tell(renderConfirmation(draft, text, ask, words));
}

/** The gestures of a draft. Their claims see to it that a draft that is confirmed twice is made once. */
export function gesturesOf(draft: Draft): readonly Gesture[] {
  return draft.prompts.map((planned, index) => ({
    ...gestureOf(draft, planned),
    claims: [draftKey(draft.id, index + 1)],
  }));
}

function gestureOf({ images, parent, private: hidden }: Draft, { prompt, bot }: Planned): Gesture {
  return {
    request: { kind: 'imagine', prompt, images, bot },
    prompt,
    private: hidden,
    ...(parent && { parent }),
  };
}

/**
 * Why the jobs of a draft cannot be made here and now, null when they can; a single one is refused when it begins, so nobody counts
 * for it what its member has already. Throws StoreError.
 */
export async function draftRefusal(
  { prompts: { length: jobs }, memberId }: Draft,
  { id, authorizingIntegrationOwners: owners }: Pick<BaseInteraction, 'id' | 'authorizingIntegrationOwners'>,
  { engine, words: { batches } }: Pick<Context, 'engine' | 'words'>,
): Promise<string | null> {
  if (jobs <= 1) return null;
  const room = await engine.room(memberId, id);
  if (jobs > room) return batches.noRoom(jobs, Math.max(0, room));
  if (owners[0] === undefined && jobs > FURTHER_MAX) return batches.tooManyHere(jobs, FURTHER_MAX);
  return null;
}
