import type { Context, Handler } from '../../src/discord/handler.ts';
import { givenText, makeOfText } from '../../src/discord/input/given-text.ts';
import {
  actionGesture,
  buttonOfModal,
  isHidden,
  pressedButton,
  tellPromptKept,
  windowPurpose,
} from '../../src/discord/input/pressed-button.ts';
import { openRegion } from '../../src/discord/input/region/region.ts';
import { asButtonOf, asRelayButton } from '../../src/discord/input/spending.ts';
import { RELAY_PREFIX, remixId } from '../../src/discord/render/custom-ids.ts';
import { promptModal, readPrompt } from '../../src/discord/render/modal.ts';
import { type Action, classify } from '../../src/domain/buttons/action.ts';

/** Whether the member is asked for a text first: the button always needs one, or they have switched remix on. */
async function asksFirst({ window }: Action, memberId: string, { store }: Context): Promise<boolean> {
  if (window !== 'remix') return window === 'always';
  return (await store.members.settings(memberId)).remix;
}

/** The relay's buttons, except those that another handler owns with a longer prefix. */
export default {
  button: {
    prefix: RELAY_PREFIX,
    spends: asRelayButton,
    async press(interaction, context) {
      const { askFor, may, responder, begin, store, words } = context;
      const pressed = await pressedButton(interaction, store);
      if (!pressed) return responder.tell(words.replies.buttonsExpired);
      const action = classify(pressed.button.customId);
      const { request } = actionGesture(pressed, isHidden(interaction));
      if (action.class === 'varyRegion')
        return (await may(request)) ? openRegion(interaction.message, pressed, context) : undefined;
      if (!(await asksFirst(action, interaction.user.id, context))) {
        await begin(actionGesture(pressed, isHidden(interaction), undefined, interaction.message));
        return tellPromptKept(pressed.button.customId, interaction.user.id, context);
      }
      await askFor(
        request,
        promptModal({
          customId: remixId.encode(interaction.message.id, String(pressed.index)),
          title: words.modals.remixTitle(words.gestures.action(action.class, action.label), action.window === 'remix'),
          label: words.modals.prompt,
          value: pressed.record.prompt,
          words,
        }),
      );
    },
  },
  modal: {
    prefix: remixId.prefix,
    spends: asButtonOf(remixId),
    async submit(interaction, context) {
      const { responder, words } = context;
      const [messageId = '', index = ''] = remixId.decode(interaction.customId) ?? [];
      const pressed = await buttonOfModal(interaction, messageId, index, context);
      if (!pressed) return responder.tell(words.replies.buttonsExpired);
      const purpose = windowPurpose(pressed, isHidden(interaction), null, interaction.message);
      await makeOfText(givenText(interaction, readPrompt(interaction.fields), purpose), interaction, context);
    },
  },
} satisfies Handler;
