import { isFurther, type Job, type JobIn } from '../../../src/domain/job/job.ts';
import { holdsSlot } from '../../../src/domain/job/slot.ts';
import type { AccessContext } from '../../../src/domain/policy/access.ts';
import type { Log } from '../../../src/domain/ports/log.ts';
import type { Relay } from '../../../src/domain/ports/relay.ts';
import type { Accounts, Refusal } from '../../../src/domain/ports/store.ts';
import { createEngine, type Engine } from '../../../src/jobs/engine.ts';
import { createRelayCapabilities } from '../../../src/jobs/relay-capabilities.ts';
import { openAccess } from '../../open-access.ts';
import { createMembers, type Members } from './members.ts';
import { createSimulatedPresenter, type SimulatedPresenter } from './presenter.ts';
import { createSimulatedProcess, type SimulatedProcess } from './process.ts';
import { createSimulatedRelay, type SimulatedRelay } from './relay.ts';
import { createSimulatedStore, type SimulatedStore, storePort } from './store.ts';

const START = Date.UTC(2026, 0, 1);
/** No first answer stays unconfirmed for longer, in ms. */
const ANSWER_TIMEOUT = 2_500;
export const CONCURRENCY = 3;
export const DEADLINE = 75 * 60_000;

/** The engine with everything around it in memory: members, Discord, a relay and a store that outlive its processes. */
export type Simulation = Members & {
  readonly store: SimulatedStore;
  readonly relay: SimulatedRelay;
  readonly presenter: SimulatedPresenter;
  /** Errors that were logged, and promises of the engine that were broken while it ran. */
  readonly faults: string[];
  /** Whether a process lives now. */
  readonly alive: boolean;
  /** What the engine has in memory. */
  remembered: Engine['remembered'];
  account: Engine['account'];
  /** Unix ms. */
  now(): number;
  doorbell(taskId: string, state: string): Promise<void>;
  /** Lets the delayed confirmations of first answers arrive. */
  confirmAnswers(): Promise<void>;
  poll(): Promise<void>;
  /** Lets time pass, then ticks. */
  advance(ms: number): Promise<void>;
  /** The time is told so many ms late or early from now on; `isSure` while somebody confirms it. */
  setClock(ms: number, isSure: boolean): void;
  dieAt(writes: number, when: 'before' | 'after'): void;
  kill(): void;
  stop(): Promise<void>;
  restart(): Promise<void>;
};

/** Lets everything happen that can happen without time passing: all of it is microtasks, which one turn empties. */
function untilQuiet(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

export type SimulationOptions = {
  readonly memberMaxWaiting?: number;
  /** What has been decided about a member when they do something. */
  readonly accessOf?: (member: string) => AccessContext;
  /** The accounts as a process sees them, where they are not those of the simulated store. */
  readonly accountsFor?: (process: SimulatedProcess) => Accounts;
};

export function createSimulation({
  memberMaxWaiting = 50,
  accessOf = openAccess,
  accountsFor,
}: SimulationOptions = {}): Simulation {
  const store = createSimulatedStore();
  const relay = createSimulatedRelay();
  const presenter = createSimulatedPresenter();
  const faults: string[] = [];
  let now = START;
  let ahead = 0;
  let isTimeSure = true;
  let process: SimulatedProcess = createSimulatedProcess();
  let engine: Engine = run(process);
  void engine.resume();

  /** The relay, watched for submissions that begin although no slot is free. */
  function watchedRelay(into: SimulatedProcess): Relay {
    const port = relay.portFor(into);
    return {
      ...port,
      submit(...submission) {
        // A submission found later, or a further task of one, holds a slot that nobody could have counted.
        const counted = (job: Job) => holdsSlot(job) && !store.everUnknown.has(job.id) && !isFurther(job);
        const holders = [...store.open.values()].filter(counted);
        if (holders.length > CONCURRENCY) faults.push(`a submission started as one of ${holders.length}`);
        return port.submit(...submission);
      },
    };
  }

  function run(into: SimulatedProcess): Engine {
    const silent = () => {};
    const log: Log = {
      debug: silent,
      info: silent,
      warn: silent,
      error: (facts, message) => void faults.push(`${message} ${JSON.stringify(facts, errorText)}`),
    };
    const wall = () => now + ahead;
    const clock = { now: wall, monotonic: () => now, past: () => (isTimeSure ? wall() : Number.NEGATIVE_INFINITY) };
    const refusals = {
      all: async () => store.refusals,
      add: async (_: string, refusal: Refusal) => void store.refusals.push(refusal),
    };
    const own = createEngine({
      relay: watchedRelay(into),
      capabilities: createRelayCapabilities({ refusals, relay: 'relay', clock, switchedOff: async () => [], log }),
      store: { ...storePort(store, into), ...(accountsFor && { accounts: accountsFor(into) }) },
      presenter: presenter.portFor(into, (ids) => own.statuses(ids)),
      clock,
      alerts: { raise: silent, clear: silent },
      serverLog: { add: silent },
      log,
      limits: { concurrency: CONCURRENCY, memberMaxWaiting, deadline: DEADLINE },
      signal: new AbortController().signal,
      wake: silent,
      wakeUps: { send: silent },
      deliveries: null,
      isGone: async () => true,
    });
    return own;
  }

  async function during(work: (engine: Engine) => unknown): Promise<void> {
    if (!process.alive) return;
    void work(engine);
    await untilQuiet();
  }

  const members = createMembers({
    now: () => now,
    accessOf,
    during,
    apologise(interactionId) {
      presenter.answered.add(interactionId);
      presenter.apologised.add(interactionId);
    },
    open: (interactionId) => process.write(() => void presenter.answered.add(interactionId)),
    faults,
  });

  const confirmAnswers = () => during(() => presenter.confirmAnswers());

  return {
    ...members,
    store,
    relay,
    presenter,
    faults,
    get alive() {
      return process.alive;
    },
    remembered: () => engine.remembered(),
    now: () => now,
    account: (name, month) => engine.account(name, month),
    doorbell: (taskId, state) => during((into) => into.doorbell(taskId, state)),
    confirmAnswers,
    poll: () =>
      during(async (into) => {
        const ids = into.due();
        if (ids.length === 0) return;
        const { tasks, missing } = await relay.portFor(process).list(ids, new AbortController().signal);
        await into.seen(tasks, missing);
      }),
    async advance(ms) {
      if (ms > ANSWER_TIMEOUT) await confirmAnswers();
      // Whatever supervises the process starts it again soon: far sooner than an interaction token dies.
      now += process.alive ? ms : Math.min(ms, 1_000);
      await during((into) => into.tick());
    },
    setClock(ms, isSure) {
      ahead = ms;
      isTimeSure = isSure;
    },
    dieAt: (writes, when) => process.dieAt(writes, when),
    kill: () => process.die(),
    async stop() {
      await during((into) => into.stop());
      process.die();
    },
    async restart() {
      process.die();
      await untilQuiet();
      process = createSimulatedProcess();
      engine = run(process);
      await during(async (into) => (await into.resume())());
    },
  };
}

function errorText(_key: string, value: unknown): unknown {
  return value instanceof Error ? value.message : value;
}

/** Open jobs of one step, as stored. */
export function jobsIn<S extends Job['step']>({ store }: Simulation, step: S): JobIn<S>[] {
  return [...store.open.values()].filter((job): job is JobIn<S> => job.step === step);
}
