import { createSecretFilter } from '../../lib/hide-secrets.ts';

/** Hides our secrets in a relay's text and makes it one line of at most `length` characters; 200 when left out. */
export type Redact = (text: string, length?: number) => string;

/**
 * Relays repeat in their answers what they were sent. Hidden are the key, the notifyHook and every part of it that has
 * at least 8 characters, all of them in every form.
 */
export function createRedact({ key, notifyHook }: { key: string; notifyHook: string }): Redact {
  const hide = createSecretFilter([notifyHook, key, ...pieces(notifyHook)], 1);
  return (text, length = 200) => {
    const safe = hide(text.slice(0, 8_000));
    return safe.replace(/\s+/g, ' ').trim().slice(0, length).toWellFormed();
  };
}

function pieces(address: string): string[] {
  const path = /^\w+:\/\/[^/?#]*(.*)$/s.exec(address)?.[1] ?? address;
  return path.split(/[/?#&=]/).filter((piece) => piece.length >= 8);
}
