import type { ModalSubmitInteraction } from 'discord.js';
import type { Context, Handler } from '../../src/discord/handler.ts';
import { givenPrompt, givenWindowText } from '../../src/discord/input/given-prompt.ts';
import { beginDraft, draftImagine } from '../../src/discord/input/imagine-draft.ts';
import { isOpenedHere } from '../../src/discord/input/trust.ts';
import { maySee } from '../../src/discord/lookup/find-result.ts';
import { editPromptId } from '../../src/discord/render/custom-ids.ts';
import { promptModal, readPrompt } from '../../src/discord/render/modal.ts';
import type { Job } from '../../src/domain/job/job.ts';
import { reworded, wordsOf } from '../../src/domain/prompt/rewording.ts';
import { defaultSettings } from '../../src/domain/settings/settings.ts';

/** Makes the job's gesture again with another text; of a text for pictures there may be several. */
async function begin(interaction: ModalSubmitInteraction, job: Job, context: Context): Promise<void> {
  const { responder, words } = context;
  const written = readPrompt(interaction.fields);
  if (job.request.kind === 'imagine' && !job.text) {
    const { images } = job.request;
    // The text begins with the whole prompt of the job, which has the member's settings in it already.
    const [parent, hidden, settings] = [job.parent, job.private, defaultSettings];
    const draft = draftImagine(interaction, { text: written, choices: {}, images, parent, hidden, settings }, words);
    return typeof draft === 'string' ? responder.tell(draft) : beginDraft(draft, interaction, context);
  }
  const given = job.text
    ? givenWindowText(written, interaction, words)
    : givenPrompt(written, job.request.kind === 'video' ? 'films' : 'edit', interaction, words);
  if ('refusal' in given) return responder.tell(given.refusal);
  const { request, text } = reworded(job, given.prompt);
  await context.begin({
    request,
    prompt: given.prompt,
    private: job.private,
    ...(text && { text }),
    ...(job.parent && { parent: job.parent }),
  });
}

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
    async submit(interaction, context) {
      const { responder, engine, words } = context;
      const [jobId = ''] = editPromptId.decode(interaction.customId) ?? [];
      const job = await engine.job(jobId);
      if (!job) return responder.tell(words.replies.buttonsExpired);
      const place = 'place' in job ? job.place : null;
      if (!isOpenedHere(interaction) && !maySee(interaction, job, place)) return responder.tell(words.replies.notYours);
      await begin(interaction, job, context);
    },
  },
} satisfies Handler;
