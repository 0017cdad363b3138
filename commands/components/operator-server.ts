import type { BaseInteraction } from 'discord.js';
import type { Context, Handler } from '../../src/discord/handler.ts';
import { isByOperator } from '../../src/discord/input/operator.ts';
import { isOpenedHere } from '../../src/discord/input/trust.ts';
import { serverStanding } from '../../src/discord/lookup/bot-overview.ts';
import { grantId } from '../../src/discord/render/custom-ids.ts';
import { escapePrompt } from '../../src/discord/render/escape.ts';
import { GRANT_FIELD, grantModal, renderServerGrant } from '../../src/discord/render/operator-server.ts';
import type { ServerGrant } from '../../src/domain/policy/bot-policy.ts';
import { limitIn } from '../../src/domain/policy/written-numbers.ts';

/** What each button decides. */
const decisions = {
  pay: { pays: true },
  unpay: { pays: false },
  open: { closed: false },
  close: { closed: true },
} satisfies Readonly<Record<string, Partial<ServerGrant>>>;

function isDecision(verb: string): verb is keyof typeof decisions {
  return Object.hasOwn(decisions, verb);
}

/** The server that an id names; null when it names none. */
function serverIn(guildId: string | undefined): string | null {
  return guildId !== undefined && /^\d{15,20}$/.test(guildId) ? guildId : null;
}

/** Decides something about a server, leaves all else as it was, and shows it where it was decided. */
async function decide(
  guildId: string,
  changes: Partial<ServerGrant>,
  interaction: BaseInteraction,
  context: Context,
): Promise<void> {
  const { log, newGrant, responder, store, words } = context;
  await responder.deferUpdate();
  const unset = newGrant(await store.policies.bot());
  await store.policies.changeGrant(guildId, (there = unset) => ({ ...there, ...changes }));
  log.info({ by: interaction.user.id, guildId, ...changes }, 'what holds for a server was changed');
  await responder.editReply(renderServerGrant(await serverStanding(guildId, interaction, context), words));
}

/** What the people who run the bot decide about one server. They come here from `/operator`. */
export default {
  button: {
    prefix: grantId.prefix,
    async press(interaction, context) {
      const { newGrant, responder, store, words } = context;
      if (!(await isByOperator(interaction, context))) return responder.tell(words.operator.notOperator);
      const [verb = '', id] = grantId.decode(interaction.customId) ?? [];
      const guildId = serverIn(id);
      if (guildId === null) return responder.tell(words.replies.buttonUnknown);
      if (isDecision(verb)) return decide(guildId, decisions[verb], interaction, context);
      if (verb !== 'limit') return responder.tell(words.replies.buttonUnknown);
      const grant = (await store.policies.grant(guildId)) ?? newGrant(await store.policies.bot());
      await responder.showModal(grantModal(guildId, grant, words));
    },
  },
  modal: {
    prefix: grantId.prefix,
    async submit(interaction, context) {
      const { responder, words } = context;
      if (!(await isByOperator(interaction, context))) return responder.tell(words.operator.notOperator);
      const [, id] = grantId.decode(interaction.customId) ?? [];
      const guildId = serverIn(id);
      if (guildId === null || !isOpenedHere(interaction)) return responder.tell(words.replies.buttonUnknown);
      const written = interaction.fields.getTextInputValue(GRANT_FIELD);
      const limit = limitIn(written);
      if (!limit) return responder.tell(words.operator.badLimit(escapePrompt(written, 60).text));
      await decide(guildId, { limit }, interaction, context);
    },
  },
} satisfies Handler;
