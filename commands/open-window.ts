import { windowId } from '../src/discord/custom-ids.ts';
import type { Handler } from '../src/discord/handler.ts';
import { gestureOf } from '../src/discord/render/message.ts';
import { promptModal, readPrompt } from '../src/discord/render/modal.ts';
import { classify } from '../src/domain/action.ts';

/** The button of a job whose relay opened a window that nobody expected (remix): asks its requester for the text. */
export default {
  button: {
    prefix: windowId.prefix,
    async press(interaction, { answer, runner, words }) {
      const [jobId = ''] = windowId.decode(interaction.customId) ?? [];
      const job = await runner.job(jobId);
      if (job?.step !== 'window') return answer.tell(words.replies.buttonsExpired);
      if (job.requester.id !== interaction.user.id) return answer.tell(words.replies.notYours);
      const { request } = job;
      const region = request.kind === 'action' && classify(request.customId).class === 'varyRegion';
      if (region) return answer.tell(words.region.needsPicture);
      await answer.ask(
        promptModal({
          customId: windowId.encode(jobId),
          title: words.modals.remixTitle(gestureOf(job, words)),
          label: words.modals.prompt,
          value: job.prompt,
          words,
        }),
      );
    },
  },
  modal: {
    prefix: windowId.prefix,
    async submit(interaction, { answer, answerWindow, runner, words }) {
      const [jobId = ''] = windowId.decode(interaction.customId) ?? [];
      const job = await runner.job(jobId);
      if (job && job.requester.id !== interaction.user.id) return answer.tell(words.replies.notYours);
      const prompt = readPrompt(interaction.fields);
      if (prompt === '') return answer.tell(words.replies.emptyPrompt);
      await answerWindow(jobId, { prompt, mask: null });
    },
  },
} satisfies Handler;
