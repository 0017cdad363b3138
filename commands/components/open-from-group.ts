import type { Handler } from '../../src/discord/handler.ts';
import { isHidden } from '../../src/discord/input/pressed-button.ts';
import { gestureOf } from '../../src/discord/render/body.ts';
import { openResultId } from '../../src/discord/render/custom-ids.ts';
import { messageLink } from '../../src/discord/render/link.ts';

/** A number under a grouped message shows that one result by itself, with all its buttons. */
export default {
  button: {
    prefix: openResultId.prefix,
    async press(interaction, { responder, begin, presenter, engine, store, words }) {
      const [jobId = ''] = openResultId.decode(interaction.customId) ?? [];
      const job = await engine.job(jobId);
      const outcome = job && 'outcome' in job && job.outcome.kind === 'pictures' ? job.outcome : null;
      if (!job || !outcome?.taskId) return responder.tell(words.replies.buttonsExpired);
      const { taskId, prompt } = outcome;
      const places = (await store.tasks.places(taskId)).toReversed();
      const own = places.find(
        ({ channelId, messageId }) => channelId === interaction.channelId && messageId !== interaction.message.id,
      );
      if (own && (await presenter.exists(own)) === 'yes') {
        return responder.tell(words.replies.alreadyExists(gestureOf(job, words), messageLink(own)));
      }
      await begin({
        request: { kind: 'show', taskId },
        prompt: prompt || job.prompt,
        ...(job.parent && { parent: job.parent }),
        ...(isHidden(interaction) && { private: true }),
      });
    },
  },
} satisfies Handler;
