import type { ModalSubmitInteraction } from 'discord.js';
import { type Context, type Handler, inDirectMessages } from '../src/discord/handler.ts';
import { isByOperator } from '../src/discord/input/operator.ts';
import { isOpenedHere } from '../src/discord/input/trust.ts';
import { botOverview, serverStanding } from '../src/discord/lookup/bot-overview.ts';
import { parseChannelLink } from '../src/discord/lookup/reference.ts';
import { operatorId } from '../src/discord/render/custom-ids.ts';
import { escapePrompt } from '../src/discord/render/escape.ts';
import {
  alertFields,
  alertsModal,
  BLOCKED_FIELD,
  blockedModal,
  botLimitFields,
  botLimitsModal,
  pricesModal,
} from '../src/discord/render/operator-forms.ts';
import { renderOperatorPanel } from '../src/discord/render/operator-panel.ts';
import { renderServerGrant } from '../src/discord/render/operator-server.ts';
import { renderWithText } from '../src/discord/render/text-refusal.ts';
import type { Limit } from '../src/domain/credits/account.ts';
import type { BotPolicy } from '../src/domain/policy/bot-policy.ts';
import { BLOCKED_MAX, idsIn, limitIn, PRICE_MAX, priceListIn } from '../src/domain/policy/written-numbers.ts';
import { en } from '../src/text/en/index.ts';

const { description } = en.commands.operator;

/** The windows that its buttons open. */
const modals = { prices: pricesModal, limits: botLimitsModal, blocked: blockedModal, alerts: alertsModal } as const;
type Form = keyof typeof modals;

function isForm(what: string): what is Form {
  return Object.hasOwn(modals, what);
}

type Acting = { readonly id: string; readonly user: { readonly id: string } };

/** What a form changes; a sentence when nothing is changed. */
type Filled = ((policy: BotPolicy) => BotPolicy) | string;

function shown(text: string): string {
  return escapePrompt(text, 60).text;
}

/** Changes what has been decided about the bot, and shows the panel anew, whose update has been announced. */
async function change(
  interaction: Acting,
  what: Form | 'pause',
  by: (policy: BotPolicy) => BotPolicy,
  context: Context,
): Promise<void> {
  const { log, store } = context;
  await store.policies.changeBot(by);
  log.info({ by: interaction.user.id, what }, 'what holds for the bot was changed');
  await showPanel(interaction, 0, context);
}

async function showPanel(interaction: Acting, page: number, context: Context): Promise<void> {
  const overview = await botOverview(interaction, page, context);
  await context.responder.editReply(renderOperatorPanel(overview, context.words));
}

function takePrices({ fields }: ModalSubmitInteraction, { words: { operator } }: Context): Filled {
  const read = priceListIn((field) => fields.getTextInputValue(field));
  if ('wrong' in read) return operator.badPrice(shown(read.wrong), PRICE_MAX);
  const { of, turbo } = read;
  return (policy) => ({ ...policy, prices: { of, speed: { ...policy.prices.speed, turbo } } });
}

function takeLimits({ fields }: ModalSubmitInteraction, { words: { operator } }: Context): Filled {
  const limits: Limit[] = [];
  for (const field of botLimitFields) {
    const written = fields.getTextInputValue(field);
    const limit = limitIn(written);
    if (!limit) return operator.badLimit(shown(written));
    limits.push(limit);
  }
  const [bot, member, newServer] = limits;
  return (policy) => ({ ...policy, ...(bot && { bot }), ...(member && { member }), ...(newServer && { newServer }) });
}

function takeBlocked({ fields }: ModalSubmitInteraction, { words: { operator } }: Context): Filled {
  const read = idsIn(fields.getTextInputValue(BLOCKED_FIELD));
  if ('wrong' in read) return operator.badId(shown(read.wrong));
  if (read.ids.length > BLOCKED_MAX) return operator.tooManyBlocked(BLOCKED_MAX);
  return (policy) => ({ ...policy, blocked: read.ids });
}

async function takeAlerts(
  { fields, id, user }: ModalSubmitInteraction,
  { tryAlerts, words: { operator } }: Context,
): Promise<Filled> {
  const chosen = fields.getField(alertFields.where);
  const [where] = 'values' in chosen ? chosen.values : [];
  if (where === 'nowhere') return (policy) => ({ ...policy, alerts: 'nowhere' });
  if (where !== 'channel') return (policy) => ({ ...policy, alerts: { userId: user.id } });
  const written = fields.getTextInputValue(alertFields.channel);
  const channelId = parseChannelLink(written);
  if (channelId === null) return operator.badChannel(shown(written));
  if (!(await tryAlerts(channelId, operator.trial, id))) return operator.cannotWrite(`<#${channelId}>`);
  return (policy) => ({ ...policy, alerts: { channelId } });
}

function take(form: Form, interaction: ModalSubmitInteraction, context: Context): Filled | Promise<Filled> {
  switch (form) {
    case 'prices':
      return takePrices(interaction, context);
    case 'limits':
      return takeLimits(interaction, context);
    case 'blocked':
      return takeBlocked(interaction, context);
    case 'alerts':
      return takeAlerts(interaction, context);
  }
}

/** What somebody wrote into a form, so that it is not lost. */
function writtenIn({ fields }: ModalSubmitInteraction): string {
  const written = [...fields.fields.values()].flatMap((field) => ('value' in field ? [field.value] : []));
  return written.filter((text) => text !== '').join('\n');
}

/** `/operator` lets the people who run the bot decide, in its direct messages, what holds for all of it. */
export default {
  command: {
    data: { name: 'operator', description, ...inDirectMessages },
    forOperators: true,
    async execute(interaction, context) {
      const { responder, words } = context;
      if (!(await isByOperator(interaction, context))) return responder.tell(words.operator.notOperator);
      await responder.deferReply();
      await showPanel(interaction, 0, context);
    },
  },
  select: {
    prefix: operatorId.prefix,
    async choose(interaction, context) {
      const { responder, words } = context;
      if (!(await isByOperator(interaction, context))) return responder.tell(words.operator.notOperator);
      await responder.deferUpdate();
      const [guildId = ''] = interaction.values;
      await responder.editReply(renderServerGrant(await serverStanding(guildId, interaction, context), words));
    },
  },
  button: {
    prefix: operatorId.prefix,
    async press(interaction, context) {
      const { responder, store, words } = context;
      if (!(await isByOperator(interaction, context))) return responder.tell(words.operator.notOperator);
      const [verb = '', what = ''] = operatorId.decode(interaction.customId) ?? [];
      if (verb === 'ask' && isForm(what)) return responder.showModal(modals[what](await store.policies.bot(), words));
      await responder.deferUpdate();
      if (verb !== 'pause') return showPanel(interaction, Number(what) || 0, context);
      await change(interaction, 'pause', (policy) => ({ ...policy, paused: what === 'on' }), context);
    },
  },
  modal: {
    prefix: operatorId.prefix,
    async submit(interaction, context) {
      const { responder, words } = context;
      if (!(await isByOperator(interaction, context))) return responder.tell(words.operator.notOperator);
      const [, what = ''] = operatorId.decode(interaction.customId) ?? [];
      // The update changes the message that the modal was opened on: it must be the panel.
      if (!isForm(what) || !isOpenedHere(interaction)) return responder.tell(words.replies.buttonUnknown);
      // A post may take longer than Discord waits for an answer.
      if (what === 'alerts') await responder.deferUpdate();
      const filled = await take(what, interaction, context);
      if (typeof filled === 'string') return responder.tell(renderWithText(filled, writtenIn(interaction)));
      if (!responder.answered) await responder.deferUpdate();
      await change(interaction, what, filled, context);
    },
  },
} satisfies Handler;
