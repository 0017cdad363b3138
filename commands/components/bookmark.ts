import type { Handler } from '../../src/discord/handler.ts';
import { actionGesture, pressedButton } from '../../src/discord/input/pressed-button.ts';

/** The heart. Relays answer it with the picture that is shown already, so only the member who pressed it sees the result. */
export default {
  button: {
    prefix: 'MJ::BOOKMARK::',
    async press(interaction, { responder, begin, store, words }) {
      const pressed = await pressedButton(interaction, store);
      return pressed ? begin(actionGesture(pressed, true)) : responder.tell(words.replies.buttonsExpired);
    },
  },
} satisfies Handler;
