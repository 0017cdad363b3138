import { ButtonStyle, ComponentType } from 'discord.js';
import type { Catalogue } from '../../text/catalogue.ts';
import { palette } from './palette.ts';
import { type EphemeralReply, renderReply } from './reply.ts';

/** Shows a member the picture at `url`, which an embed can hold, and offers to write a prompt to go with it. */
export function renderUsePicture(customId: string, url: string, { modals, media }: Catalogue): EphemeralReply {
  const { usePictureTitle: title, writePrompt: label } = modals;
  const image = { url, description: media.givenPicture };
  return renderReply('', {
    embeds: [{ title, description: media.usePicture, image, color: palette.asking }],
    components: [
      {
        type: ComponentType.ActionRow,
        components: [{ type: ComponentType.Button, custom_id: customId, label, style: ButtonStyle.Primary }],
      },
    ],
  });
}
