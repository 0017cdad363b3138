import type { Handler } from '../../src/discord/handler.ts';
import { publishId } from '../../src/discord/render/custom-ids.ts';
import { copiesIn } from '../../src/discord/rest/existing-messages.ts';

/** Presses within this time of each other publish once, in ms. */
const ONCE = 10_000;

/** "Publish" below a private result posts it for everybody, with buttons that work. */
export default {
  button: {
    prefix: publishId.prefix,
    async press(interaction, { responder, engine, showAgain, store, words }) {
      const [jobId = ''] = publishId.decode(interaction.customId) ?? [];
      const job = await engine.job(jobId);
      if (job?.step !== 'settled') return responder.tell(words.replies.buttonsExpired);
      if (job.requester.id !== interaction.user.id) return responder.tell(words.replies.notYours);
      const { id, message } = interaction;
      if ((await store.claims.claim(`publish:${message.id}`, id, ONCE)) !== id) {
        return responder.tell(words.replies.doubleClick);
      }
      const shown = await responder.deferPublicReply();
      const copies = copiesIn({ embeds: message.embeds, attachments: [...message.attachments.values()] });
      if (shown) await showAgain(jobId, shown.place, { hidden: shown.hidden, copies });
    },
  },
} satisfies Handler;
