import type { Words } from './catalogue.ts';
import { en } from './en/index.ts';
import { translations } from './translations.ts';

/** The words for a Discord locale, such as `en-GB` or `zh-CN`; English when it is not spoken. */
export function speak(locale: string): Words {
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
