import type { BaseInteraction } from 'discord.js';
import { UserError } from '../../domain/failures/errors.ts';
import { suffixTroubles } from '../../domain/prompt/defaults.ts';
import { spoken } from '../../domain/prompt/mentions.ts';
import { tidySuffix } from '../../domain/settings/preferences.ts';
import type { Context } from '../handler.ts';
import { renderSettings } from '../render/settings.ts';
import { namesIn } from './mention-names.ts';

/**
 * What is done with a text that a member's settings are to add to every prompt: it is written down, unless it would spoil every
 * prompt. The message whose modal gave it shows the settings then. Throws UserError for flags that Midjourney would refuse.
 */
export async function changeSuffix(
  text: string,
  interaction: BaseInteraction,
  { responder, store, words }: Context,
): Promise<(() => Promise<void>) | { readonly refusal: string }> {
  const said = spoken(text, namesIn(interaction));
  if ('unnamed' in said) return { refusal: words.replies.unnamed(said.unnamed) };
  const suffix = tidySuffix(said.text);
  const troubles = suffixTroubles(suffix);
  if (troubles.length > 0) throw new UserError({ kind: 'flags', troubles });
  return async () => {
    const settings = await store.members.changeSettings(interaction.user.id, (before) => ({ ...before, suffix }));
    await responder.update(renderSettings(settings, words));
  };
}
