import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { MAIN_RELAY } from '../domain/job/task-key.ts';

/** The path below PUBLIC_URL at which relays call back; the secret follows it. */
export const NOTIFY_PATH = '/notify';

/**
 * The last part of the callback address of one relay, which nobody can guess, the other relays included. It is derived from `key`, so
 * it stays the same over restarts, and relays can call back for jobs of an earlier process. It tells nothing about the key.
 */
export function notifySecret(key: string, relay: string): string {
  const purpose = relay === MAIN_RELAY ? 'darkroom notifyHook 1' : `darkroom notifyHook 1 ${relay}`;
  return createHmac('sha256', key).update(purpose).digest('base64url');
}

/**
 * The address that relays call back. `publicUrl` may have a path of its own. Keep it out of logs: it holds the secret.
 */
export function notifyAddress(publicUrl: string, secret: string): string {
  const { origin, pathname } = new URL(publicUrl);
  return `${origin}${pathname.replace(/(?<!\/)\/+$/, '')}${NOTIFY_PATH}/${secret}`;
}

/** Compares in constant time, so that the time tells nothing of the secret. */
export function isSecret(given: string, secret: string): boolean {
  return timingSafeEqual(hash(given), hash(secret));
}

/** Texts of any length become 32 bytes: `timingSafeEqual` wants both of one length. */
function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
