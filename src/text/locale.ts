import type { Catalogue, CommandNames } from './catalogue.ts';
import { en } from './en/index.ts';
import { names } from './zh/commands.ts';
import { zh } from './zh/index.ts';

/** A language beside English. */
export type Translation = { readonly words: Catalogue; readonly names: CommandNames };

/**
 * By Discord's locale (https://docs.discord.com/developers/reference#locales). Who reads traditional characters reads the
 * simplified ones more easily than English, and what texts call a command is what the command must be called.
 */
export const translations: ReadonlyMap<string, Translation> = new Map([
  ['zh-CN', { words: zh, names }],
  ['zh-TW', { words: zh, names }],
]);

/** The words for a Discord locale, such as `en-GB` or `zh-CN`; English when there is no translation. */
export function catalogueFor(locale: string): Catalogue {
  const exact = translations.get(locale);
  if (exact) return exact.words;
  const language = languageOf(locale);
  for (const [known, { words }] of translations) if (languageOf(known) === language) return words;
  return en;
}

/** The first part of a BCP 47 tag. */
function languageOf(locale: string): string {
  return locale.split('-', 1)[0]?.toLowerCase() ?? '';
}
