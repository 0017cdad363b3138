import { type APIModalInteractionResponseCallbackData, ComponentType, type ModalSubmitInteraction } from 'discord.js';
import type { Catalogue } from '../../text/catalogue.ts';
import { plain } from '../render/escape.ts';
import { attachedPicture, type GivenPicture } from './picture-option.ts';

const PICTURES = 'pictures';

/** The modal that asks for so many pictures: https://docs.discord.com/developers/components/reference#file-upload */
export function attachModal(
  customId: string,
  { least, most }: { readonly least: number; readonly most: number },
  { lookup }: Catalogue,
): APIModalInteractionResponseCallbackData {
  return {
    custom_id: customId,
    title: plain(lookup.attachAnew, 45),
    components: [
      {
        type: ComponentType.Label,
        label: plain(lookup.attachLabel(most), 45),
        component: {
          type: ComponentType.FileUpload,
          custom_id: PICTURES,
          min_values: least,
          max_values: most,
          required: true,
        },
      },
    ],
  };
}

/** The pictures that were uploaded, in their order. */
export function readAttached(
  { fields }: Pick<ModalSubmitInteraction, 'fields'>,
  words: Catalogue,
): readonly GivenPicture[] {
  const files = fields.getUploadedFiles(PICTURES) ?? [];
  return [...files.values()].map((file) => attachedPicture(file, words));
}
