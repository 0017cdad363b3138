import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';

/** What the newest finished pictures of this process show. */
const prompts = new LRUCache<string, string>({ max: 500 });

const keyOf = (file: Uint8Array) => createHash('sha1').update(file).digest('base64url');

/** Keeps in mind what a picture was drawn from, so that it is known when somebody sends it back. */
export function keepPrint(file: Uint8Array, prompt: string): void {
  prompts.set(keyOf(file), prompt);
}

/** What one of our own pictures was drawn from; null for any other picture. */
export function promptOfPrint(file: Uint8Array): string | null {
  return prompts.get(keyOf(file)) ?? null;
}
