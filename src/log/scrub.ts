/** The text that replaces a secret. */
export const HIDDEN = '[hidden]';

export type Scrub = (text: string) => string;

/**
 * Replaces the given secrets, also where they are escaped for a URL or for JSON, and everything that looks like an interaction
 * token, a notify secret or an Authorization header. Secrets of fewer than 4 characters are left alone: ordinary words
 * contain them.
 */
export function createScrub(secrets: readonly string[]): Scrub {
  const spelled = new Set(secrets.filter((secret) => secret.length > 3).flatMap(spellings));
  const longestFirst = [...spelled].sort((one, other) => other.length - one.length);
  return (text) => {
    let safe = text;
    for (const secret of longestFirst) safe = safe.replaceAll(secret, HIDDEN);
    for (const pattern of patterns) safe = safe.replaceAll(pattern, `$1${HIDDEN}`);
    return safe;
  };
}

function spellings(secret: string): string[] {
  const encoded = encodeURIComponent(secret.toWellFormed());
  const escaped = JSON.stringify(secret).slice(1, -1);
  return [secret, encoded, escaped, escaped.replaceAll('/', '\\/')];
}

/** What looks like a secret. The first group of each pattern is kept. */
const patterns = [
  // The address that an interaction is answered at contains its token: https://docs.discord.com/developers/resources/webhook
  /(\/(?:webhooks|interactions)\/[^/\s"']+\/)[^/?#\s"'\\]+/gi,
  /(\/notify\/)[^/?#\s"'\\]+/gi,
  // Base64 of "interaction:", with which Discord begins such tokens.
  /()aW50ZXJhY3Rpb246[\w+/=-]*/g,
  /(\b(?:Bot|Bearer)\s+)[\w.~+/=-]{16,}/gi,
];
