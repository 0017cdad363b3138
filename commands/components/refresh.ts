import type { Handler } from '../../src/discord/handler.ts';
import { refreshId } from '../../src/discord/render/custom-ids.ts';

/**
 * "Refresh" below a private job. Discord lets us change an ephemeral message only within 15 minutes of an interaction. The
 * press is a new interaction: an open job goes on in the message, and a settled one shows its result there.
 */
export default {
  button: {
    prefix: refreshId.prefix,
    async press(interaction, { responder, renew, engine, showAgain, words }) {
      const [jobId = ''] = refreshId.decode(interaction.customId) ?? [];
      const job = await engine.job(jobId);
      if (!job) return responder.tell(words.replies.buttonsExpired);
      if (job.requester.id !== interaction.user.id) return responder.tell(words.replies.notYours);
      await responder.deferUpdate();
      if ((await renew(jobId)) === 'renewed') return;
      const { guildId, channelId, message } = interaction;
      await showAgain(jobId, { guildId, channelId, messageId: message.id });
    },
  },
} satisfies Handler;
