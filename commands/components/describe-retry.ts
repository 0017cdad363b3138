import type { Handler } from '../../src/discord/handler.ts';
import { isAccident } from '../../src/discord/input/double-click.ts';
import { pictureIn } from '../../src/discord/input/picture-in-message.ts';
import { actionGesture, isHidden, pressedButton } from '../../src/discord/input/pressed-button.ts';

/**
 * "Describe again": a new describe of the picture in the message, whose address is fresh there. Only a message that lost
 * its picture leaves it to the relay's own button, which not every relay offers.
 */
export default {
  button: {
    prefix: 'MJ::Picread::',
    async press(interaction, context) {
      const { responder, begin, engine, store, words } = context;
      const pressed = await pressedButton(interaction, store);
      if (!pressed) return responder.tell(words.replies.buttonsExpired);
      const hidden = isHidden(interaction);
      const image = pictureIn(interaction.message);
      if (!image) return begin(actionGesture(pressed, hidden));
      if (await isAccident(interaction, context)) return responder.tell(words.replies.doubleClick);
      const source = await engine.job(pressed.record.jobId);
      const bot = source && 'bot' in source.request ? source.request.bot : 'MID_JOURNEY';
      await begin({
        request: { kind: 'describe', image, bot },
        prompt: '',
        parent: pressed.record.place,
        private: hidden,
      });
    },
  },
} satisfies Handler;
