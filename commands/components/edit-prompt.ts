import type { Handler } from '../../src/discord/handler.ts';
import { givenText, makeOfText } from '../../src/discord/input/given-text.ts';
import { asJobOf } from '../../src/discord/input/spending.ts';
import { isOpenedHere } from '../../src/discord/input/trust.ts';
import { maySee } from '../../src/discord/lookup/find-result.ts';
import { editPromptId } from '../../src/discord/render/custom-ids.ts';
import { promptModal, readPrompt } from '../../src/discord/render/modal.ts';
import { purposeOf } from '../../src/domain/job/given-text.ts';
import { wordsOf } from '../../src/domain/prompt/rewording.ts';

/** "Edit and try again" below a job that failed because of its prompt: does the same again with another prompt. */
export default {
  button: {
    prefix: editPromptId.prefix,
    spends: asJobOf(editPromptId),
    async press({ customId }, { askFor, responder, engine, words }) {
      const [jobId = ''] = editPromptId.decode(customId) ?? [];
      const job = await engine.job(jobId);
      const value = job ? wordsOf(job) : null;
      if (!job || value === null) return responder.tell(words.replies.buttonsExpired);
      const label = words.modals.prompt;
      await askFor(
        job.request,
        promptModal({ customId: editPromptId.encode(jobId), title: words.lookup.editTitle, label, value, words }),
      );
    },
  },
  modal: {
    prefix: editPromptId.prefix,
    spends: asJobOf(editPromptId),
    async submit(interaction, context) {
      const { responder, engine, words } = context;
      const [jobId = ''] = editPromptId.decode(interaction.customId) ?? [];
      const job = await engine.job(jobId);
      if (!job) return responder.tell(words.replies.buttonsExpired);
      const place = 'place' in job ? job.place : null;
      if (!isOpenedHere(interaction) && !maySee(interaction, job, place)) return responder.tell(words.replies.notYours);
      await makeOfText(givenText(interaction, readPrompt(interaction.fields), purposeOf(job)), interaction, context);
    },
  },
} satisfies Handler;
