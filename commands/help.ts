import { everywhere, type Handler } from '../src/discord/handler.ts';
import { helpId } from '../src/discord/render/custom-ids.ts';
import { renderHelp } from '../src/discord/render/help.ts';
import { promptModal, readPrompt } from '../src/discord/render/modal.ts';
import { composePrompt } from '../src/domain/prompt/prompt.ts';
import { en } from '../src/text/en/index.ts';

const { description } = en.commands.help;

/** `/help` tells what can be done here, and its button asks for a first prompt. */
export default {
  command: {
    data: { name: 'help', description, ...everywhere },
    execute: (_, { responder, words }) => responder.tell(renderHelp(words)),
  },
  button: {
    prefix: helpId.prefix,
    async press({ customId }, { responder, words }) {
      if (helpId.decode(customId)?.[0] !== 'try') return responder.tell(renderHelp(words));
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
    async submit({ fields, user }, { responder, begin, store, words }) {
      const { prompt, bot } = composePrompt(readPrompt(fields), {}, await store.members.settings(user.id));
      if (prompt === '') return responder.tell(words.replies.emptyPrompt);
      await begin({ request: { kind: 'imagine', prompt, images: [], bot }, prompt });
    },
  },
} satisfies Handler;
