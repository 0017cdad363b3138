import type { Handler } from '../../src/discord/handler.ts';
import { isSecondClick } from '../../src/discord/input/double-click.ts';
import { actionGesture, isHidden, pressedButton } from '../../src/discord/input/pressed-button.ts';
import { botForPick, promptsText } from '../../src/discord/input/prompt-picks.ts';
import { asImagine } from '../../src/discord/input/spending.ts';
import { composePrompt } from '../../src/domain/prompt/prompt.ts';
import { listPrompts } from '../../src/domain/prompt/prompts-list.ts';

/**
 * "Imagine all" below a describe: makes a job with its own message for each prompt, on every relay. The relay's own button,
 * which few relays have, is pressed only when neither the store nor the relay knows the prompts any more.
 */
export default {
  button: {
    prefix: 'MJ::Job::PicReader::all',
    spends: asImagine,
    async press(interaction, context) {
      const { responder, begin, beginAll, engine, store, words } = context;
      const pressed = await pressedButton(interaction, store);
      if (!pressed) return responder.tell(words.replies.buttonsExpired);
      const { record } = pressed;
      const hidden = isHidden(interaction);
      const listed = listPrompts(await promptsText(pressed, context));
      if (listed.length === 0) return begin(actionGesture(pressed, hidden));
      if (await isSecondClick(interaction, context)) return responder.tell(words.replies.doubleClick);
      const settings = await store.members.settings(interaction.user.id);
      const source = await engine.job(record.jobId);
      await beginAll(
        listed.map((listedPrompt) => {
          const { prompt, bot } = composePrompt(listedPrompt.prompt, {}, settings, 'pictures', true);
          const request = { kind: 'imagine', prompt, images: [], bot: botForPick(prompt, bot, source) } as const;
          return { request, prompt, parent: record.place, private: hidden || settings.private };
        }),
      );
    },
  },
} satisfies Handler;
