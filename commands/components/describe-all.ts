import type { Handler } from '../../src/discord/handler.ts';
import { isAccident } from '../../src/discord/input/double-click.ts';
import { actionGesture, isHidden, pressedButton } from '../../src/discord/input/pressed-button.ts';
import { botFor, saidBy } from '../../src/discord/input/prompt-picks.ts';
import { composePrompt } from '../../src/domain/prompt/prompt.ts';
import { listPrompts } from '../../src/domain/prompt/prompts-list.ts';

/**
 * "Imagine all": a job and a message for each prompt of a describe, on every relay. The relay's own button, which few
 * have, is left for messages whose prompts nobody remembers.
 */
export default {
  button: {
    prefix: 'MJ::Job::PicReader::all',
    async press(interaction, context) {
      const { responder, begin, beginAll, engine, store, words } = context;
      const pressed = await pressedButton(interaction, store);
      if (!pressed) return responder.tell(words.replies.buttonsExpired);
      const { record } = pressed;
      const hidden = isHidden(interaction);
      const listed = listPrompts(await saidBy(pressed, context));
      if (listed.length === 0) return begin(actionGesture(pressed, hidden));
      if (await isAccident(interaction, context)) return responder.tell(words.replies.doubleClick);
      const settings = await store.members.settings(interaction.user.id);
      const source = await engine.job(record.jobId);
      await beginAll(
        listed.map(({ prompt: said }) => {
          const { prompt, bot } = composePrompt(said, {}, settings);
          const request = { kind: 'imagine', prompt, images: [], bot: botFor(prompt, bot, source) } as const;
          return { request, prompt, parent: record.place, private: hidden || settings.private };
        }),
      );
    },
  },
} satisfies Handler;
