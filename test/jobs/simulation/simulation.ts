import type { Job, JobIn } from '../../../src/domain/job/job.ts';
import type { AccessContext } from '../../../src/domain/policy/access.ts';
import type { Accounts } from '../../../src/domain/ports/accounts.ts';
import type { Engine } from '../../../src/jobs/engine.ts';
import { openAccess } from '../../open-access.ts';
import { CONCURRENCY, createSimulatedEngine, untilQuiet } from './engine.ts';
import { createMembers, type Members } from './members.ts';
import { createSimulatedPresenter, type SimulatedPresenter } from './presenter.ts';
import { createSimulatedProcess, type SimulatedProcess } from './process.ts';
import { createSimulatedRelay, type SimulatedRelay } from './relay.ts';
import { createSimulatedStore, type SimulatedStore } from './store.ts';

export { CONCURRENCY, DEADLINE } from './engine.ts';

const START = Date.UTC(2026, 0, 1);
/** No first answer stays unconfirmed for longer, in ms. */
const ANSWER_TIMEOUT = 2_500;

/** Members, Discord, a relay and a store, which outlive the processes that work on them. */
export type World = Members & {
  readonly store: SimulatedStore;
  readonly relay: SimulatedRelay;
  readonly presenter: SimulatedPresenter;
  /** Errors that were logged, and promises of the engine that were broken while it ran. */
  readonly faults: string[];
  /** Unix ms. */
  now(): number;
  doorbell(taskId: string, state: string): Promise<void>;
  /** Lets the delayed confirmations of first answers arrive. */
  confirmAnswers(): Promise<void>;
  poll(): Promise<void>;
  /** Lets time pass, then ticks. */
  advance(ms: number): Promise<void>;
};

/** What can be done to a process. */
export type OneProcess = {
  /** It dies before or after the write that comes after so many. */
  dieAt(writes: number, when: 'before' | 'after'): void;
  stop(): Promise<void>;
  /** It dies, if it lives, and another one takes its place. */
  restart(): Promise<void>;
};

/** The engine of one process at a time, with everything around it in memory. */
export type Simulation = (World & OneProcess) & {
  /** Whether a process lives now. */
  readonly alive: boolean;
  /** What the engine has in memory. */
  remembered: Engine['remembered'];
  account: Engine['account'];
  /** The time is told so many ms late or early from now on; `isSure` while somebody confirms it. */
  setClock(ms: number, isSure: boolean): void;
  kill(): void;
};

export type SimulationOptions = {
  readonly memberMaxWaiting?: number;
  /** The names of the relays, in the order of preference. There is one unless given. */
  readonly relays?: readonly string[];
  /** What has been decided about a member when they do something. */
  readonly accessOf?: (member: string) => AccessContext;
  /** The accounts as a process sees them, where they are not those of the simulated store. */
  readonly accountsFor?: (process: SimulatedProcess) => Accounts;
};

export function createSimulation({
  memberMaxWaiting = 50,
  relays,
  accessOf = openAccess,
  accountsFor,
}: SimulationOptions = {}): Simulation {
  const store = createSimulatedStore();
  const relay = createSimulatedRelay(relays);
  const presenter = createSimulatedPresenter();
  const faults: string[] = [];
  let now = START;
  let ahead = 0;
  let isTimeSure = true;
  let process: SimulatedProcess = createSimulatedProcess('process');
  let engine: Engine = run(process);
  void engine.resume();

  function run(into: SimulatedProcess): Engine {
    const wall = () => now + ahead;
    return createSimulatedEngine(into, {
      store,
      relay,
      presenter,
      faults,
      clock: { now: wall, monotonic: () => now, past: () => (isTimeSure ? wall() : Number.NEGATIVE_INFINITY) },
      memberMaxWaiting,
      slots: () => CONCURRENCY,
      accounts: accountsFor?.(into) ?? null,
      sendWakeUp: () => {},
      isGone: async () => true,
    });
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
    interact: (_, work) => during(work),
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
        for (const name of relay.names) {
          const ids = into.due(name);
          if (ids.length === 0) continue;
          const { tasks, missing } = await relay.portFor(process, name).list(ids, new AbortController().signal);
          await into.seen(tasks, missing);
        }
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
      process = createSimulatedProcess('process');
      engine = run(process);
      await during(async (into) => (await into.resume())());
    },
  };
}

/** Open jobs of one step, as stored. */
export function jobsIn<S extends Job['step']>({ store }: Pick<World, 'store'>, step: S): JobIn<S>[] {
  return [...store.open.values()].filter((job): job is JobIn<S> => job.step === step);
}
