import { Routes } from 'discord.js';
import type { Log } from '../../domain/ports.ts';
import type { RestClients } from '../rest/clients.ts';
import { type Localized, localized, type Told } from './localize.ts';

/**
 * Tells Discord our global commands in every language, only when they differ from what it has: every write counts against a daily limit
 * (https://docs.discord.com/developers/interactions/application-commands#registering-a-command).
 */
export async function registerCommands(
  rest: RestClients['bot'],
  applicationId: string,
  handled: readonly Told[],
  log: Log,
): Promise<void> {
  const commands = handled.map(localized);
  const route = Routes.applicationCommands(applicationId);
  const known = await rest.get(route, { query: new URLSearchParams({ with_localizations: 'true' }) });
  if (Array.isArray(known) && isCurrent(commands, known)) return;
  await rest.put(route, { body: commands });
  log.info({ commands: commands.map(({ name }) => name) }, 'commands registered');
}

function isCurrent(ours: readonly Localized[], theirs: readonly unknown[]): boolean {
  if (ours.length !== theirs.length) return false;
  return ours.every((command) => theirs.some((other) => nameOf(other) === command.name && covers(other, command)));
}

function nameOf(command: unknown): unknown {
  return typeof command === 'object' && command !== null && 'name' in command ? command.name : undefined;
}

/** Whether Discord's copy says all that ours says. It adds ids and leaves out what is false, empty or absent. */
function covers(theirs: unknown, ours: unknown): boolean {
  if (ours === undefined || ours === null || ours === false) return !theirs;
  if (Array.isArray(ours)) {
    const others = Array.isArray(theirs) ? theirs : [];
    return others.length === ours.length && ours.every((item, index) => covers(others[index], item));
  }
  if (typeof ours === 'object') {
    const others = new Map(Object.entries(typeof theirs === 'object' && theirs !== null ? theirs : {}));
    return Object.entries(ours).every(([key, value]) => covers(others.get(key), value));
  }
  return ours === theirs;
}
