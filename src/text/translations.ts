import type { Words } from './catalogue.ts';
import type { CommandNames } from './command-names.ts';
import { names } from './zh/command-names.ts';
import { zh } from './zh/index.ts';

/** A language beside English. */
export type Translation = { readonly words: Words; readonly names: CommandNames };

/**
 * By Discord's locale (https://docs.discord.com/developers/reference#locales). Who reads traditional characters reads the
 * simplified ones more easily than English, and what texts call a command is what the command must be called.
 */
export const translations: ReadonlyMap<string, Translation> = new Map([
  ['zh-CN', { words: zh, names }],
  ['zh-TW', { words: zh, names }],
]);
