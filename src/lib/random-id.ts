import { randomBytes } from 'node:crypto';

/** A text that nobody else will ever make: 8 random bytes, in 11 characters. */
export function randomId(): string {
  return randomBytes(8).toString('base64url');
}
