/** Hides our secrets in a relay's text and makes it one line of at most `length` characters; 200 when left out. */
export type Redact = (text: string, length?: number) => string;

/**
 * Relays repeat in their answers what they were sent. Hidden are the key (with and without its usual prefix), the
 * notifyHook and every part of it that has at least 8 characters, all of them also in the escaped spellings of URLs and
 * JSON.
 */
export function createRedact({ key, notifyHook }: { key: string; notifyHook: string }): Redact {
  const plain = [notifyHook, key, key.replace(/^(?:Bearer\s+)?(?:sk-)?/i, ''), ...pieces(notifyHook)];
  const secrets = new Set(plain.flatMap(spellings).filter((secret) => secret.length > 3 || secret === key));
  secrets.delete('');
  const longestFirst = [...secrets].sort((one, other) => other.length - one.length);
  return (text, length = 200) => {
    let safe = text.slice(0, 8_000);
    for (const secret of longestFirst) safe = safe.replaceAll(secret, '[hidden]');
    return safe.replace(/\s+/g, ' ').trim().slice(0, length).toWellFormed();
  };
}

function pieces(address: string): string[] {
  const path = /^\w+:\/\/[^/?#]*(.*)$/s.exec(address)?.[1] ?? address;
  return path.split(/[/?#&=]/).filter((piece) => piece.length >= 8);
}

function spellings(secret: string): string[] {
  const encoded = encodeURIComponent(secret.toWellFormed());
  const slashes = secret.replaceAll('/', '\\/');
  return [secret, encoded, slashes, slashes.replaceAll('&', '\\u0026'), secret.replaceAll('&', '\\u0026')];
}
