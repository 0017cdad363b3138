import { AlreadyAnswered } from '../../../src/domain/failures/errors.ts';
import type { WakeUp } from '../../../src/domain/ports/cluster.ts';
import type { Engine } from '../../../src/jobs/engine.ts';
import { openAccess } from '../../open-access.ts';
import { CONCURRENCY, createSimulatedEngine, untilQuiet } from './engine.ts';
import { createMembers, type Handled } from './members.ts';
import { createSimulatedPresenter } from './presenter.ts';
import { createSimulatedProcess, type SimulatedProcess } from './process.ts';
import { createSimulatedRelay } from './relay.ts';
import type { OneProcess, World } from './simulation.ts';
import { createSimulatedStore, storePort } from './store.ts';

const START = Date.UTC(2026, 0, 1);
/** No first answer stays unconfirmed for longer, in ms. */
const ANSWER_TIMEOUT = 2_500;
/** How long after its leader's death a cluster has another one at the latest, in ms. */
const TAKEOVER = 6_000;
/** How often whoever leads compares what it knows with the store, in ms. */
const RECONCILED = 60_000;

/** Which of the two processes. */
export type Place = 0 | 1;
/**
 * When the process that did not claim an interaction comes in: when it is not answered after a second, or at once, as where the store
 * does not say who answers.
 */
export type Fallback = 'unanswered' | 'atOnce';
type Seat = { readonly process: SimulatedProcess; readonly engine: Engine };

/** Two processes of one bot on one store, with everything around them in memory. One of them leads. */
export type ClusterSimulation = World & {
  /** Whether two have ever led at once: each of them starts what it takes for its turn, and shows what it knows. */
  readonly hasOverlapped: boolean;
  /** From now on members' gestures reach this process first, and the other one as a fallback. */
  reach(place: Place, fallback: Fallback): void;
  /** Lets a process lead. `lost`: the one that led does not know it yet, and goes on until `notice`. */
  lead(place: Place, how: 'handover' | 'lost'): Promise<void>;
  /** Whoever leads no longer gets to know it. */
  notice(): Promise<void>;
  /** What was to be told to the leader dies on its way. */
  loseWakeUps(): void;
  /** Looks at every account, which ends what is held for jobs that are over. */
  heal(): Promise<void>;
  at(place: Place): OneProcess;
};

export function createClusterSimulation(): ClusterSimulation {
  const store = createSimulatedStore();
  const relay = createSimulatedRelay();
  const presenter = createSimulatedPresenter();
  const faults: string[] = [];
  const alive = new Map<string, SimulatedProcess>();
  let now = START;
  let reconciledAt = now;
  let ids = 0;
  let first: Place = 0;
  let fallback: Fallback = 'unanswered';
  const wakeUps = new Set<WakeUp>();
  const told = new WeakMap<WakeUp, Seat>();
  let hasOverlapped = false;
  let leader: Seat | null = null;
  /** Led before, and does not know that another one does. */
  let stale: Seat | null = null;
  const seats: [Seat, Seat] = [sit(), sit()];

  function sit(): Seat {
    ids += 1;
    const process = createSimulatedProcess(`process-${ids}`);
    alive.set(process.id, process);
    const engine = createSimulatedEngine(process, {
      store,
      relay,
      presenter,
      faults,
      clock: { now: () => now, monotonic: () => now, past: () => now },
      memberMaxWaiting: 50,
      slots: () => (hasOverlapped ? 2 * CONCURRENCY : CONCURRENCY),
      accounts: null,
      sendWakeUp: (wakeUp) => {
        if (process.alive) wakeUps.add(wakeUp);
      },
      isGone: async (id) => !alive.get(id)?.alive,
    });
    return { process, engine };
  }

  const living = (seat: Seat | null): Seat | null => (seat?.process.alive ? seat : null);
  const leads = () => [living(leader), living(stale)].filter((seat) => seat !== null);
  const other = (place: Place): Place => (place === 0 ? 1 : 0);

  /** Tells whoever leads what the others have moved. What it could not take, or dies over, comes again. */
  async function settle(): Promise<void> {
    await untilQuiet();
    for (let rounds = 0; wakeUps.size > 0 && rounds < 20; rounds += 1) {
      const seat = living(leader);
      if (!seat) return;
      for (const wakeUp of wakeUps) {
        if (told.get(wakeUp) === seat) continue;
        told.set(wakeUp, seat);
        seat.engine.heard(wakeUp).then(
          () => wakeUps.delete(wakeUp),
          () => told.delete(wakeUp),
        );
      }
      await untilQuiet();
    }
  }

  async function within(seats: readonly (Seat | null)[], work: (engine: Engine) => unknown): Promise<void> {
    for (const seat of seats) {
      if (!living(seat)) continue;
      if (seat) void work(seat.engine);
      await settle();
    }
  }

  const everywhere = (work: (engine: Engine) => unknown) => within(seats, work);

  /** Brings an interaction to both processes, which decide by the store who answers. */
  async function interact(id: string, work: (engine: Engine) => Promise<Handled>): Promise<void> {
    const [claimer, helper] = [seats[first], seats[other(first)]];
    const answer = async (seat: Seat, isAsked: boolean): Promise<void> => {
      const { interactions } = storePort(store, seat.process);
      const isOurs = !isAsked || (await interactions.claim(id)) || (await interactions.claimFallback(id));
      if (!isOurs) return;
      if ((await work(seat.engine)) === 'overtaken') return interactions.leave(id);
      if (presenter.answered.has(id)) await interactions.answered(id);
    };
    // Of a store that is ill both for the question who answers and for what is asked nothing is promised.
    const isAtOnce = fallback === 'atOnce' && store.intakeRoom.failing === 0;
    if (living(claimer)) void answer(claimer, true);
    if (!isAtOnce) await settle();
    // Nor of one that fails the fallback of a process that has died over the same gesture.
    if (!living(claimer)) store.intakeRoom = { left: 0, failing: 0 };
    if (living(helper)) void answer(helper, !isAtOnce);
    await settle();
  }

  const members = createMembers({
    now: () => now,
    accessOf: openAccess,
    during: async (work) => within([living(seats[first]) ?? seats[other(first)]], work),
    interact,
    apologise(interactionId) {
      // Discord takes one first answer.
      if (presenter.answered.has(interactionId)) return;
      presenter.answered.add(interactionId);
      presenter.apologised.add(interactionId);
      const there = store.interactions.get(interactionId);
      if (there) store.interactions.set(interactionId, { ...there, answered: there.by });
    },
    open: (interactionId, engine) => {
      const seat = seats.find((one) => one.engine === engine);
      if (!seat) throw new Error('an engine that nobody has');
      return seat.process.write(() => {
        if (presenter.answered.has(interactionId)) throw new AlreadyAnswered();
        presenter.answered.add(interactionId);
      });
    },
    faults,
  });

  async function takeOver(seat: Seat): Promise<void> {
    leader = seat;
    if (stale === seat) stale = null;
    await within([seat], async (engine) => (await engine.resume())());
  }

  async function reconcile(): Promise<void> {
    reconciledAt = now;
    await within(leads(), (engine) => engine.reconcile(false));
  }

  return {
    ...members,
    store,
    relay,
    presenter,
    faults,
    get hasOverlapped() {
      return hasOverlapped;
    },
    now: () => now,
    doorbell: (taskId, state) => members.during((engine) => engine.doorbell(taskId, state)),
    confirmAnswers: async () => {
      presenter.confirmAnswers();
      await settle();
    },
    async poll() {
      for (const seat of leads()) {
        await within([seat], async (engine) => {
          const due = engine.due('main');
          if (due.length === 0) return;
          const { tasks, missing } = await relay.portFor(seat.process).list(due, new AbortController().signal);
          await engine.seen(tasks, missing);
        });
      }
    },
    async advance(ms) {
      if (ms > ANSWER_TIMEOUT) presenter.confirmAnswers();
      await settle();
      now += seats.some(living) ? ms : Math.min(ms, 1_000);
      const next = living(seats[0]) ?? living(seats[1]);
      if (ms > TAKEOVER && !living(leader) && next) await takeOver(next);
      await everywhere((engine) => engine.tick());
      if (now - reconciledAt >= RECONCILED) await reconcile();
    },
    reach(place, how) {
      first = place;
      fallback = how;
    },
    async lead(place, how) {
      const [next, before] = [living(seats[place]), living(leader)];
      if (!next || next === before) return;
      if (before && how === 'handover') await within([before], (engine) => engine.rest());
      if (before && how === 'lost') {
        stale = before;
        hasOverlapped = true;
      }
      await takeOver(next);
    },
    async notice() {
      const seat = stale;
      stale = null;
      await within([seat], (engine) => engine.rest());
    },
    loseWakeUps() {
      wakeUps.clear();
    },
    async heal() {
      for (const key of store.accounts.keys()) {
        const [account = '', month = ''] = key.split('|');
        await within([living(leader)], (engine) => engine.account(account, month));
      }
    },
    at: (place) => ({
      dieAt: (writes, when) => seats[place].process.dieAt(writes, when),
      async stop() {
        await within([seats[place]], (engine) => engine.stop());
        seats[place].process.die();
      },
      async restart() {
        seats[place].process.die();
        await untilQuiet();
        seats[place] = sit();
        const next = living(leader);
        if (!next) await takeOver(seats[place]);
      },
    }),
  };
}
