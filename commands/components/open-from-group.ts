import type { Handler } from '../../src/discord/handler.ts';
import { isHidden } from '../../src/discord/input/pressed-button.ts';
import { isRemovedIn, resultOfJob } from '../../src/discord/lookup/removal.ts';
import { gestureOf } from '../../src/discord/render/body.ts';
import { openResultId } from '../../src/discord/render/custom-ids.ts';
import { messageLink } from '../../src/discord/render/link.ts';

/**
 * A number under a grouped message shows that one result by itself, with all its buttons. It is shown as the job that made
 * it, so that its name, its duration and its price stay what they were.
 */
export default {
  button: {
    prefix: openResultId.prefix,
    async press(interaction, context) {
      const { responder, presenter, engine, showAgain, store, words } = context;
      const [jobId = ''] = openResultId.decode(interaction.customId) ?? [];
      const job = await engine.job(jobId);
      const outcome = job && 'outcome' in job && job.outcome.kind === 'pictures' ? job.outcome : null;
      if (!job || !outcome?.taskId) return responder.tell(words.replies.buttonsExpired);
      const places = (await store.tasks.places(outcome.taskId)).toReversed();
      const own = places.find(
        ({ channelId, messageId }) => channelId === interaction.channelId && messageId !== interaction.message.id,
      );
      if (own && (await presenter.exists(own)) === 'yes') {
        return responder.tell(words.replies.alreadyExists(gestureOf(job, words), messageLink(own)));
      }
      // The message may show the picture a moment before the job has settled.
      if (job.step !== 'settled') return responder.tell(words.lookup.stillMaking(gestureOf(job, words), ''));
      if (job.private || isHidden(interaction)) {
        const hidden = await responder.deferReply();
        if (hidden) await showAgain(job.id, hidden);
        return;
      }
      if (await isRemovedIn(interaction.guildId, resultOfJob(job), context))
        return responder.tell(words.lookup.removedByModerator);
      const shown = await responder.deferPublicReply();
      if (shown) await showAgain(job.id, shown.place, { hidden: shown.hidden });
    },
  },
} satisfies Handler;
