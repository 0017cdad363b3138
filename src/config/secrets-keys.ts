import { z } from 'zod';

/** The fewest characters of a key that encrypts. */
const LEAST = 32;
const made = 'make one with "openssl rand -base64 32"';

/** The keys that a value of SECRETS_KEY lists, whatever they are worth. */
export function listedKeys(text: string): readonly string[] {
  return text
    .split(',')
    .map((key) => key.trim())
    .filter((key) => key !== '');
}

/** What encrypts the keys that servers bring: the first of several encrypts, all decrypt. No sentence repeats a part of it. */
export const secretsKeys = z
  .string()
  .transform(listedKeys)
  .superRefine((keys, context) => {
    if (keys.length === 0) context.addIssue(`SECRETS_KEY has nothing but commas: ${made}.`);
    for (const [index, key] of keys.entries()) {
      const which =
        keys.length === 1 ? 'SECRETS_KEY' : `SECRETS_KEY lists ${keys.length} keys, of which number ${index + 1}`;
      if (!/^[\x21-\x7e]+$/.test(key)) {
        context.addIssue(`${which} has a space or an unusual character in it: copy it again, or ${made}.`);
      } else if (key.length < LEAST) {
        context.addIssue(`${which} has ${key.length} characters, and ${LEAST} are the least: ${made}.`);
      } else if (keys.indexOf(key) < index) {
        context.addIssue(`${which} is there twice: remove one of them.`);
      }
    }
  });

/**
 * A sentence where something else that is secret is used to encrypt with, by the name of its setting: whoever changes that would
 * lose all keys of servers. Otherwise null.
 */
export function borrowedKey(keys: readonly string[], secrets: Readonly<Record<string, string>>): string | null {
  const found = Object.entries(secrets).find(([name, secret]) => name !== 'SECRETS_KEY' && keys.includes(secret));
  return found ? `SECRETS_KEY has the value of ${found[0]}: ${made}, which is used for nothing else.` : null;
}
