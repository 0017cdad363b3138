import type { Handler } from '../../src/discord/handler.ts';
import { forgetRemoval } from '../../src/discord/lookup/removal.ts';
import { undoId } from '../../src/discord/render/custom-ids.ts';

/** For how long, in ms, a result that is being brought back is not brought back once more. */
const ONCE = 2 * 60_000;

/** "Undo" below "Removed." shows the result again to whoever saw it before, in a message of its own. It costs nothing. */
export default {
  button: {
    prefix: undoId.prefix,
    free: true,
    async press(interaction, { responder, engine, showAgain, store, words }) {
      const [jobId = ''] = undoId.decode(interaction.customId) ?? [];
      const { id, message } = interaction;
      const job = await engine.job(jobId);
      if (job?.step !== 'settled' || job.outcome.kind !== 'pictures')
        return responder.tell(words.replies.buttonsExpired);
      if ((await store.claims.claim(`undo:${message.id}`, id, ONCE)) !== id) {
        return responder.tell(words.replies.doubleClick);
      }
      await forgetRemoval(job, { store });
      if (job.private) {
        const place = await responder.deferReply();
        if (place) await showAgain(jobId, place);
      } else {
        const shown = await responder.deferPublicReply();
        if (shown) await showAgain(jobId, shown.place, { hidden: shown.hidden });
      }
      await responder.replaceButtons(message.id, []);
    },
  },
} satisfies Handler;
