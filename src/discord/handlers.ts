import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Handler } from './handler.ts';

/** The loaded handlers, found by what Discord names. */
export type Handlers = {
  readonly commands: readonly NonNullable<Handler['command']>[];
  command(name: string): Handler['command'];
  button(customId: string): Handler['button'];
  modal(customId: string): Handler['modal'];
};

/**
 * Loads every file of a folder once, in sorted order. Throws when a file has no usable default export or when two files
 * own the same command or prefix: a handler that silently does not exist is the worst of the choices.
 */
export async function loadHandlers(folder: string): Promise<Handlers> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.ts')).sort();
  const commands = new Map<string, NonNullable<Handler['command']>>();
  const buttons = new Map<string, NonNullable<Handler['button']>>();
  const modals = new Map<string, NonNullable<Handler['modal']>>();
  for (const file of files) {
    const module: unknown = await import(pathToFileURL(join(folder, file)).href);
    const handler = handlerOf(file, module);
    if (handler.command) own(commands, handler.command.data.name, handler.command, file);
    if (handler.button) own(buttons, handler.button.prefix, handler.button, file);
    if (handler.modal) own(modals, handler.modal.prefix, handler.modal, file);
  }
  return {
    commands: [...commands.values()],
    command: (name) => commands.get(name),
    button: (customId) => owner(buttons, customId),
    modal: (customId) => owner(modals, customId),
  };
}

function own<T>(owners: Map<string, T>, name: string, part: T, file: string): void {
  if (owners.has(name)) throw new Error(`commands/${file}: "${name}" already has an owner`);
  owners.set(name, part);
}

function owner<T>(owners: ReadonlyMap<string, T>, customId: string): T | undefined {
  const fitting = [...owners.keys()].filter((prefix) => customId.startsWith(prefix));
  const longest = fitting.sort((a, b) => b.length - a.length)[0];
  return longest === undefined ? undefined : owners.get(longest);
}

function handlerOf(file: string, module: unknown): Handler {
  const handler = isObject(module) ? module.default : undefined;
  if (isHandler(handler)) return handler;
  throw new Error(`commands/${file} has no default export with a command, a button or a modal`);
}

function isHandler(value: unknown): value is Handler {
  if (!isObject(value)) return false;
  const { command, button, modal } = value;
  const named = (part: unknown, key: string, act: string) =>
    part === undefined || (isObject(part) && typeof part[act] === 'function' && part[key] !== undefined);
  return (
    (command !== undefined || button !== undefined || modal !== undefined) &&
    named(command, 'data', 'execute') &&
    named(button, 'prefix', 'press') &&
    named(modal, 'prefix', 'submit')
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
