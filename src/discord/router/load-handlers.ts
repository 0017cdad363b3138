import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Button, Command, Handler, MessageMenu, Modal, Select } from '../handler.ts';

/** The loaded handlers, found by the command name or the custom_id that an interaction brings. */
export type Handlers = {
  /** The commands as they are registered with Discord. */
  readonly data: readonly (Command['data'] | MessageMenu['data'])[];
  command(name: string): Command | undefined;
  menu(name: string): MessageMenu | undefined;
  button(customId: string): Button | undefined;
  select(customId: string): Select | undefined;
  modal(customId: string): Modal | undefined;
};

/** The two fields that each part of a handler must have: what it is found by, and what it does. */
const requiredFields = {
  command: ['data', 'execute'],
  menu: ['data', 'use'],
  button: ['prefix', 'press'],
  select: ['prefix', 'choose'],
  modal: ['prefix', 'submit'],
} as const satisfies Record<keyof Handler, readonly [string, string]>;

/**
 * Loads every file of a folder and its subfolders, in sorted order. Throws when a file has no usable default export, or when
 * two files own the same command or prefix: otherwise a handler would be missing without anybody noticing. `hasOperators`: whether
 * commands for the people who run the bot are registered.
 */
export async function loadHandlers(folder: string, hasOperators = true): Promise<Handlers> {
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.ts')).sort();
  const commands = new Map<string, Command>();
  const menus = new Map<string, MessageMenu>();
  const buttons = new Map<string, Button>();
  const selects = new Map<string, Select>();
  const modals = new Map<string, Modal>();
  for (const file of files) {
    const module: unknown = await import(pathToFileURL(join(folder, file)).href);
    const { command, menu, button, select, modal } = handlerOf(file, module);
    if (command) own(commands, command.data.name, command, file);
    if (menu) own(menus, menu.data.name, menu, file);
    if (button) for (const prefix of prefixes(button)) own(buttons, prefix, button, file);
    if (select) for (const prefix of prefixes(select)) own(selects, prefix, select, file);
    if (modal) for (const prefix of prefixes(modal)) own(modals, prefix, modal, file);
  }
  const offered = [...commands.values()].filter(({ forOperators }) => hasOperators || !forOperators);
  return {
    data: [...offered, ...menus.values()].map(({ data }) => data),
    command: (name) => commands.get(name),
    menu: (name) => menus.get(name),
    button: (customId) => owner(buttons, customId),
    select: (customId) => owner(selects, customId),
    modal: (customId) => owner(modals, customId),
  };
}

function prefixes({ prefix }: Button | Select | Modal): readonly string[] {
  return typeof prefix === 'string' ? [prefix] : prefix;
}

function own<T>(owners: Map<string, T>, name: string, part: T, file: string): void {
  if (owners.has(name)) throw new Error(`commands/${file}: "${name}" already has an owner`);
  owners.set(name, part);
}

/** The owner of the longest prefix that fits. */
function owner<T>(owners: ReadonlyMap<string, T>, customId: string): T | undefined {
  const fitting = [...owners.keys()].filter((prefix) => customId.startsWith(prefix));
  const longest = fitting.sort((a, b) => b.length - a.length)[0];
  return longest === undefined ? undefined : owners.get(longest);
}

function handlerOf(file: string, module: unknown): Handler {
  const handler = isObject(module) ? module.default : undefined;
  if (isHandler(handler)) return handler;
  throw new Error(`commands/${file} has no default export with a command, a menu, a button, a select or a modal`);
}

function isHandler(value: unknown): value is Handler {
  if (!isObject(value)) return false;
  const parts = Object.entries(requiredFields).filter(([kind]) => value[kind] !== undefined);
  return parts.length > 0 && parts.every(([kind, [key, action]]) => isPart(value[kind], key, action));
}

function isPart(part: unknown, key: string, action: string): boolean {
  return isObject(part) && part[key] !== undefined && typeof part[action] === 'function';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
