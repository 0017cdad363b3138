import type { Context, Handler } from '../../src/discord/handler.ts';
import { makeOfText } from '../../src/discord/input/given-text.ts';
import { asGivenText, requestOf } from '../../src/discord/input/spending.ts';
import { textId } from '../../src/discord/render/custom-ids.ts';
import { promptModal, readPrompt, readZoom } from '../../src/discord/render/modal.ts';
import type { GivenText } from '../../src/domain/job/given-text.ts';

/** The text that a component of a refusal is about, or the sentence that says why it is none of the member's. */
async function textAt(
  { customId, user }: { readonly customId: string; readonly user: { readonly id: string } },
  { store, words }: Context,
): Promise<{ readonly what: string; readonly given: GivenText } | string> {
  const [what = '', id = ''] = textId.decode(customId) ?? [];
  const given = await store.texts.get(id);
  if (!given) return words.batches.expired;
  return given.memberId === user.id ? { what, given } : words.replies.notYours;
}

/** Below the refusal of a text: "Edit and try again", and "Send anyway" where only the member knows whether it is right. */
export default {
  button: {
    prefix: textId.prefix,
    spends: asGivenText,
    async press(interaction, context) {
      const { askFor, responder, words } = context;
      const found = await textAt(interaction, context);
      if (typeof found === 'string') return responder.tell(found);
      const { what, given } = found;
      if (what === 'send') return makeOfText(given, interaction, context, { isSure: true });
      await askFor(
        requestOf(given.purpose),
        promptModal({
          customId: textId.encode('edit', given.id),
          title: words.lookup.editTitle,
          label: words.modals.prompt,
          value: given.text,
          isWritten: true,
          ...(given.zoom !== null && { zoom: given.zoom }),
          words,
        }),
      );
    },
  },
  modal: {
    prefix: textId.prefix,
    spends: asGivenText,
    async submit(interaction, context) {
      const found = await textAt(interaction, context);
      if (typeof found === 'string') return context.responder.tell(found);
      const { id, fields, createdTimestamp: createdAt } = interaction;
      const again = { ...found.given, id, text: readPrompt(fields), zoom: readZoom(fields), createdAt };
      await makeOfText(again, interaction, context);
    },
  },
} satisfies Handler;
