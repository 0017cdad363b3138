import type { ButtonInteraction } from 'discord.js';
import type { Context, Handler } from '../../src/discord/handler.ts';
import type { MailOutcome } from '../../src/discord/jobs/create-job.ts';
import { dmId } from '../../src/discord/render/custom-ids.ts';
import { copiesIn } from '../../src/discord/rest/existing-messages.ts';
import { jobsSharing } from '../../src/domain/job/shared-message.ts';

/** Presses of one member within this time of each other send one message, in ms. */
const ONCE = 10_000;

/**
 * What a message shows, by the job that made it, each with its picture in the message where that has one of each. `jobId` is
 * what the button says.
 */
async function resultsIn(
  { message }: ButtonInteraction,
  jobId: string,
  { engine, store }: Pick<Context, 'engine' | 'store'>,
): Promise<readonly { readonly id: string; readonly copies: readonly string[] }[]> {
  const copies = copiesIn({ embeds: message.embeds, attachments: [...message.attachments.values()] });
  const record = await store.messages.get(message.id);
  const sharing = record ? await jobsSharing(record, engine.job) : [];
  if (sharing.length === 0) return [{ id: jobId, copies }];
  const isOneEach = copies.length === sharing.length;
  return sharing.map(({ id }, index) => ({ id, copies: isOneEach ? copies.slice(index, index + 1) : [] }));
}

/** ✉️ below a result sends it to the member who pressed, by DM, with buttons that work there: each in a message of its own. */
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
      let mailed: MailOutcome = 'shown';
      for (const { id, copies } of await resultsIn(interaction, jobId, { engine, store })) {
        if (mailed === 'shown') mailed = await mail(id, copies);
      }
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
