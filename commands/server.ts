import type { BaseInteraction, ModalSubmitInteraction } from 'discord.js';
import { type Context, type Handler, inServers } from '../src/discord/handler.ts';
import { MANAGERS, managedServer } from '../src/discord/input/manager.ts';
import { chosenIn } from '../src/discord/input/modal-fields.ts';
import { changePolicy } from '../src/discord/input/server.ts';
import { isOpenedHere } from '../src/discord/input/trust.ts';
import { serverPanel } from '../src/discord/lookup/server-panel.ts';
import { serverId } from '../src/discord/render/custom-ids.ts';
import { escapePrompt } from '../src/discord/render/escape.ts';
import { limitFields, limitsModal, roleFields, rolesModal } from '../src/discord/render/server-panel.ts';
import { timeZone } from '../src/domain/credits/window.ts';
import { creditsIn, presetOf, startWith, withRole } from '../src/domain/policy/presets.ts';
import { ROLES_MAX, type ServerPolicy } from '../src/domain/policy/server-policy.ts';
import { en } from '../src/text/en/index.ts';

const { description } = en.commands.server;

type Acting = Pick<BaseInteraction, 'guildId' | 'guildLocale' | 'id' | 'memberPermissions' | 'user'>;

/** Changes what has been decided about a server, and shows its panel anew. */
async function change(
  guildId: string,
  interaction: Acting,
  by: (policy: ServerPolicy) => ServerPolicy,
  context: Context,
  news = '',
): Promise<void> {
  await changePolicy(guildId, interaction, by, context);
  await context.responder.update(await serverPanel(guildId, interaction, context, news));
}

/** The number of credits in a field; tells the manager and answers with undefined when it is none. */
async function creditsOf(text: string, { responder, words }: Context): Promise<number | null | undefined> {
  const credits = creditsIn(text);
  if (credits === undefined) await responder.tell(words.serverPanel.badNumber(escapePrompt(text, 60).text));
  return credits;
}

async function takeLimits(guildId: string, interaction: ModalSubmitInteraction, context: Context): Promise<void> {
  const { responder, words } = context;
  const amounts: (number | null)[] = [];
  for (const field of limitFields.slice(0, 4)) {
    const credits = await creditsOf(interaction.fields.getTextInputValue(field), context);
    if (credits === undefined) return;
    amounts.push(credits);
  }
  const written = interaction.fields.getTextInputValue('zone').trim();
  const zone = written === '' ? null : timeZone(written);
  if (written !== '' && zone === null) return responder.tell(words.serverPanel.badZone(escapePrompt(written, 60).text));
  const { timeZone: usual } = await context.access();
  const [memberDay = null, memberMonth = null, serverDay = null, serverMonth = null] = amounts;
  await change(
    guildId,
    interaction,
    (policy) => ({
      ...policy,
      everyone: { day: memberDay, month: memberMonth },
      server: { day: serverDay, month: serverMonth },
      // The form begins with the zone that holds: left as it is, nothing has been chosen.
      timeZone: policy.timeZone === null && zone === usual ? null : zone,
    }),
    context,
  );
}

async function takeRole(guildId: string, interaction: ModalSubmitInteraction, context: Context): Promise<void> {
  const { responder, store, words } = context;
  const [roleId] = chosenIn(interaction, roleFields.role);
  if (roleId === undefined) return responder.tell(words.replies.buttonUnknown);
  const day = await creditsOf(interaction.fields.getTextInputValue(roleFields.day), context);
  if (day === undefined) return;
  const month = await creditsOf(interaction.fields.getTextInputValue(roleFields.month), context);
  if (month === undefined) return;
  const changed = withRole(await store.policies.server(guildId), roleId, { day, month });
  if (changed.roles.length > ROLES_MAX) return responder.tell(words.serverPanel.tooManyRoles(ROLES_MAX));
  await change(guildId, interaction, (policy) => withRole(policy, roleId, { day, month }), context);
}

/** `/server` lets a server's managers decide how much is made there, and by whom. */
export default {
  command: {
    data: { name: 'server', description, ...inServers(MANAGERS) },
    async execute(interaction, context) {
      const { access, responder, words } = context;
      const guildId = managedServer(interaction, await access());
      if (guildId === null) return responder.tell(words.serverPanel.notManager);
      await responder.tell(await serverPanel(guildId, interaction, context));
    },
  },
  select: {
    prefix: serverId.prefix,
    async choose(interaction, context) {
      const { access, responder, words } = context;
      const guildId = managedServer(interaction, await access());
      if (guildId === null) return responder.tell(words.serverPanel.notManager);
      const preset = presetOf(interaction.values[0] ?? '');
      if (preset === null) return responder.tell(words.replies.buttonUnknown);
      const news = preset === 'club' ? words.serverPanel.clubNext : '';
      await change(guildId, interaction, (policy) => startWith(policy, preset), context, news);
    },
  },
  button: {
    prefix: serverId.prefix,
    async press(interaction, context) {
      const { access, responder, store, words } = context;
      const member = await access();
      const guildId = managedServer(interaction, member);
      if (guildId === null) return responder.tell(words.serverPanel.notManager);
      const [verb = '', what = ''] = serverId.decode(interaction.customId) ?? [];
      if (verb === 'pause') {
        return change(guildId, interaction, (policy) => ({ ...policy, paused: what === 'on' }), context);
      }
      if (verb !== 'ask') return responder.tell(words.replies.buttonUnknown);
      if (what === 'roles') return responder.showModal(rolesModal(words));
      await responder.showModal(limitsModal(await store.policies.server(guildId), member.timeZone, words));
    },
  },
  modal: {
    prefix: serverId.prefix,
    async submit(interaction, context) {
      const { access, responder, words } = context;
      const guildId = managedServer(interaction, await access());
      if (guildId === null) return responder.tell(words.serverPanel.notManager);
      // The update changes the message that the modal was opened on: it must be a panel.
      if (!isOpenedHere(interaction)) return responder.tell(words.replies.buttonUnknown);
      const [, what] = serverId.decode(interaction.customId) ?? [];
      if (what === 'limits') return takeLimits(guildId, interaction, context);
      if (what === 'roles') return takeRole(guildId, interaction, context);
      await responder.tell(words.replies.buttonUnknown);
    },
  },
} satisfies Handler;
