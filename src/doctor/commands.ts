import { areRegistered } from '../discord/gateway/register-commands.ts';
import { isLocked, troubleOf } from '../discord/rest/errors.ts';
import { inviteAddress } from '../discord/rest/invite.ts';
import type { OwnFacts, RegisteredCommand } from '../discord/rest/own-facts.ts';
import { loadHandlers } from '../discord/router/load-handlers.ts';
import { type Finding, finding } from '../domain/failures/finding.ts';
import type { AskedDiscord } from './discord.ts';

/** The most servers whose own commands are asked for: each is a question, and a slip is mostly made everywhere. */
const SERVERS_ASKED = 5;

export type OwnCommands = {
  /** The folder with the handlers, as an absolute path. */
  readonly folder: string;
  /** Whether there is somebody for whom the commands of operators are registered. */
  readonly hasOperators: boolean;
};

/** What Discord has of our commands, everywhere and in single servers. Throws what Discord's answers throw. */
export async function commandFindings(
  { facts }: AskedDiscord,
  { folder, hasOperators }: OwnCommands,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const { data } = await loadHandlers(folder, hasOperators);
  const { id } = await facts.application(signal);
  const registered = await facts.commands(id, null, signal);
  const servers = (await facts.servers(signal)).slice(0, SERVERS_ASKED);
  const own = await Promise.all(servers.map((server) => ownCommands(facts, id, server.id, signal)));
  const namesWhere = (is: (own: readonly RegisteredCommand[] | null) => boolean) =>
    servers.filter((_, at) => is(own[at] ?? null)).map(({ name }) => name);
  const twice = namesWhere((commands) => commands !== null && doubled(commands, registered).length > 0);
  const closed = namesWhere((commands) => commands === null);
  return [
    areRegistered(data, registered) ? finding('commandsCurrent', { count: data.length }) : finding('commandsOld', {}),
    ...(twice.length > 0 ? [finding('commandsDoubled', { servers: twice })] : []),
    ...(closed.length > 0 ? [finding('commandsClosed', { servers: closed, invite: inviteAddress(id) })] : []),
  ];
}

/** Whether members of a server see commands of ours twice. Throws as a question does. */
export async function isDoubledIn(facts: OwnFacts, guildId: string, signal: AbortSignal): Promise<boolean> {
  const { id } = await facts.application(signal);
  const everywhere = await facts.commands(id, null, signal);
  return doubled((await ownCommands(facts, id, guildId, signal)) ?? [], everywhere).length > 0;
}

/** A server's own commands of ours; null where it has let in the bot without any commands. Throws as a question does. */
async function ownCommands(
  facts: OwnFacts,
  applicationId: string,
  guildId: string,
  signal: AbortSignal,
): Promise<readonly RegisteredCommand[] | null> {
  try {
    return await facts.commands(applicationId, guildId, signal);
  } catch (error) {
    if (isLocked(troubleOf(error).code)) return null;
    throw error;
  }
}

/** Those of a server's own commands of which there are others of the same names everywhere. */
function doubled(own: readonly RegisteredCommand[], everywhere: readonly RegisteredCommand[]) {
  return own.filter(({ name, type }) => everywhere.some((other) => other.name === name && other.type === type));
}

/** Takes away what members see twice, in every server: how many commands of how many servers. Throws as a question does. */
export async function clearDoubled(
  { facts }: AskedDiscord,
  signal: AbortSignal,
): Promise<{ readonly commands: number; readonly servers: number }> {
  const { id } = await facts.application(signal);
  const everywhere = await facts.commands(id, null, signal);
  let [commands, servers] = [0, 0];
  for (const server of await facts.servers(signal)) {
    const found = doubled((await ownCommands(facts, id, server.id, signal)) ?? [], everywhere);
    for (const command of found) await facts.removeCommand(id, server.id, command.id, signal);
    commands += found.length;
    servers += found.length > 0 ? 1 : 0;
  }
  return { commands, servers };
}
