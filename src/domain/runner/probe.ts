import { RelayError } from '../failures/errors.ts';
import type { Relay } from '../ports.ts';

/** A task that never was: asking for it costs nothing and tells whether anybody is there. */
const NOBODY = '0';

/** Whether the relay answers at all. Never rejects. */
export async function answers(relay: Pick<Relay, 'fetch'>, signal: AbortSignal): Promise<boolean> {
  try {
    await relay.fetch(NOBODY, signal);
    return true;
  } catch (error) {
    if (!(error instanceof RelayError)) return false;
    const { status } = error;
    return status >= 400 && status < 500 && status !== 408 && status !== 429;
  }
}
