import type { Handler } from '../../src/discord/handler.ts';
import { givenText, makeOfText } from '../../src/discord/input/given-text.ts';
import { buttonOfModal, isHidden, pressedButton } from '../../src/discord/input/pressed-button.ts';
import { promptsText } from '../../src/discord/input/prompt-picks.ts';
import { anyImagine, asImagine } from '../../src/discord/input/spending.ts';
import { pickPromptId } from '../../src/discord/render/custom-ids.ts';
import { promptModal, readPrompt } from '../../src/discord/render/modal.ts';
import { imagineOf } from '../../src/domain/job/given-text.ts';
import { isPrivate } from '../../src/domain/prompt/defaults.ts';
import { promptAt } from '../../src/domain/prompt/prompts-list.ts';

/**
 * The numbered buttons below a describe or a shorten (which relays spell in two ways). Each asks for a prompt, starting from
 * the one that it stands for, and imagines it: one submission and one charge on every relay. The relay's own button opens a
 * window, for which some relays charge twice and which others refuse.
 */
export default {
  button: {
    prefix: ['MJ::Job::PicReader::', 'MJ::Job::PromptAnalyzer::', 'MJ::JOB::PromptAnalyzer::'],
    spends: asImagine,
    async press(interaction, context) {
      const { askFor, responder, store, words } = context;
      const pressed = await pressedButton(interaction, store);
      if (!pressed) return responder.tell(words.replies.buttonsExpired);
      const number = Number(/(\d)$/.exec(pressed.button.customId)?.[1] ?? 1);
      await askFor(
        anyImagine,
        promptModal({
          customId: pickPromptId.encode(interaction.message.id, String(pressed.index)),
          title: words.modals.pickTitle(number),
          label: words.modals.prompt,
          value: promptAt(await promptsText(pressed, context), number) ?? '',
          words,
        }),
      );
    },
  },
  modal: {
    prefix: pickPromptId.prefix,
    spends: asImagine,
    async submit(interaction, context) {
      const { responder, store, words } = context;
      const [messageId = '', index = ''] = pickPromptId.decode(interaction.customId) ?? [];
      const pressed = await buttonOfModal(interaction, messageId, index, context);
      if (!pressed) return responder.tell(words.replies.buttonsExpired);
      const settings = await store.members.settings(interaction.user.id);
      const { jobId, place: parent } = pressed.record;
      const hidden = isHidden(interaction) || isPrivate(null, settings);
      const purpose = imagineOf(hidden, { parent, sourceId: jobId });
      await makeOfText(givenText(interaction, readPrompt(interaction.fields), purpose), interaction, context, {
        settings,
      });
    },
  },
} satisfies Handler;
