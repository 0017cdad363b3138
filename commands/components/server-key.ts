import type { ButtonInteraction, ModalSubmitInteraction } from 'discord.js';
import type { Context, Handler } from '../../src/discord/handler.ts';
import { managedServer } from '../../src/discord/input/manager.ts';
import { chosenIn, writtenIn } from '../../src/discord/input/modal-fields.ts';
import { serverOf } from '../../src/discord/input/server.ts';
import { isOpenedHere } from '../../src/discord/input/trust.ts';
import { keyIn } from '../../src/discord/input/written-key.ts';
import { serverPanel } from '../../src/discord/lookup/server-panel.ts';
import { keyId } from '../../src/discord/render/custom-ids.ts';
import { keyFields, keyModal, renderRemovalQuestion } from '../../src/discord/render/server-key.ts';
import { snowflakeTime } from '../../src/domain/job/snowflake.ts';
import type { ServerKey } from '../../src/domain/ports/server-keys.ts';

/** Keys that may be tried for a server in an hour: nobody is to find out keys here. */
const TRIES_PER_HOUR = 5;
const HOUR = 3_600_000;

/** The key of a server that is in use, null when there is none. */
async function keyInUse(guildId: string, { serverKeys }: Context): Promise<ServerKey | null> {
  const key = await serverKeys.get(guildId);
  return key?.removedAt === null ? key : null;
}

/** Takes one of the tries that a server has in an hour: whether one was left. */
async function takeTry(guildId: string, id: string, { store }: Context): Promise<boolean> {
  for (let n = 0; n < TRIES_PER_HOUR; n += 1) {
    if ((await store.claims.claim(`server-key:${guildId}:${n}`, id, HOUR)) === id) return true;
  }
  return false;
}

/** Tries the key that a manager has written, and keeps it where it works. What is written here goes nowhere else. */
async function takeKey(guildId: string, interaction: ModalSubmitInteraction, context: Context): Promise<void> {
  const { responder, serverKeys, serverLog, words } = context;
  const { canKeep, hosts } = serverKeys;
  if (!canKeep) return responder.tell(words.serverKey.cannotKeep);
  const [chosen] = chosenIn(interaction, keyFields.host);
  const host = hosts.length === 1 ? hosts[0] : hosts.find((one) => one === chosen);
  if (host === undefined) return responder.tell(words.replies.buttonUnknown);
  const key = keyIn(writtenIn(interaction, keyFields.key));
  if (key === null) return responder.tell(words.serverKey.unfit);
  await responder.deferUpdate();
  if (!(await takeTry(guildId, interaction.id, context))) {
    return responder.tell(words.serverKey.tooOften(TRIES_PER_HOUR));
  }
  // Whatever goes wrong over a key may name it: that must not reach the log.
  const tried = await serverKeys.tryKey(host, key).catch(() => 'silent' as const);
  if (tried !== 'works') return responder.tell(words.serverKey[tried]);
  const became = (await keyInUse(guildId, context)) ? 'replaced' : 'set';
  const by = interaction.user.id;
  await serverKeys.put(guildId, { host, key, by, at: snowflakeTime(interaction.id) });
  serverLog.add(serverOf(interaction, guildId), { kind: 'key', by, host, became });
  await responder.editReply(await serverPanel(guildId, interaction, context, words.serverKey.works));
}

async function removeKey(guildId: string, interaction: ButtonInteraction, context: Context): Promise<void> {
  const { access, newGrant, responder, serverKeys, serverLog, words } = context;
  const key = await keyInUse(guildId, context);
  // Another manager was faster.
  if (!key) return responder.update(await serverPanel(guildId, interaction, context));
  await serverKeys.remove(guildId, snowflakeTime(interaction.id));
  const event = { kind: 'key', by: interaction.user.id, host: key.host, became: 'removed' } as const;
  serverLog.add(serverOf(interaction, guildId), event);
  const { bot, grant } = await access();
  const { removed } = words.serverKey;
  const news = (grant ?? newGrant(bot)).pays ? removed.paid : removed.unpaid;
  await responder.update(await serverPanel(guildId, interaction, context, news));
}

/** The key with which a server pays for itself. Its managers come here from `/server`. */
export default {
  button: {
    prefix: keyId.prefix,
    async press(interaction, context) {
      const { access, responder, serverKeys, words } = context;
      const guildId = managedServer(interaction, await access());
      if (guildId === null) return responder.tell(words.serverPanel.notManager);
      const [what] = keyId.decode(interaction.customId) ?? [];
      switch (what) {
        case 'ask': {
          if (!serverKeys.canKeep) return responder.tell(words.serverKey.cannotKeep);
          if (serverKeys.hosts.length === 0) return responder.tell(words.replies.buttonUnknown);
          const current = await keyInUse(guildId, context);
          return responder.showModal(keyModal(serverKeys.hosts, current?.host ?? null, words));
        }
        case 'remove':
          return responder.update(renderRemovalQuestion(words));
        case 'sure':
          return removeKey(guildId, interaction, context);
        case 'keep':
          return responder.update(await serverPanel(guildId, interaction, context));
        default:
          return responder.tell(words.replies.buttonUnknown);
      }
    },
  },
  modal: {
    prefix: keyId.prefix,
    async submit(interaction, context) {
      const { access, responder, words } = context;
      const guildId = managedServer(interaction, await access());
      if (guildId === null) return responder.tell(words.serverPanel.notManager);
      if (!isOpenedHere(interaction)) return responder.tell(words.replies.buttonUnknown);
      await takeKey(guildId, interaction, context);
    },
  },
} satisfies Handler;
