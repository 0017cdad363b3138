import { Routes } from 'discord.js';
import { z } from 'zod';
import type { Log } from '../../domain/ports/log.ts';
import { translations } from '../../text/locale.ts';
import type { RestClients } from '../rest/clients.ts';
import { type CommandPart, type LocalizedPart, localized } from './localize.ts';

/**
 * Registers our global commands with Discord, in every language. It writes only when Discord's copy differs, because every
 * write counts against a daily limit
 * (https://docs.discord.com/developers/interactions/application-commands#registering-a-command). Resolves with the ids of the
 * commands, by their names, and whether Discord's copy is ours: where it differs and `mayWrite` says no, it stays, unless there is none.
 */
export async function registerCommands(
  rest: RestClients['bot'],
  applicationId: string,
  commands: readonly CommandPart[],
  log: Log,
  mayWrite: () => boolean,
): Promise<{ readonly ids: ReadonlyMap<string, string>; readonly isOurs: boolean }> {
  const ours = commands.map(localized);
  const route = Routes.applicationCommands(applicationId);
  const theirs = await rest.get(route, { query: new URLSearchParams({ with_localizations: 'true' }) });
  if (Array.isArray(theirs) && isCurrent(ours, theirs)) return { ids: idsIn(theirs), isOurs: true };
  // Where there are none yet, nobody else's can be put back.
  const isFirst = Array.isArray(theirs) && theirs.length === 0;
  if (!isFirst && !mayWrite()) return { ids: idsIn(theirs), isOurs: false };
  const written = await rest.put(route, { body: ours });
  log.info({ commands: ours.map(({ name }) => name) }, 'commands registered');
  return { ids: idsIn(written), isOurs: true };
}

const Registered = z.array(z.object({ id: z.string(), name: z.string() })).catch([]);

function idsIn(commands: unknown): ReadonlyMap<string, string> {
  return new Map(Registered.parse(commands).map(({ id, name }) => [name, id]));
}

/** The same ids by the names that members read in any language, too. */
export function idsByEveryName(ids: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const others = [...translations.values()].flatMap(({ names }) =>
    Object.entries(names).flatMap(([english, { name }]): [string, string][] => {
      const id = ids.get(english);
      return id === undefined ? [] : [[name, id]];
    }),
  );
  return new Map([...others, ...ids]);
}

/** Whether Discord's copy of the commands is the one that a start would register. */
export function areRegistered(commands: readonly CommandPart[], theirs: readonly unknown[]): boolean {
  return isCurrent(commands.map(localized), theirs);
}

function isCurrent(ours: readonly LocalizedPart[], theirs: readonly unknown[]): boolean {
  if (ours.length !== theirs.length) return false;
  return ours.every((command) => theirs.some((other) => nameOf(other) === command.name && covers(other, command)));
}

function nameOf(command: unknown): unknown {
  return typeof command === 'object' && command !== null && 'name' in command ? command.name : undefined;
}

/** Whether Discord's copy has all that ours has. Discord adds ids and leaves out what is false, empty or absent. */
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
