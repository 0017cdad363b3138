/** Removes our secrets from a foreign text and cuts it to one line of at most `length` characters, 200 unless told. */
export type Redact = (text: string, length?: number) => string;

/**
 * Relays echo what they were sent. The key (with or without its usual prefix), the notifyHook and every longer piece of it
 * are hidden, also as URL or JSON escapes spell them.
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
