import { boundRelay } from '../../../src/domain/job/bound-relay.ts';
import { isFurther, type Job } from '../../../src/domain/job/job.ts';
import { holdsSlot } from '../../../src/domain/job/slot.ts';
import type { Accounts } from '../../../src/domain/ports/accounts.ts';
import type { Clock } from '../../../src/domain/ports/clock.ts';
import type { WakeUp } from '../../../src/domain/ports/cluster.ts';
import type { Log } from '../../../src/domain/ports/log.ts';
import type { Relay } from '../../../src/domain/ports/relay.ts';
import type { Refusal } from '../../../src/domain/ports/store.ts';
import { createEngine, type Engine } from '../../../src/jobs/engine.ts';
import { createRelayCapabilities } from '../../../src/jobs/relay-capabilities.ts';
import type { SimulatedPresenter } from './presenter.ts';
import type { SimulatedProcess } from './process.ts';
import type { SimulatedRelay } from './relay.ts';
import { type SimulatedStore, storePort } from './store.ts';

export const CONCURRENCY = 3;
export const DEADLINE = 75 * 60_000;

/** What the processes of a simulation share, and what they cannot know of each other. */
export type SimulatedEngineParts = {
  readonly store: SimulatedStore;
  readonly relay: SimulatedRelay;
  readonly presenter: SimulatedPresenter;
  readonly clock: Clock;
  /** Is given the errors that are logged, and the promises that are broken. */
  readonly faults: string[];
  readonly memberMaxWaiting: number;
  /** How many jobs may hold a slot at a moment. */
  readonly slots: () => number;
  /** The accounts as this process sees them, where they are not those of the simulated store. */
  readonly accounts: Accounts | null;
  readonly sendWakeUp: (wakeUp: WakeUp) => void;
  readonly isGone: (processId: string) => Promise<boolean>;
};

/** The engine of one process, with everything around it in memory. */
export function createSimulatedEngine(process: SimulatedProcess, parts: SimulatedEngineParts): Engine {
  const { store, presenter, clock, faults, memberMaxWaiting, accounts, sendWakeUp, isGone } = parts;
  const silent = () => {};
  const log: Log = {
    debug: silent,
    info: silent,
    warn: silent,
    error: (facts, message) => void faults.push(`${message} ${JSON.stringify(facts, errorText)}`),
  };
  const refusals = {
    all: async () => store.refusals,
    add: async (_: string, refusal: Refusal) => void store.refusals.push(refusal),
  };
  const own = createEngine({
    relays: parts.relay.names.map((name) => ({
      name,
      isListed: true,
      slots: CONCURRENCY,
      port: watchedRelay(name, process, parts),
      capabilities: createRelayCapabilities({ refusals, relay: name, clock, switchedOff: async () => [], log }),
    })),
    serverRelays: { open: async () => null, close: silent },
    store: { ...storePort(store, process), ...(accounts && { accounts }) },
    presenter: presenter.portFor(process, (ids) => own.statuses(ids)),
    clock,
    alerts: { raise: silent, clear: silent, forget: silent },
    serverLog: { add: silent },
    log,
    limits: { memberMaxWaiting, deadline: DEADLINE },
    signal: new AbortController().signal,
    wake: silent,
    wakeUps: { send: sendWakeUp },
    deliveries: null,
    processId: process.id,
    isGone,
  });
  return own;
}

/** A relay, watched for submissions that begin although no slot of it is free. */
function watchedRelay(
  name: string,
  into: SimulatedProcess,
  { relay, store, faults, slots }: SimulatedEngineParts,
): Relay {
  const port = relay.portFor(into, name);
  return {
    ...port,
    submit(...submission) {
      // A submission found later, or a further task of one, holds a slot that nobody could have counted.
      const counted = (job: Job) =>
        holdsSlot(job) && boundRelay(job) === name && !store.everUnknown.has(job.id) && !isFurther(job);
      const holders = [...store.open.values()].filter(counted);
      if (holders.length > slots()) faults.push(`a submission started as one of ${holders.length}`);
      return port.submit(...submission);
    },
  };
}

function errorText(_key: string, value: unknown): unknown {
  return value instanceof Error ? value.message : value;
}

/** Lets everything happen that can happen without time passing: all of it is microtasks, which one turn empties. */
export function untilQuiet(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
