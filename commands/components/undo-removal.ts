import { PermissionFlagsBits } from 'discord.js';
import type { Handler } from '../../src/discord/handler.ts';
import { forgetRemoval, isRemovedIn, resultOfJob } from '../../src/discord/lookup/removal.ts';
import { undoId } from '../../src/discord/render/custom-ids.ts';

/** For how long, in ms, a result that is being brought back is not brought back once more. */
const ONCE = 2 * 60_000;

/** "Undo" below "Removed." shows the result again to whoever saw it before, in a message of its own. It costs nothing. */
export default {
  button: {
    prefix: undoId.prefix,
    free: true,
    async press(interaction, context) {
      const { responder, engine, showAgain, store, words } = context;
      const [jobId = ''] = undoId.decode(interaction.customId) ?? [];
      const { guildId, id, memberPermissions, message } = interaction;
      const job = await engine.job(jobId);
      if (job?.step !== 'settled' || job.outcome.kind !== 'pictures')
        return responder.tell(words.replies.buttonsExpired);
      const result = resultOfJob(job);
      const isRemoved = !job.private && (await isRemovedIn(guildId, result, context));
      // Their own removal from before must not bring back what a moderator has removed since.
      if (isRemoved && !memberPermissions?.has(PermissionFlagsBits.ManageMessages))
        return responder.tell(words.lookup.removedByModerator);
      if ((await store.claims.claim(`undo:${message.id}`, id, ONCE)) !== id) {
        return responder.tell(words.replies.doubleClick);
      }
      if (isRemoved) await forgetRemoval(result, context);
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
