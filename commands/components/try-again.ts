import type { Handler } from '../../src/discord/handler.ts';
import { asJobOf } from '../../src/discord/input/spending.ts';
import { retryId } from '../../src/discord/render/custom-ids.ts';

/** "Try again" below a job that failed or never got an answer makes a new job like it. */
export default {
  button: {
    prefix: retryId.prefix,
    spends: asJobOf(retryId),
    async press(interaction, { responder, retry, words }) {
      const [jobId] = retryId.decode(interaction.customId) ?? [];
      if (!jobId) return responder.tell(words.replies.buttonUnknown);
      await retry(jobId);
    },
  },
} satisfies Handler;
