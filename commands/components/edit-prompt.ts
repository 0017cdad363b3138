import type { Handler } from '../../src/discord/handler.ts';
import { isOpenedHere } from '../../src/discord/input/trust.ts';
import { maySee } from '../../src/discord/lookup/find-result.ts';
import { editPromptId } from '../../src/discord/render/custom-ids.ts';
import { promptModal, readPrompt } from '../../src/discord/render/modal.ts';
import { composePrompt } from '../../src/domain/prompt/prompt.ts';
import { reworded, wordsOf } from '../../src/domain/prompt/rewording.ts';

/** "Edit prompt" below a job that failed because of its prompt: does the same again with another prompt. */
export default {
  button: {
    prefix: editPromptId.prefix,
    async press({ customId }, { responder, engine, words }) {
      const [jobId = ''] = editPromptId.decode(customId) ?? [];
      const job = await engine.job(jobId);
      const value = job ? wordsOf(job) : null;
      if (value === null) return responder.tell(words.replies.buttonsExpired);
      const label = words.modals.prompt;
      await responder.showModal(
        promptModal({ customId: editPromptId.encode(jobId), title: words.lookup.editTitle, label, value, words }),
      );
    },
  },
  modal: {
    prefix: editPromptId.prefix,
    async submit(interaction, { responder, begin, engine, words }) {
      const [jobId = ''] = editPromptId.decode(interaction.customId) ?? [];
      const job = await engine.job(jobId);
      if (!job) return responder.tell(words.replies.buttonsExpired);
      const place = 'place' in job ? job.place : null;
      if (!isOpenedHere(interaction) && !maySee(interaction, job, place)) return responder.tell(words.replies.notYours);
      const { prompt, bot } = composePrompt(readPrompt(interaction.fields));
      if (prompt === '') return responder.tell(words.replies.emptyPrompt);
      const { request, text } = reworded(job, prompt);
      await begin({
        request: request.kind === 'imagine' ? { ...request, bot } : request,
        prompt,
        private: job.private,
        ...(text && { text }),
        ...(job.parent && { parent: job.parent }),
      });
    },
  },
} satisfies Handler;
