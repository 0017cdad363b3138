import type { Client } from '../discord/gateway/client.ts';
import { StoreError, StoreReplaced } from '../domain/failures/errors.ts';
import { type AlertKind, type Alerts, alertsOf } from '../domain/ports/alerts.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { createHealth } from '../http/health.ts';
import type { Engine } from '../jobs/engine.ts';
import type { OpenStore } from '../store/store.ts';
import { en } from '../text/en/index.ts';
import type { CorrectedClock } from './clock.ts';
import type { Liveness } from './liveness.ts';

export type Health = Pick<ReturnType<typeof createHealth>, 'report'>;

/** Reports whether the store can be read and written. */
export async function checkStore(
  store: Pick<OpenStore, 'check'>,
  health: Health,
  alerts: Alerts,
  liveness: Pick<Liveness, 'storeSeen'>,
): Promise<void> {
  try {
    await store.check();
    health.report('store', true);
    alerts.clear('storeDown');
    liveness.storeSeen(false);
  } catch (error) {
    liveness.storeSeen(error instanceof StoreError && error.cause instanceof StoreReplaced);
    health.report('store', false, 'cannot be written or read');
    alerts.raise({ kind: 'storeDown' });
  }
}

/** The time between two sweeps of the store, in ms. */
const SWEEP_PAUSE = 3_600_000;

/**
 * Sweeps the store when it is time to, and works off what members want erased, once what time it is has been proven. To be called about every second. Without
 * interactions nothing is swept, but then nothing grows either.
 */
export function createSweep(
  clock: Pick<CorrectedClock, 'isProven' | 'monotonic'>,
  store: Pick<OpenStore, 'sweep' | 'erasures'>,
): () => Promise<void> {
  let dueAt = clock.monotonic();
  return async () => {
    if (!clock.isProven() || clock.monotonic() < dueAt) return;
    dueAt = clock.monotonic() + SWEEP_PAUSE;
    await store.sweep();
    await store.erasures.work();
  };
}

/** How long the relay is in trouble before somebody is disturbed, in ms: a server that restarts needs nobody. */
const OUTAGE = 20_000;

/** What is learned by asking the relay, which one process does for all. */
const ofRelay: readonly AlertKind[] = [
  'relayDown',
  'keyRefused',
  'creditUsedUp',
  'creditLow',
  'relayRefuses',
  'tasksFail',
];

type TroubleReportParts = {
  readonly engine: Pick<Engine, 'isTroubled' | 'holdsMembers'>;
  /** The names of the relays. */
  readonly relays: readonly string[];
  readonly health: Health;
  readonly alerts: Alerts;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
  readonly client: Pick<Client, 'announce'>;
  readonly isLeading: () => boolean;
  readonly outageMs?: number;
};

/**
 * Tells the operator and, through the bot's status, the members whether the relay takes jobs, while this process leads: another one
 * knows it otherwise. The returned function is to be called about every second.
 */
export function createTroubleReport(parts: TroubleReportParts): () => void {
  const { engine, relays, health, alerts, clock, client, isLeading, outageMs = OUTAGE } = parts;
  /** Since when each relay that is in trouble has been. */
  const since = new Map<string, { readonly at: number; readonly monotonic: number }>();

  const alertsAbout = (relay: string) => (relays.length > 1 ? alertsOf(alerts, relay) : alerts);

  function forgetAll(): void {
    since.clear();
    health.report('submissions', true);
    client.announce(null);
    for (const relay of relays) for (const kind of ofRelay) alertsAbout(relay).forget(kind);
  }

  function look(relay: string): void {
    if (!engine.isTroubled(relay)) {
      since.delete(relay);
      alertsAbout(relay).clear('relayDown');
      return;
    }
    const begun = since.get(relay) ?? { at: clock.now(), monotonic: clock.monotonic() };
    since.set(relay, begun);
    if (clock.monotonic() - begun.monotonic >= outageMs)
      alertsAbout(relay).raise({ kind: 'relayDown', since: begun.at });
  }

  return () => {
    if (!isLeading()) return forgetAll();
    const troubled = engine.isTroubled();
    health.report('submissions', !troubled && !engine.holdsMembers(), 'the relay is in trouble, jobs wait');
    client.announce(troubled ? en.trouble.presence : null);
    for (const relay of relays) look(relay);
  };
}
