import type { BaseInteraction } from 'discord.js';
import type { Context, Handler } from '../../src/discord/handler.ts';
import { managedServer } from '../../src/discord/input/manager.ts';
import { isOpenedHere } from '../../src/discord/input/trust.ts';
import { rulesId } from '../../src/discord/render/custom-ids.ts';
import { renderRules, WORDS_INPUT, wordsModal } from '../../src/discord/render/server-rules.ts';
import { wordsIn } from '../../src/domain/policy/blocked-words.ts';
import { features, type ServerPolicy } from '../../src/domain/policy/server-policy.ts';

/**
 * Changes the rules of the server that the gesture comes from, and shows them where it was made. Each gesture changes only what it is
 * about, so two managers do not undo each other.
 */
async function change(
  interaction: BaseInteraction,
  by: (policy: ServerPolicy) => ServerPolicy,
  { access, responder, store, words }: Context,
): Promise<void> {
  const guildId = managedServer(interaction, await access());
  if (guildId === null) return responder.tell(words.serverPanel.notManager);
  const { after } = await store.policies.changeServer(guildId, by);
  await responder.update(renderRules(after, words));
}

/** What is switched off in a server, and which words are blocked. Its managers come here from `/server`. */
export default {
  select: {
    prefix: rulesId.prefix,
    async choose(interaction, context) {
      const off = features.filter((feature) => interaction.values.includes(feature));
      await change(interaction, (policy) => ({ ...policy, off }), context);
    },
  },
  button: {
    prefix: rulesId.prefix,
    async press(interaction, { access, responder, store, words }) {
      const guildId = managedServer(interaction, await access());
      if (guildId === null) return responder.tell(words.serverPanel.notManager);
      const policy = await store.policies.server(guildId);
      const [what] = rulesId.decode(interaction.customId) ?? [];
      if (what === 'words') return responder.showModal(wordsModal(policy, words));
      await responder.tell(renderRules(policy, words));
    },
  },
  modal: {
    prefix: rulesId.prefix,
    async submit(interaction, context) {
      const { responder, words } = context;
      if (!isOpenedHere(interaction)) return responder.tell(words.replies.buttonUnknown);
      const blocked = wordsIn(interaction.fields.getTextInputValue(WORDS_INPUT));
      await change(interaction, (policy) => ({ ...policy, words: blocked }), context);
    },
  },
} satisfies Handler;
