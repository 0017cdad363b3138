import type { Alerts } from '../domain/ports/alerts.ts';
import type { NoRelay, RelaySetup } from '../domain/relay-setup.ts';
import { pause } from '../lib/timeout.ts';

/** How many times the time between two polls is waited before an address is asked again, in order not to believe a moment. */
const ASKED_AGAIN = [1, 3];
/** The longest time between two looks at an address at which no relay answers, in ms, and how many polls it is otherwise. */
const PAUSE = { most: 60_000, polls: 12 };

export type AddressWatchParts = {
  readonly relay: Pick<RelaySetup, 'locate'>;
  readonly base: string;
  /** The time between two polls, in ms. */
  readonly pollMs: number;
  readonly alerts: Alerts;
  readonly signal: AbortSignal;
};

/**
 * Tells the people who run the bot when no relay answers at the address that RELAY_URL and RELAY_MODE make: not for a moment, as
 * while a server in between starts, but each time it is asked. Then it asks until one does. Never rejects.
 */
export async function watchAddress({ relay, base, pollMs, alerts, signal }: AddressWatchParts): Promise<void> {
  async function look(): Promise<NoRelay | null> {
    let found = await relay.locate(signal);
    for (const polls of ASKED_AGAIN) {
      if (!found) return null;
      await pause(polls * pollMs, signal);
      found = await relay.locate(signal);
    }
    return found;
  }

  for (let found = await look(); found && !signal.aborted; found = await relay.locate(signal)) {
    alerts.raise({ kind: 'notARelay', found, base });
    await pause(Math.min(PAUSE.polls * pollMs, PAUSE.most), signal);
  }
  if (!signal.aborted) alerts.clear('notARelay');
}
