import { type APIModalInteractionResponseCallbackData, ComponentType, type ModalSubmitInteraction } from 'discord.js';
import type { Catalogue } from '../../text/catalogue.ts';
import { plain } from './escape.ts';
import { promptModal } from './modal.ts';

const PICTURE = 'picture';

/** Asks for a prompt and, where there are several, for the picture that it goes with. `value`: the prompt to start from. */
export function pictureModal(
  {
    customId,
    title,
    value,
    pictures,
  }: { readonly customId: string; readonly title: string; readonly value: string; readonly pictures: number },
  words: Catalogue,
): APIModalInteractionResponseCallbackData {
  const modal = promptModal({ customId, title, label: words.modals.prompt, value, words });
  if (pictures < 2) return modal;
  const options = Array.from({ length: Math.min(pictures, 10) }, (_, index) => ({
    label: words.result.picture(index + 1),
    value: String(index),
    default: index === 0,
  }));
  const choice = {
    type: ComponentType.Label,
    label: plain(words.media.whichPicture, 45),
    component: { type: ComponentType.StringSelect, custom_id: PICTURE, options, required: true },
  } as const;
  return { ...modal, components: [choice, ...modal.components] };
}

/** The index of the chosen picture, counted from 0; the first one where none was asked for. */
export function readPicture({ fields }: Pick<ModalSubmitInteraction, 'fields'>): number {
  const field = fields.fields.get(PICTURE);
  const [value = '0'] = field && 'values' in field ? field.values : [];
  return Number(value);
}
