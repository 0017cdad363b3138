import type { Handler } from '../../src/discord/handler.ts';
import { isSecondClick } from '../../src/discord/input/double-click.ts';
import { pictureIn } from '../../src/discord/input/picture-in-message.ts';
import { actionGesture, isHidden, pressedButton } from '../../src/discord/input/pressed-button.ts';
import { asImagine } from '../../src/discord/input/spending.ts';

/**
 * "Describe again": describes the picture in the message anew, by the address that Discord has just given it. The relay's
 * own button, which not every relay has, is pressed only when the message has lost its picture.
 */
export default {
  button: {
    prefix: 'MJ::Picread::',
    spends: asImagine,
    async press(interaction, context) {
      const { responder, begin, engine, store, words } = context;
      const pressed = await pressedButton(interaction, store);
      if (!pressed) return responder.tell(words.replies.buttonsExpired);
      const hidden = isHidden(interaction);
      const image = pictureIn(interaction.message);
      if (!image) return begin(actionGesture(pressed, hidden));
      if (await isSecondClick(interaction, context)) return responder.tell(words.replies.doubleClick);
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
