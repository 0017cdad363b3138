import { everywhere, type Handler } from '../src/discord/handler.ts';
import { givenText, makeOfText } from '../src/discord/input/given-text.ts';
import { anyImagine, asImagine } from '../src/discord/input/spending.ts';
import { helpId } from '../src/discord/render/custom-ids.ts';
import { renderHelp } from '../src/discord/render/help.ts';
import { promptModal, readPrompt } from '../src/discord/render/modal.ts';
import { imagineOf } from '../src/domain/job/given-text.ts';
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
    spends: async ({ customId }) => (helpId.decode(customId)?.[0] === 'try' ? 'imagine' : null),
    async press({ customId }, { askFor, responder, retentionDays, words }) {
      if (helpId.decode(customId)?.[0] !== 'try') return responder.tell(renderHelp(words, retentionDays));
      await askFor(
        anyImagine,
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
    spends: asImagine,
    async submit(interaction, context) {
      const settings = await context.store.members.settings(interaction.user.id);
      const purpose = imagineOf(isPrivate(null, settings));
      await makeOfText(givenText(interaction, readPrompt(interaction.fields), purpose), interaction, context, {
        settings,
      });
    },
  },
} satisfies Handler;
