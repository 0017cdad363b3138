import type { Log } from '../domain/ports/log.ts';
import { pause } from '../lib/timeout.ts';

/** How long a term that ends by itself stays the last one, in ms. */
const REST = 1_000;

/**
 * Runs one term of `lead`, and never rejects. A term that ended by itself, with a fault or without, is over only after a second: what
 * cannot lead now would be asked again and again.
 */
export async function runTerm(lead: (over: AbortSignal) => Promise<void>, over: AbortSignal, log: Log): Promise<void> {
  if (over.aborted) return;
  try {
    await lead(over);
  } catch (error) {
    log.error({ error }, 'leading ended with a fault; it begins again');
  }
  await pause(REST, over);
}
