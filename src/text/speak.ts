import { en } from './en.ts';
import type { Words } from './words.ts';

/** One entry per language, by the first part of its BCP 47 tag. */
const languages: ReadonlyMap<string, Words> = new Map([['en', en]]);

/** The words for a member's Discord locale, such as `en-GB`; English when theirs is not spoken. */
export function speak(locale: string): Words {
  return languages.get(locale.split('-', 1)[0]?.toLowerCase() ?? '') ?? en;
}
