import type { BaseInteraction, ChatInputCommandInteraction, ModalSubmitInteraction } from 'discord.js';
import { type Draft, draftKey } from '../../domain/job/draft.ts';
import type { Place } from '../../domain/job/job.ts';
import type { PromptChoices } from '../../domain/prompt/flags/choices.ts';
import { JOBS_MAX, type Planned, planImagine } from '../../domain/prompt/plan.ts';
import type { MemberSettings } from '../../domain/settings/settings.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import type { Context } from '../handler.ts';
import type { Gesture } from '../jobs/gesture.ts';
import { renderConfirmation } from '../render/confirmation.ts';

/** What a member wrote and gave for an imagine. */
export type ImagineInput = {
  readonly text: string;
  readonly choices: PromptChoices;
  /** Addresses of image prompts. */
  readonly images: readonly string[];
  /** The message that the picture or the prompt comes from. */
  readonly parent?: Place | null;
  readonly hidden: boolean;
  readonly settings: MemberSettings;
};

/** The imagines that an input comes to, one or batches. `ask`: so many that the member confirms them first. */
export type ImagineDraft = { readonly draft: Draft; readonly ask: boolean };

/**
 * Where the bot is installed only by a member and not by the server, an interaction may have this many further messages
 * (https://docs.discord.com/developers/interactions/receiving-and-responding#followup-messages).
 */
const FURTHER_MAX = 5;

/** The draft of an input, or the sentence that says why there is none. Throws UserError for flags that make no sense. */
export function draftImagine(
  { id, user, createdTimestamp: createdAt }: ChatInputCommandInteraction | ModalSubmitInteraction,
  { text, choices, images, parent = null, hidden, settings }: ImagineInput,
  words: Catalogue,
): ImagineDraft | string {
  const plan = planImagine(text, choices, settings, images.length > 0 ? 'illustrated' : 'pictures');
  switch (plan.kind) {
    case 'empty':
      return words.replies.emptyPrompt;
    case 'unbalanced':
      return words.batches.unbalanced;
    case 'tooMany':
      return words.batches.tooMany(Number.isSafeInteger(plan.count) ? plan.count : null, JOBS_MAX);
    case 'jobs': {
      const { ask, prompts } = plan;
      return { ask, draft: { id, memberId: user.id, prompts, images, parent, private: hidden, createdAt } };
    }
  }
}

/** The same draft with every prompt changed, for example to another model. */
export function withPrompts({ ask, draft }: ImagineDraft, change: (prompt: Planned) => Planned): ImagineDraft {
  return { ask, draft: { ...draft, prompts: draft.prompts.map(change) } };
}

/** Makes the jobs of a draft, or asks the member first whether so many are wanted. Answers the interaction. */
export async function beginDraft(
  { ask, draft }: ImagineDraft,
  interaction: BaseInteraction,
  { responder, begin, beginAll, engine, store, words }: Context,
): Promise<void> {
  const gestures = gesturesOf(draft);
  const [only, ...others] = gestures;
  if (only && others.length === 0) return begin(only);
  const refusal = draftRefusal(draft, interaction, engine.room(draft.memberId), words);
  if (refusal !== null) return responder.tell(refusal);
  if (!ask) return beginAll(gestures);
  await store.drafts.put(draft);
  await responder.tell(renderConfirmation(draft, words));
}

/** The gestures of a draft. Their claims see to it that a draft that is confirmed twice is made once. */
export function gesturesOf(draft: Draft): readonly Gesture[] {
  const { id, images, parent, prompts } = draft;
  return prompts.map(({ prompt, bot }, index) => ({
    request: { kind: 'imagine', prompt, images, bot },
    prompt,
    private: draft.private,
    ...(parent && { parent }),
    ...(prompts.length > 1 && { claims: [draftKey(id, index + 1)] }),
  }));
}

/** Why the jobs of a draft cannot be made here and now, null when they can. `room`: how many more jobs the member may have. */
export function draftRefusal(
  { prompts: { length: jobs } }: Draft,
  { authorizingIntegrationOwners: owners }: Pick<BaseInteraction, 'authorizingIntegrationOwners'>,
  room: number,
  { batches }: Catalogue,
): string | null {
  if (jobs > room) return batches.noRoom(jobs, Math.max(0, room));
  if (owners[0] === undefined && jobs > FURTHER_MAX) return batches.tooManyHere(jobs, FURTHER_MAX);
  return null;
}
