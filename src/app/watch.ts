import type { Client } from '../discord/gateway/client.ts';
import type { LookRefusal } from '../domain/failures/look-refusal.ts';
import type { Log, Relay } from '../domain/ports.ts';
import type { createHealth } from '../http/health.ts';
import type { Engine } from '../jobs/engine.ts';
import { pause } from '../lib/timeout.ts';
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

/**
 * Tells the operator when the gateway makes the addresses of its pictures from another name than the one that RELAY_URL
 * has.
 */
export async function checkName(
  relay: Pick<Relay, 'statedOrigin'>,
  origin: string,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  const stated = await relay.statedOrigin(signal);
  if (stated === null || stated === origin) return;
  log.info(
    { stated, origin },
    `The gateway links its pictures at ${stated}, and RELAY_URL is ${origin}: what cannot be had there is asked for here.`,
  );
}

/** How many times the time between two polls is waited before an address is asked again. */
const ASKED_AGAIN = [1, 3];

/**
 * Tells the operator when no relay answers at the address that RELAY_URL and RELAY_MODE make: not for a moment, as while a
 * server in between starts, but each time it is asked. `pollMs` is the time between two polls. Never rejects.
 */
export async function checkAddress(
  relay: Pick<Relay, 'locate'>,
  { base, pollMs }: { readonly base: string; readonly pollMs: number },
  health: Health,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  let misplaced = await relay.locate(signal);
  for (const polls of ASKED_AGAIN) {
    if (!misplaced) return;
    await pause(polls * pollMs, signal);
    misplaced = await relay.locate(signal);
  }
  if (!misplaced || signal.aborted) return;
  health.report('relay', false, 'no relay answers at its address');
  const { answersAt, isModeless } = misplaced;
  if (answersAt === null) log.error({}, `No relay answers at ${base}: check the path of RELAY_URL.`);
  else if (isModeless)
    log.error({}, `This relay has no speeds in its address: unset RELAY_MODE. It answers at ${answersAt}.`);
  else log.error({}, `No relay answers at ${base}, but one does at ${answersAt}: correct RELAY_URL.`);
}
