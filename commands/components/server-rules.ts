import type { ModalSubmitInteraction } from 'discord.js';
import type { Context, Handler } from '../../src/discord/handler.ts';
import { managedServer } from '../../src/discord/input/manager.ts';
import { chosenIn } from '../../src/discord/input/modal-fields.ts';
import { changePolicy, serverOf } from '../../src/discord/input/server.ts';
import { isOpenedHere } from '../../src/discord/input/trust.ts';
import { rulesId } from '../../src/discord/render/custom-ids.ts';
import { logFields, logModal, renderRules, WORDS_INPUT, wordsModal } from '../../src/discord/render/server-rules.ts';
import { wordsIn } from '../../src/domain/policy/blocked-words.ts';
import { features } from '../../src/domain/policy/server-policy.ts';

/** Sets where the log is once the bot has written there, or that there is none. */
async function takeLog(guildId: string, interaction: ModalSubmitInteraction, context: Context): Promise<void> {
  const { responder, serverLog, words } = context;
  const [channelId] = chosenIn(interaction, logFields.channel);
  const [chosen] = chosenIn(interaction, logFields.what);
  await responder.deferUpdate();
  const log = channelId === undefined ? null : { channelId, what: whatOf(chosen) };
  const tried = log && (await serverLog.tryOut(serverOf(interaction, guildId), log, interaction.user.id));
  if (tried === 'unsure') return responder.tell(words.lookup.discordBusy);
  if (tried === 'forbidden') return responder.tell(words.serverLog.mayNot(`<#${channelId}>`));
  const after = await changePolicy(guildId, interaction, (policy) => ({ ...policy, log }), context);
  await responder.editReply(renderRules(after, words));
}

function whatOf(chosen: string | undefined): 'everything' | 'reports' {
  return chosen === 'everything' ? chosen : 'reports';
}

/** What is switched off in a server, which words are blocked, and where its log is. Its managers come here from `/server`. */
export default {
  select: {
    prefix: rulesId.prefix,
    async choose(interaction, context) {
      const { access, responder, words } = context;
      const guildId = managedServer(interaction, await access());
      if (guildId === null) return responder.tell(words.serverPanel.notManager);
      const off = features.filter((feature) => interaction.values.includes(feature));
      const after = await changePolicy(guildId, interaction, (policy) => ({ ...policy, off }), context);
      await responder.update(renderRules(after, words));
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
      if (what === 'log') return responder.showModal(logModal(policy, words));
      await responder.tell(renderRules(policy, words));
    },
  },
  modal: {
    prefix: rulesId.prefix,
    async submit(interaction, context) {
      const { access, responder, words } = context;
      const guildId = managedServer(interaction, await access());
      if (guildId === null) return responder.tell(words.serverPanel.notManager);
      if (!isOpenedHere(interaction)) return responder.tell(words.replies.buttonUnknown);
      const [what] = rulesId.decode(interaction.customId) ?? [];
      if (what === 'log') return takeLog(guildId, interaction, context);
      if (what !== 'words') return responder.tell(words.replies.buttonUnknown);
      const blocked = wordsIn(interaction.fields.getTextInputValue(WORDS_INPUT));
      const after = await changePolicy(guildId, interaction, (policy) => ({ ...policy, words: blocked }), context);
      await responder.update(renderRules(after, words));
    },
  },
} satisfies Handler;
