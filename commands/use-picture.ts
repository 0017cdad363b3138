import { ApplicationCommandType } from 'discord.js';
import { everywhere, type Handler } from '../src/discord/handler.ts';
import { givenText, makeOfText } from '../src/discord/input/given-text.ts';
import { isEphemeral, pictureIn } from '../src/discord/input/picture-in-message.ts';
import { linkedPicture } from '../src/discord/input/picture-option.ts';
import { anyImagine, asImagine } from '../src/discord/input/spending.ts';
import { isOpenedHere } from '../src/discord/input/trust.ts';
import { usePictureId } from '../src/discord/render/custom-ids.ts';
import { embeddable } from '../src/discord/render/link.ts';
import { promptModal, readPrompt } from '../src/discord/render/modal.ts';
import { renderUsePicture } from '../src/discord/render/use-picture.ts';
import { imagineOf } from '../src/domain/job/given-text.ts';
import { isPrivate } from '../src/domain/prompt/defaults.ts';
import { en } from '../src/text/en/index.ts';

/**
 * "Use picture" in the Apps menu imagines something with the picture in a message. It shows that picture to the member, with a
 * button that asks for the prompt. The shown picture is what the prompt is sent with, so that a restart of the bot in the meantime
 * loses nothing.
 */
export default {
  menu: {
    spends: true,
    data: { type: ApplicationCommandType.Message, name: en.commands.usePicture.name, ...everywhere },
    async use({ targetMessage }, { responder, words }) {
      const url = embeddable(pictureIn(targetMessage) ?? '');
      if (url === null) return responder.tell(words.replies.notAPicture);
      const id = usePictureId.encode(targetMessage.id, isEphemeral(targetMessage) ? 'hidden' : 'open');
      await responder.tell(renderUsePicture(id, url, words));
    },
  },
  button: {
    prefix: usePictureId.prefix,
    spends: asImagine,
    async press({ customId }, { askFor, words }) {
      const { prompt: label, usePictureTitle: title } = words.modals;
      await askFor(anyImagine, promptModal({ customId, title, label, value: '', words }));
    },
  },
  modal: {
    prefix: usePictureId.prefix,
    spends: asImagine,
    async submit(interaction, context) {
      const { channelId, customId, fields, guildId, message, user } = interaction;
      const { responder, store, words } = context;
      if (!message || !isOpenedHere(interaction)) return responder.tell(words.replies.buttonsExpired);
      const [messageId = '', seen] = usePictureId.decode(customId) ?? [];
      const picture = linkedPicture(pictureIn(message) ?? '', words);
      if ('refusal' in picture) return responder.tell(words.replies.notAPicture);
      const settings = await store.members.settings(user.id);
      const purpose = imagineOf(seen === 'hidden' || isPrivate(null, settings), {
        images: [picture.url],
        parent: channelId ? { guildId, channelId, messageId } : null,
      });
      await makeOfText(givenText(interaction, readPrompt(fields), purpose), interaction, context, { settings });
    },
  },
} satisfies Handler;
