import type { ButtonInteraction } from 'discord.js';
import type { Context, Handler } from '../../src/discord/handler.ts';
import { draftRefusal, gesturesOf } from '../../src/discord/input/imagine-draft.ts';
import { batchId } from '../../src/discord/render/custom-ids.ts';
import { type EphemeralReply, renderReply } from '../../src/discord/render/reply.ts';
import { type Draft, draftKey } from '../../src/domain/job/draft.ts';

/** A text that replaces the question and its buttons. */
function insteadOfQuestion(text: string): EphemeralReply {
  return renderReply(text, { embeds: [], components: [] });
}

/** Makes the jobs of the draft, once. */
async function make(interaction: ButtonInteraction, draft: Draft, context: Context): Promise<void> {
  const { responder, beginAll, engine, store, words } = context;
  const started = () => responder.update(insteadOfQuestion(words.batches.started(draft.prompts.length)));
  // A second press finds the jobs of the first one, which may not be shown yet.
  const first = await store.claims.claim(draftKey(draft.id), interaction.id);
  if (first !== interaction.id && (await engine.job(`${first}-1`))) return started();
  const refusal = draftRefusal(draft, interaction, engine.room(draft.memberId), words);
  if (refusal !== null) return responder.tell(refusal);
  if (first !== interaction.id) await store.claims.pass(draftKey(draft.id), first, interaction.id);
  await beginAll(gesturesOf(draft), started);
}

/** The two buttons below the question whether the member wants so many jobs. */
export default {
  button: {
    prefix: batchId.prefix,
    async press(interaction, context) {
      const { responder, engine, store, words } = context;
      const [what, id = ''] = batchId.decode(interaction.customId) ?? [];
      const draft = await store.drafts.get(id);
      if (!draft) return responder.update(insteadOfQuestion(words.batches.expired));
      if (draft.memberId !== interaction.user.id) return responder.tell(words.replies.notYours);
      if (what === 'make') return make(interaction, draft, context);
      const first = await store.claims.claim(draftKey(id), interaction.id);
      const made = first !== interaction.id && (await engine.job(`${first}-1`));
      await responder.update(
        insteadOfQuestion(made ? words.batches.started(draft.prompts.length) : words.batches.cancelled),
      );
    },
  },
} satisfies Handler;
