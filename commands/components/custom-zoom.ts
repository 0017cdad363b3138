import type { Handler } from '../../src/discord/handler.ts';
import { givenWindowText } from '../../src/discord/input/given-prompt.ts';
import { actionGesture, buttonOfModal, isHidden, pressedButton } from '../../src/discord/input/pressed-button.ts';
import { zoomId } from '../../src/discord/render/custom-ids.ts';
import { promptModal, readPrompt, readZoom, withZoom } from '../../src/discord/render/modal.ts';

/** What the modal starts from. */
const USUAL_ZOOM = '1.8';

/** Custom Zoom. The relay wants `<prompt> --zoom <factor>`, so a modal asks for both before anything is submitted. */
export default {
  button: {
    prefix: 'MJ::CustomZoom::',
    async press(interaction, { responder, store, words }) {
      const pressed = await pressedButton(interaction, store);
      if (!pressed) return responder.tell(words.replies.buttonsExpired);
      await responder.showModal(
        promptModal({
          customId: zoomId.encode(interaction.message.id, String(pressed.index)),
          title: words.modals.zoomTitle,
          label: words.modals.prompt,
          value: pressed.record.prompt,
          zoom: USUAL_ZOOM,
          words,
        }),
      );
    },
  },
  modal: {
    prefix: zoomId.prefix,
    async submit(interaction, context) {
      const { responder, begin, words } = context;
      const [messageId = '', index = ''] = zoomId.decode(interaction.customId) ?? [];
      const pressed = await buttonOfModal(interaction, messageId, index, context);
      if (!pressed) return responder.tell(words.replies.buttonsExpired);
      const factor = readZoom(interaction.fields);
      if (typeof factor !== 'number') return responder.tell(words.replies.badZoom);
      const given = givenWindowText(readPrompt(interaction.fields), interaction, words);
      if ('refusal' in given) return responder.tell(given.refusal);
      const prompt = withZoom(given.prompt, factor);
      await begin(actionGesture(pressed, isHidden(interaction), { prompt, mask: null }));
    },
  },
} satisfies Handler;
