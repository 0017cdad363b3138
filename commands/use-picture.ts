import { ApplicationCommandType } from 'discord.js';
import { everywhere, type Handler } from '../src/discord/handler.ts';
import { beginDraft, draftImagine } from '../src/discord/input/imagine-draft.ts';
import { isEphemeral, pictureIn } from '../src/discord/input/picture-in-message.ts';
import { linkedPicture } from '../src/discord/input/picture-option.ts';
import { usePictureId } from '../src/discord/render/custom-ids.ts';
import { PICTURE_INPUT, pictureModal, readPrompt } from '../src/discord/render/modal.ts';
import { isPrivate } from '../src/domain/prompt/defaults.ts';
import { en } from '../src/text/en/index.ts';

/** "Use picture" in the Apps menu imagines something with the picture in a message. */
export default {
  menu: {
    data: { type: ApplicationCommandType.Message, name: en.commands.usePicture.name, ...everywhere },
    async use({ targetMessage }, { responder, words }) {
      const url = pictureIn(targetMessage);
      const source = url === null ? null : linkedPicture(url, words);
      if (!source || 'refusal' in source) return responder.tell(words.replies.notAPicture);
      const id = usePictureId.encode(targetMessage.id, isEphemeral(targetMessage) ? 'hidden' : 'open');
      await responder.showModal(pictureModal(id, source.url, words));
    },
  },
  modal: {
    prefix: usePictureId.prefix,
    async submit(interaction, context) {
      const { channelId, customId, fields, guildId, user } = interaction;
      const { responder, store, words } = context;
      const [messageId = '', seen] = usePictureId.decode(customId) ?? [];
      const picture = linkedPicture(fields.getTextInputValue(PICTURE_INPUT), words);
      if ('refusal' in picture) return responder.tell(picture.refusal);
      const settings = await store.members.settings(user.id);
      const hidden = seen === 'hidden' || isPrivate(null, settings);
      const parent = channelId ? { guildId, channelId, messageId } : null;
      const input = { text: readPrompt(fields), choices: {}, images: [picture.url], parent, hidden, settings };
      const draft = draftImagine(interaction, input, words);
      if (typeof draft === 'string') return responder.tell(draft);
      await beginDraft(draft, interaction, context);
    },
  },
} satisfies Handler;
