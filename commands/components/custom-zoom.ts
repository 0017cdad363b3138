import type { Handler } from '../../src/discord/handler.ts';
import { givenText, makeOfText } from '../../src/discord/input/given-text.ts';
import {
  actionGesture,
  buttonOfModal,
  isHidden,
  pressedButton,
  windowPurpose,
} from '../../src/discord/input/pressed-button.ts';
import { asImagine } from '../../src/discord/input/spending.ts';
import { zoomId } from '../../src/discord/render/custom-ids.ts';
import { promptModal, readPrompt, readZoom } from '../../src/discord/render/modal.ts';

/** What the modal starts from. */
const USUAL_ZOOM = '1.8';

/** Custom Zoom. The relay wants `<prompt> --zoom <factor>`, so a modal asks for both before anything is submitted. */
export default {
  button: {
    prefix: 'MJ::CustomZoom::',
    spends: asImagine,
    async press(interaction, { askFor, responder, store, words }) {
      const pressed = await pressedButton(interaction, store);
      if (!pressed) return responder.tell(words.replies.buttonsExpired);
      await askFor(
        actionGesture(pressed, isHidden(interaction)).request,
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
    spends: asImagine,
    async submit(interaction, context) {
      const { responder, words } = context;
      const [messageId = '', index = ''] = zoomId.decode(interaction.customId) ?? [];
      const pressed = await buttonOfModal(interaction, messageId, index, context);
      if (!pressed) return responder.tell(words.replies.buttonsExpired);
      const { fields } = interaction;
      const purpose = windowPurpose(pressed, isHidden(interaction));
      const zoom = readZoom(fields) ?? '';
      await makeOfText(givenText(interaction, readPrompt(fields), purpose, zoom), interaction, context);
    },
  },
} satisfies Handler;
