import type { Handler } from '../../src/discord/handler.ts';
import { actionGesture, pressedButton } from '../../src/discord/input/pressed-button.ts';

/** Midjourney's own "Cancel Job". What it stops says so itself; only who pressed it is told that it was asked for. */
export default {
  button: {
    prefix: 'MJ::CancelJob::',
    async press(interaction, { responder, begin, store, words }) {
      const pressed = await pressedButton(interaction, store);
      return pressed ? begin(actionGesture(pressed, true)) : responder.tell(words.replies.buttonsExpired);
    },
  },
} satisfies Handler;
