import { createHmac } from 'node:crypto';

/**
 * The unguessable last part of the callback address. The same over restarts, so that relays may call back for jobs
 * of an earlier life; tells nothing about the key. A new key makes a new secret.
 */
export function notifySecret(key: string): string {
  return createHmac('sha256', key).update('darkroom notifyHook 1').digest('base64url');
}

/** Where a relay reaches us; `publicUrl` may have a path of its own. As secret as the secret in it. */
export function notifyAddress(publicUrl: string, secret: string): string {
  const { origin, pathname } = new URL(publicUrl);
  return `${origin}${pathname.replace(/\/+$/, '')}/notify/${secret}`;
}
