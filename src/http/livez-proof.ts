import { createHmac } from 'node:crypto';

/** The path below PUBLIC_URL at which whoever knows the token can find out whether this Darkroom answers there. */
export const LIVEZ_PATH = '/livez';
/** The header that carries the proof. */
export const PROOF_HEADER = 'x-darkroom';

/** What proves, as an answer to `nonce`, that somebody has the token. It tells nothing about the token. */
export function livezProof(token: string, nonce: string): string {
  const key = createHmac('sha256', token).update('darkroom livez 1').digest();
  return createHmac('sha256', key).update(nonce).digest('base64url');
}
