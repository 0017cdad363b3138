import { type APIModalInteractionResponseCallbackData, ComponentType, type ModalSubmitInteraction } from 'discord.js';
import type { Catalogue } from '../../../text/catalogue.ts';
import { plain } from '../../render/escape.ts';

const PAINTED = 'painted';

/** The modal that asks for a painted copy of the picture: https://docs.discord.com/developers/components/reference#file-upload */
export function paintModal(customId: string, { region }: Catalogue): APIModalInteractionResponseCallbackData {
  return {
    custom_id: customId,
    title: plain(region.paintTitle, 45),
    components: [
      {
        type: ComponentType.Label,
        label: plain(region.paintLabel, 45),
        description: plain(region.paintHint, 100),
        component: { type: ComponentType.FileUpload, custom_id: PAINTED, min_values: 1, max_values: 1, required: true },
      },
    ],
  };
}

/** The file that was uploaded, null when there is none. */
export function readPainted({ fields }: Pick<ModalSubmitInteraction, 'fields'>) {
  return fields.getUploadedFiles(PAINTED)?.first() ?? null;
}
