import type { Handler } from '../../src/discord/handler.ts';
import { actionGesture, pressedButton } from '../../src/discord/input/pressed-button.ts';

/**
 * Midjourney's own "Cancel Job". The job that it stops shows so in its own message, so only the member who pressed it sees
 * the result of the press.
 */
export default {
  button: {
    prefix: 'MJ::CancelJob::',
    async press(interaction, { responder, begin, store, words }) {
      const pressed = await pressedButton(interaction, store);
      return pressed ? begin(actionGesture(pressed, true)) : responder.tell(words.replies.buttonsExpired);
    },
  },
} satisfies Handler;
