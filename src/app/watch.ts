import type { Client } from '../discord/gateway/client.ts';
import { RelayError } from '../domain/failures/errors.ts';
import type { Log, Relay } from '../domain/ports.ts';
import type { createHealth } from '../http/health.ts';
import type { Engine } from '../jobs/engine.ts';
import type { OpenStore } from '../store/store.ts';
import { en } from '../text/en/index.ts';
import type { CorrectedClock } from './clock.ts';

type Health = Pick<ReturnType<typeof createHealth>, 'report'>;

/** Reports whether the store can be read and written. */
export async function checkStore(store: Pick<OpenStore, 'check'>, health: Health): Promise<void> {
  try {
    await store.check();
    health.report('store', true);
  } catch {
    health.report('store', false, 'cannot be written or read');
  }
}

/** The time between two sweeps of the store, in ms. */
const SWEEP_PAUSE = 3_600_000;

/**
 * Sweeps the store when it is time to, once what time it is has been proven. To be called about every second. Without
 * interactions nothing is swept, but then nothing grows either.
 */
export function createSweep(
  clock: Pick<CorrectedClock, 'isProven' | 'monotonic'>,
  store: Pick<OpenStore, 'sweep'>,
): () => Promise<void> {
  let dueAt = clock.monotonic();
  return async () => {
    if (!clock.isProven() || clock.monotonic() < dueAt) return;
    dueAt = clock.monotonic() + SWEEP_PAUSE;
    await store.sweep();
  };
}

/** Tells the operator (through `/healthz`) and the members (through the bot's status) whether the relay takes jobs. */
export function reportTrouble(
  engine: Pick<Engine, 'isTroubled'>,
  health: Health,
  client: Pick<Client, 'announce'>,
): void {
  const troubled = engine.isTroubled();
  health.report('submissions', !troubled, 'the relay is in trouble, jobs wait');
  client.announce(troubled ? en.trouble.presence : null);
}

/** Asks the relay for a task that does not exist, so that the operator hears of a refused key now and not at the first job. */
export async function checkKey(
  relay: Pick<Relay, 'fetch'>,
  origin: string,
  health: Health,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  try {
    await relay.fetch('0', signal);
  } catch (error) {
    if (!(error instanceof RelayError) || (error.status !== 401 && error.status !== 403)) return;
    health.report('relay', false, 'the key is refused');
    log.error({ status: error.status }, `RELAY_API_KEY was refused by ${origin}: check the key and its quota.`);
  }
}
