import { createSecretFilter, HIDDEN } from '../lib/hide-secrets.ts';

export type Scrub = (text: string) => string;

/**
 * Hides the given secrets in every form, and everything that looks like an interaction token, a notify secret, an
 * Authorization header or a relay's key. Secrets of fewer than 4 characters are left alone: ordinary words contain them.
 */
export function createScrub(secrets: readonly string[]): Scrub {
  const hide = createSecretFilter(secrets);
  return (text) => {
    const hidden = hide(text);
    if (!looksSecret.test(hidden)) return hidden;
    return patterns.reduce((safe, pattern) => safe.replaceAll(pattern, `$1${HIDDEN}`), hidden);
  };
}

/** What looks like a secret. The first group of each pattern is kept. */
const patterns = [
  // The address that an interaction is answered at contains its token: https://docs.discord.com/developers/resources/webhook
  /(\/(?:webhooks|interactions)\/[^/\s"']+\/)[^/?#\s"'\\]+/gi,
  /(\/notify\/)[^/?#\s"'\\]+/gi,
  // Base64 of "interaction:", with which Discord begins such tokens.
  /()aW50ZXJhY3Rpb246[\w+/=-]*/g,
  /(\b(?:Bot|Bearer|Basic)\s+)[\w.~+/=-]{16,}/gi,
  /(\bsk-)[\w-]{16,}/gi,
];

/** What every match of a pattern contains: few texts have any of it, and one search tells. */
const looksSecret = /\/(?:webhooks|interactions|notify)\/|aW50ZXJhY3Rpb246|(?:Bot|Bearer|Basic)\s|sk-/i;
