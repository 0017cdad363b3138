import { everywhere, type Handler } from '../src/discord/handler.ts';
import { beginDraft, draftImagine } from '../src/discord/input/imagine-draft.ts';
import { helpId } from '../src/discord/render/custom-ids.ts';
import { renderHelp } from '../src/discord/render/help.ts';
import { promptModal, readPrompt } from '../src/discord/render/modal.ts';
import { isPrivate } from '../src/domain/prompt/defaults.ts';
import { en } from '../src/text/en/index.ts';

const { description } = en.commands.help;

/** `/help` tells what can be done here, and its button asks for a first prompt. */
export default {
  command: {
    data: { name: 'help', description, ...everywhere },
    execute: (_, { responder, retentionDays, words }) => responder.tell(renderHelp(words, retentionDays)),
  },
  button: {
    prefix: helpId.prefix,
    async press({ customId }, { responder, retentionDays, words }) {
      if (helpId.decode(customId)?.[0] !== 'try') return responder.tell(renderHelp(words, retentionDays));
      await responder.showModal(
        promptModal({
          customId: helpId.encode('try'),
          title: words.help.tryTitle,
          label: words.modals.prompt,
          value: '',
          words,
        }),
      );
    },
  },
  modal: {
    prefix: helpId.prefix,
    async submit(interaction, context) {
      const { responder, store, words } = context;
      const settings = await store.members.settings(interaction.user.id);
      const text = readPrompt(interaction.fields);
      const input = { text, choices: {}, images: [], hidden: isPrivate(null, settings), settings };
      const draft = draftImagine(interaction, input, words);
      if (typeof draft === 'string') return responder.tell(draft);
      await beginDraft(draft, interaction, context);
    },
  },
} satisfies Handler;
