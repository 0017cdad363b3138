import type { BaseInteraction } from 'discord.js';
import type { AccessContext } from '../../domain/policy/access.ts';
import { type NewServers, newServerGrant } from '../../domain/policy/bot-policy.ts';
import type { ServerKeys } from '../../domain/ports/server-keys.ts';
import type { Policies } from '../../domain/ports/store.ts';
import type { Speed } from '../../domain/settings/choices.ts';
import type { Context } from '../handler.ts';
import { rolesOf } from '../input/roles.ts';
import { messageLink } from '../render/link.ts';

/** Who is served. Whoever can reach the bot spends the operator's key. */
export type Access = {
  /** Servers in which everybody is served. Null: every server that the bot was invited to. */
  readonly guilds: ReadonlySet<string> | null;
  /** Members who are served everywhere, also outside servers. */
  readonly users: ReadonlySet<string>;
};

/** Whether this interaction is served. With a user install, members can use the bot in servers that never invited it: those do not count. */
export function isAllowed(interaction: BaseInteraction, access: Access): boolean {
  return access.users.has(interaction.user.id) || serverOf(interaction, access) !== null;
}

/** The server that an interaction comes from, where that is served; else null. */
function serverOf(interaction: BaseInteraction, { guilds }: Access): string | null {
  const { guildId } = interaction;
  if (guildId === null || !isInstalledHere(interaction)) return null;
  return guilds === null || guilds.has(guildId) ? guildId : null;
}

/**
 * Whether the server has installed the bot. Discord names it under key 0 (GUILD_INSTALL), see
 * https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-authorizing-integration-owners-object
 */
export function isInstalledHere({ authorizingIntegrationOwners, guildId }: BaseInteraction): boolean {
  return guildId !== null && authorizingIntegrationOwners[0] === guildId;
}

export type AccessParts = {
  readonly access: Access;
  /** The people who run the bot. */
  readonly operators: ReadonlySet<string>;
  readonly policies: Pick<Policies, 'bot' | 'grant' | 'server'>;
  readonly keys: Pick<ServerKeys, 'get'>;
  /** What becomes of servers about which they have decided nothing. */
  readonly newServers: NewServers;
  /** In which their days begin. */
  readonly timeZone: string;
  /** The speed that the relay is set up for; null means fast. */
  readonly speed: Speed | null;
};

/** Who makes a gesture, and what has been decided about them and about where they are. Throws StoreError. */
export async function accessOf(
  interaction: BaseInteraction,
  { access, operators, policies, keys, newServers, timeZone, speed }: AccessParts,
): Promise<AccessContext> {
  const server = serverOf(interaction, access);
  // All at once: the first answer waits for them.
  const [bot, policy, key, granted] = await Promise.all([
    policies.bot(),
    server === null ? null : policies.server(server),
    server === null ? null : keys.get(server),
    server === null ? null : policies.grant(server),
  ]);
  const grant = server === null ? null : (granted ?? newServerGrant(bot, newServers));
  return {
    memberId: interaction.user.id,
    roleIds: server === null ? [] : rolesOf(interaction.member),
    isOperator: operators.has(interaction.user.id),
    permitted: 'yes',
    server,
    bot,
    grant,
    policy,
    hasKey: key !== null && key.removedAt === null,
    speed,
    timeZone: policy?.timeZone ?? timeZone,
    botTimeZone: timeZone,
  };
}

/**
 * What a member reads who is not served where they are. For a button of a result that was sent to them by DM, it is the link
 * to the same button in the server that the result comes from, or how to have it shown there again.
 */
export async function refusalOf(
  interaction: BaseInteraction,
  { engine, store, words }: Pick<Context, 'engine' | 'store' | 'words'>,
): Promise<string> {
  const message = interaction.isButton() && interaction.guildId === null ? interaction.message : null;
  const record = message && (await store.messages.get(message.id));
  const job = record && (await engine.job(record.jobId));
  const place = job && 'place' in job ? job.place : null;
  if (place?.guildId) return words.lookup.pressThere(messageLink(place));
  const taskId = job?.guildId ? (record?.taskId ?? null) : null;
  return taskId === null ? words.replies.notAllowed : words.lookup.showThere(taskId);
}
