import type { CommandNames } from './command-names.ts';
import type { Words } from './words.ts';
import { zh } from './zh.ts';
import { names } from './zh-names.ts';

/** A language beside English. */
export type Translation = {
  readonly words: Words;
  /** Null where members are better served by the names they can type. */
  readonly names: CommandNames | null;
};

/**
 * By Discord's locale (https://docs.discord.com/developers/reference#locales). Who reads traditional characters reads the
 * simplified ones, but does not type them.
 */
export const translations: ReadonlyMap<string, Translation> = new Map([
  ['zh-CN', { words: zh, names }],
  ['zh-TW', { words: zh, names: null }],
]);
