import { boundRelay } from '../domain/job/bound-relay.ts';
import type { Job, JobIn } from '../domain/job/job.ts';
import { MAIN_RELAY, relayOfTask } from '../domain/job/task-key.ts';
import { type Alerts, alertsOf } from '../domain/ports/alerts.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Relay } from '../domain/ports/relay.ts';
import { type AccountWatch, createAccountWatch } from './account-watch.ts';
import { createLooking, type Looking } from './looking.ts';
import type { RelayCapabilities } from './relay-capabilities.ts';

/** One of the relays that the bot is set up with. */
export type EngineRelay = {
  readonly name: string;
  /** Whether new jobs may go to it. One that was taken off the list still serves the tasks that it has. */
  readonly isListed: boolean;
  /** How many jobs may hold one of its slots at once. */
  readonly slots: number;
  /** Speaks of tasks by their names among all relays (`src/domain/job/task-key.ts`). */
  readonly port: Relay;
  readonly capabilities: RelayCapabilities;
};

/** A relay with what this process has learned of it. */
export type KnownRelay = EngineRelay & { readonly looking: Looking; readonly account: AccountWatch };

/** The relays that the bot is set up with. A name that none of them has is that of one that was removed. */
export type Relays = {
  /** In the order of preference, those last that get no new jobs. */
  readonly all: readonly KnownRelay[];
  /** Those that new jobs may go to, in the order of preference. */
  readonly listed: readonly KnownRelay[];
  named(name: string): KnownRelay | undefined;
  /** The one that has a task. */
  ofTask(key: string): KnownRelay | undefined;
  /** The one that a job is bound to; `main` for one that is bound to none yet. */
  of(job: Job): KnownRelay | undefined;
};

export type RelaysParts = {
  readonly relays: readonly EngineRelay[];
  readonly alerts: Alerts;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** Called when a relay lets us look at tasks from now on, or does so no longer. */
  readonly onLooking: () => void;
};

export function createRelays({ relays, alerts, clock, log, signal, onLooking }: RelaysParts): Relays {
  const all = relays.map((relay): KnownRelay => {
    const own = relays.length > 1 ? alertsOf(alerts, relay.name) : alerts;
    const looking = createLooking({ relay: relay.port, clock, alerts: own, log, signal, onChange: onLooking });
    return { ...relay, looking, account: createAccountWatch(own) };
  });
  const byName = new Map(all.map((relay) => [relay.name, relay]));
  const ofTask = (key: string) => byName.get(relayOfTask(key));

  return {
    all,
    listed: all.filter(({ isListed }) => isListed),
    named: (name) => byName.get(name),
    ofTask,
    of: (job) => byName.get(boundRelay(job) ?? MAIN_RELAY),
  };
}

/** A result with only those buttons that its relay can press, and that its server has not switched off. Never throws. */
export async function withPressableButtons(
  relays: Pick<Relays, 'of'>,
  job: JobIn<'delivering'>,
): Promise<JobIn<'delivering'>> {
  return (await relays.of(job)?.capabilities.withPressableButtons(job)) ?? job;
}
