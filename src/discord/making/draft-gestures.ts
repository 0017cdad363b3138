import type { BaseInteraction } from 'discord.js';
import { type Draft, draftKey } from '../../domain/job/draft.ts';
import type { Words } from '../../text/catalogue.ts';
import type { Gesture } from '../jobs/gesture.ts';

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
