import { type APIModalInteractionResponseCallbackData, ComponentType, TextInputStyle } from 'discord.js';
import type { Words } from '../../text/catalogue.ts';
import { plain } from './escape.ts';
import { promptModal } from './modal.ts';

export const PICTURE_INPUT = 'picture';

/**
 * Asks for a prompt to go with a picture. The modal carries the picture's address itself: the command it comes from
 * leaves no message behind, and nothing may be lost when the bot restarts meanwhile.
 */
export function pictureModal(customId: string, url: string, words: Words): APIModalInteractionResponseCallbackData {
  const { making, modals } = words;
  const modal = promptModal({ customId, title: making.usePictureTitle, label: modals.prompt, value: '', words });
  return {
    ...modal,
    components: [
      ...modal.components,
      {
        type: ComponentType.Label,
        label: plain(making.picture, 45),
        description: plain(making.pictureHint, 100),
        component: {
          type: ComponentType.TextInput,
          custom_id: PICTURE_INPUT,
          style: TextInputStyle.Short,
          required: true,
          max_length: 2000,
          value: url,
        },
      },
    ],
  };
}
