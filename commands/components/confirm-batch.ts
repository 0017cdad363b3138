import type { ButtonInteraction } from 'discord.js';
import type { Context, Handler } from '../../src/discord/handler.ts';
import { draftRefusal, gesturesOf } from '../../src/discord/input/imagine-draft.ts';
import { onceAnsweredSoon } from '../../src/discord/jobs/earlier-press.ts';
import { batchId } from '../../src/discord/render/custom-ids.ts';
import { type EphemeralReply, renderReply } from '../../src/discord/render/reply.ts';
import { type Draft, draftKey } from '../../src/domain/job/draft.ts';

/** A text that replaces the question and its buttons. */
function insteadOfQuestion(text: string): EphemeralReply {
  return renderReply(text, { embeds: [], components: [] });
}

/**
 * What the press that claimed a draft came to. `unsure`: its jobs are written down, but it may never have been answered; then
 * they are dropped.
 */
async function whatBecameOf(pressId: string, { engine }: Context): Promise<'made' | 'nothing' | 'unsure'> {
  const job = await onceAnsweredSoon(engine, `${pressId}-1`);
  if (!job) return 'nothing';
  return job.step === 'received' ? 'unsure' : 'made';
}

/** Makes the jobs of the draft, once. */
async function make(interaction: ButtonInteraction, draft: Draft, context: Context): Promise<void> {
  const { responder, beginAll, store, words } = context;
  const started = () => responder.update(insteadOfQuestion(words.batches.started(draft.prompts.length)));
  const first = await store.claims.claim(draftKey(draft.id), interaction.id);
  const before = first === interaction.id ? 'nothing' : await whatBecameOf(first, context);
  if (before === 'made') return started();
  if (before === 'unsure') return responder.tell(words.batches.unsure);
  const refusal = await draftRefusal(draft, interaction, context);
  if (refusal !== null) return responder.tell(refusal);
  if (first !== interaction.id) await store.claims.pass(draftKey(draft.id), first, interaction.id);
  await beginAll(gesturesOf(draft), started);
}

/** The two buttons below the question whether the member wants so many jobs. */
export default {
  button: {
    prefix: batchId.prefix,
    spends: async ({ customId }) => (batchId.decode(customId)?.[0] === 'make' ? 'imagine' : null),
    async press(interaction, context) {
      const { responder, store, words } = context;
      const [what, id = ''] = batchId.decode(interaction.customId) ?? [];
      const draft = await store.drafts.get(id);
      if (!draft) return responder.update(insteadOfQuestion(words.batches.expired));
      if (draft.memberId !== interaction.user.id) return responder.tell(words.replies.notYours);
      if (what === 'make') return make(interaction, draft, context);
      const first = await store.claims.claim(draftKey(id), interaction.id);
      const before = first === interaction.id ? 'nothing' : await whatBecameOf(first, context);
      if (before === 'unsure') return responder.tell(words.batches.unsure);
      const { started, cancelled } = words.batches;
      await responder.update(insteadOfQuestion(before === 'made' ? started(draft.prompts.length) : cancelled));
    },
  },
} satisfies Handler;
