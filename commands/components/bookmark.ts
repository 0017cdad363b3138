import type { Handler } from '../../src/discord/handler.ts';
import { actionGesture, pressedButton } from '../../src/discord/input/pressed-button.ts';

/** The heart. Relays answer it with the picture that is there already, so only who pressed it is told, in a few words. */
export default {
  button: {
    prefix: 'MJ::BOOKMARK::',
    async press(interaction, { responder, begin, store, words }) {
      const pressed = await pressedButton(interaction, store);
      return pressed ? begin(actionGesture(pressed, true)) : responder.tell(words.replies.buttonsExpired);
    },
  },
} satisfies Handler;
