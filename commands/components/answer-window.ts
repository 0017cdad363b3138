import type { Handler } from '../../src/discord/handler.ts';
import { givenText, makeOfText } from '../../src/discord/input/given-text.ts';
import { asJobOf } from '../../src/discord/input/spending.ts';
import { gestureOf } from '../../src/discord/render/body.ts';
import { closedWindowText } from '../../src/discord/render/closed-window.ts';
import { windowId } from '../../src/discord/render/custom-ids.ts';
import { promptModal, readPrompt } from '../../src/discord/render/modal.ts';
import { classify } from '../../src/domain/buttons/action.ts';
import { opensByRemix } from '../../src/domain/job/cost.ts';

/** The button of a job whose relay opened a window that nobody expected (remix). It asks the requester for the text. */
export default {
  button: {
    prefix: windowId.prefix,
    spends: asJobOf(windowId),
    async press(interaction, { responder, engine, words }) {
      const [jobId = ''] = windowId.decode(interaction.customId) ?? [];
      const job = await engine.job(jobId);
      if (job && job.requester.id !== interaction.user.id) return responder.tell(words.replies.notYours);
      if (job?.step !== 'window' || job.text) return responder.tell(closedWindowText(job, words));
      const { request } = job;
      const region = request.kind === 'action' && classify(request.customId).class === 'varyRegion';
      if (region) return responder.tell(words.region.needsPicture);
      await responder.showModal(
        promptModal({
          customId: windowId.encode(jobId),
          title: words.modals.remixTitle(gestureOf(job, words), opensByRemix(request)),
          label: words.modals.prompt,
          value: job.prompt,
          words,
        }),
      );
    },
  },
  modal: {
    prefix: windowId.prefix,
    spends: asJobOf(windowId),
    async submit(interaction, context) {
      const [jobId = ''] = windowId.decode(interaction.customId) ?? [];
      await makeOfText(
        givenText(interaction, readPrompt(interaction.fields), { kind: 'answer', jobId }),
        interaction,
        context,
      );
    },
  },
} satisfies Handler;
