import type { Message } from 'discord.js';
import type { Handler } from '../../src/discord/handler.ts';
import { givenText, makeOfText } from '../../src/discord/input/given-text.ts';
import { linkedPicture } from '../../src/discord/input/picture-option.ts';
import { isHidden } from '../../src/discord/input/pressed-button.ts';
import { anyImagine, asImagine } from '../../src/discord/input/spending.ts';
import { isOpenedHere } from '../../src/discord/input/trust.ts';
import { fromPictureId } from '../../src/discord/render/custom-ids.ts';
import { readPrompt } from '../../src/discord/render/modal.ts';
import { pictureModal, readPicture } from '../../src/discord/render/picture-modal.ts';
import { copiesIn } from '../../src/discord/rest/existing-messages.ts';
import { imagineOf } from '../../src/domain/job/given-text.ts';
import { isPrivate } from '../../src/domain/prompt/defaults.ts';

/** The addresses of the pictures in a message, in order. */
function picturesOf({ attachments, embeds }: Pick<Message, 'attachments' | 'embeds'>): readonly string[] {
  return copiesIn({ embeds, attachments: [...attachments.values()] });
}

/**
 * "Vary from this" and "Use as image prompt" below pictures that came without a task: an imagine with one of them as its image
 * prompt, from the same words or from others.
 */
export default {
  button: {
    prefix: fromPictureId.prefix,
    spends: asImagine,
    async press({ customId, message }, { askFor, responder, engine, words }) {
      const [jobId = '', whose] = fromPictureId.decode(customId) ?? [];
      const job = await engine.job(jobId);
      const isSame = whose === 'same';
      const title = isSame ? words.media.varyPicture : words.media.promptPicture;
      const value = isSame ? (job?.prompt ?? '') : '';
      const pictures = picturesOf(message).length;
      if (pictures === 0) return responder.tell(words.replies.notAPicture);
      await askFor(anyImagine, pictureModal({ customId, title, value, pictures }, words));
    },
  },
  modal: {
    prefix: fromPictureId.prefix,
    spends: asImagine,
    async submit(interaction, context) {
      const { channelId, customId, fields, guildId, message, user } = interaction;
      const { responder, store, words } = context;
      if (!message || !isOpenedHere(interaction)) return responder.tell(words.replies.buttonsExpired);
      const [, whose] = fromPictureId.decode(customId) ?? [];
      const picture = linkedPicture(picturesOf(message)[readPicture(interaction)] ?? '', words);
      if ('refusal' in picture) return responder.tell(words.replies.notAPicture);
      const settings = await store.members.settings(user.id);
      const purpose = imagineOf(isHidden(interaction) || isPrivate(null, settings), {
        images: [picture.url],
        parent: channelId ? { guildId, channelId, messageId: message.id } : null,
        withSettings: whose === 'new',
      });
      await makeOfText(givenText(interaction, readPrompt(fields), purpose), interaction, context, { settings });
    },
  },
} satisfies Handler;
