import type { Handler } from '../../src/discord/handler.ts';
import { dmId } from '../../src/discord/render/custom-ids.ts';
import { copiesIn } from '../../src/discord/rest/existing-messages.ts';

/** Presses of one member within this time of each other send one message, in ms. */
const ONCE = 10_000;

/** ✉️ below a result sends it to the member who pressed, by DM, with buttons that work there. */
export default {
  button: {
    prefix: dmId.prefix,
    free: true,
    async press(interaction, { responder, engine, mail, store, words }) {
      const [jobId = ''] = dmId.decode(interaction.customId) ?? [];
      const { message, user } = interaction;
      const key = `dm:${message.id}:${user.id}`;
      if ((await store.claims.claim(key, interaction.id, ONCE)) !== interaction.id) {
        return responder.tell(words.replies.doubleClick);
      }
      await responder.deferReply();
      const copies = copiesIn({ embeds: message.embeds, attachments: [...message.attachments.values()] });
      const mailed = await mail(jobId, copies);
      if (mailed !== 'shown') await store.claims.release(key, interaction.id);
      const job = await engine.job(jobId);
      const hasTask = job?.step === 'settled' && job.outcome.kind === 'pictures';
      const taskId = (hasTask && job.outcome.taskId) || '';
      const told = {
        shown: words.lookup.mailed,
        kept: words.lookup.mailClosed,
        told: words.refused.mail(taskId),
        refused: words.refused.mail(taskId),
        deleted: words.lookup.discordBusy,
        later: words.lookup.discordBusy,
        gone: words.replies.buttonsExpired,
        lost: words.lookup.mailLost,
      } as const;
      await responder.tell(told[mailed]);
    },
  },
} satisfies Handler;
