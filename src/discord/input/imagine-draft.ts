import type { BaseInteraction, ChatInputCommandInteraction, ModalSubmitInteraction } from 'discord.js';
import { type Draft, draftKey } from '../../domain/job/draft.ts';
import type { Place } from '../../domain/job/job.ts';
import { JOBS_MAX, type Planned, planImagine } from '../../domain/prompt/plan.ts';
import type { PromptChoices } from '../../domain/prompt/prompt.ts';
import type { MemberSettings } from '../../domain/settings/settings.ts';
import type { Words } from '../../text/catalogue.ts';
import type { Context } from '../handler.ts';
import type { Gesture } from '../jobs/gesture.ts';
import { renderConfirmation } from '../render/confirmation.ts';

type Interaction = ChatInputCommandInteraction | ModalSubmitInteraction;

/** What a member wrote and gave for an imagine. */
export type Wish = {
  readonly text: string;
  readonly choices: PromptChoices;
  /** Addresses of image prompts. */
  readonly images: readonly string[];
  /** The message whose picture or prompt it comes from. */
  readonly parent?: Place | null;
  readonly hidden: boolean;
  readonly settings: MemberSettings;
};

/** An imagine, or many. `ask`: the member confirms what they cost first. */
export type Proposal = { readonly draft: Draft; readonly ask: boolean };

/** What a wish comes to, or the sentence that says why nothing. Throws UserError for flags that make no sense. */
export function proposalOf(
  { id, user, createdTimestamp: createdAt }: Interaction,
  { text, choices, images, parent = null, hidden, settings }: Wish,
  words: Words,
): Proposal | string {
  const plan = planImagine(text, choices, settings);
  switch (plan.kind) {
    case 'empty':
      return words.replies.emptyPrompt;
    case 'unbalanced':
      return words.many.unbalanced;
    case 'tooMany':
      return words.many.tooMany(Number.isSafeInteger(plan.count) ? plan.count : null, JOBS_MAX);
    case 'jobs': {
      const { prompts } = plan;
      const draft: Draft = { id, memberId: user.id, prompts, images, parent, private: hidden, createdAt };
      return { ask: plan.ask, draft };
    }
  }
}

/** The same with other prompts, such as for another model. */
export function revised({ ask, draft }: Proposal, change: (prompt: Planned) => Planned): Proposal {
  return { ask, draft: { ...draft, prompts: draft.prompts.map(change) } };
}

/** Makes it, or asks first. */
export async function propose(
  { ask, draft }: Proposal,
  interaction: Interaction,
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

/**
 * Where an app is only with a member, not in the server, an interaction may have this many further messages
 * (https://docs.discord.com/developers/interactions/receiving-and-responding#followup-messages).
 */
const FURTHER_MAX = 5;

/** The gestures of a draft; confirmed twice, they are made once. */
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

/** Why a draft's jobs cannot be made here and now, or null. */
export function draftRefusal(
  { prompts: { length: jobs } }: Draft,
  { authorizingIntegrationOwners: owners }: Pick<BaseInteraction, 'authorizingIntegrationOwners'>,
  room: number,
  { many }: Words,
): string | null {
  if (jobs > room) return many.noRoom(jobs, Math.max(0, room));
  if (owners[0] === undefined && jobs > FURTHER_MAX) return many.tooManyHere(jobs, FURTHER_MAX);
  return null;
}
