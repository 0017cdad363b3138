import { SetupError } from '../../domain/failures/errors.ts';

/** How far two clocks may be apart: until somebody is told, and at most, in ms. */
const [NOTED, REFUSED] = [1_000, 30_000];

/**
 * Compares the clock of a server with ours, both in Unix ms: processes on several machines must agree on what has expired.
 * `elapsed` is how long the question took, in ms. Answers with a note, null for none. Throws SetupError when they are too far
 * apart.
 */
export function compareClocks(name: string, server: number, ours: number, elapsed: number): string | null {
  const apart = Math.max(0, Math.abs(server - ours) - elapsed);
  if (apart <= NOTED) return null;
  const sentence = `the clock of the store ${name} and that of this computer are ${Math.round(apart / 1000)} seconds apart: set both by NTP`;
  if (apart <= REFUSED) return sentence;
  throw new SetupError(`${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`, { needsPerson: true });
}
