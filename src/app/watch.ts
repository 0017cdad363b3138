import type { Client } from '../discord/gateway/client.ts';
import type { LookRefusal } from '../domain/failures/look-refusal.ts';
import type { createHealth } from '../http/health.ts';
import type { Engine } from '../jobs/engine.ts';
import type { OpenStore } from '../store/store.ts';
import { en } from '../text/en/index.ts';
import type { CorrectedClock } from './clock.ts';

export type Health = Pick<ReturnType<typeof createHealth>, 'report'>;

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

/** What `/healthz` says where the relay does not let us look at tasks. */
const lookReasons: Readonly<Record<LookRefusal, string>> = {
  usedUp: 'the key is used up',
  forbidden: 'the key may not read its tasks',
  refused: 'the key is refused',
};

/** Tells the operator (through `/healthz`) and the members (through the bot's status) whether the relay takes jobs. */
export function reportTrouble(
  engine: Pick<Engine, 'isTroubled' | 'holdsMembers' | 'lookRefusal' | 'isAccountDead'>,
  health: Health,
  client: Pick<Client, 'announce'>,
): void {
  const troubled = engine.isTroubled();
  const refusal = engine.lookRefusal();
  health.report(
    'submissions',
    !troubled && !refusal && !engine.holdsMembers(),
    refusal ? lookReasons[refusal] : 'the relay is in trouble, jobs wait',
  );
  health.report(
    'account',
    !engine.isAccountDead(),
    'the relay refuses one job after another for a reason of its account',
  );
  client.announce(troubled ? en.trouble.presence : null);
}
