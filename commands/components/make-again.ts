import type { Handler } from '../../src/discord/handler.ts';
import { isSecondClick } from '../../src/discord/input/double-click.ts';
import { isHidden } from '../../src/discord/input/pressed-button.ts';
import { asJobOf } from '../../src/discord/input/spending.ts';
import { againId } from '../../src/discord/render/custom-ids.ts';

/** 🔄 below pictures that came without a task asks the relay for the same once more. */
export default {
  button: {
    prefix: againId.prefix,
    spends: asJobOf(againId),
    async press(interaction, context) {
      const { responder, begin, engine, words } = context;
      const [jobId = ''] = againId.decode(interaction.customId) ?? [];
      const job = await engine.job(jobId);
      if (!job) return responder.tell(words.replies.buttonsExpired);
      if (await isSecondClick(interaction, context)) return responder.tell(words.replies.doubleClick);
      const { channelId, guildId, message } = interaction;
      const { request, prompt, text } = job;
      await begin({
        request,
        prompt,
        parent: { guildId, channelId, messageId: message.id },
        private: isHidden(interaction) ? true : null,
        ...(text && { text }),
      });
    },
  },
} satisfies Handler;
