import type { TestServer } from '../../servers/test-server.ts';
import type { Span } from './bot-run.ts';
import type { Supervisor } from './bot-supervisor.ts';
import type { Dice } from './random.ts';
import { every, type Rest } from './repeated.ts';

export type MishapsParts = {
  readonly supervisor: Supervisor;
  readonly processes: number;
  /** Where the records are, null where that is a file. */
  readonly server: TestServer | null;
  readonly dice: Dice;
  readonly kills: number;
  /** The share of the run that has passed. */
  readonly progress: () => number;
};

export type Mishaps = {
  /** When the server with the records was down or frozen. */
  readonly storeOutages: readonly Span[];
  /** How often each kind has happened, by its name. */
  readonly counts: ReadonlyMap<string, number>;
  stop(): Promise<void>;
};

/**
 * Lets something happen to the processes, so many times and evenly over the run, one thing after the other: one dies, stops, freezes or
 * is replaced, rarely all of them at once, or their store restarts. One process alone only dies or is replaced.
 */
export function createMishaps({ supervisor, processes, server, dice, kills, progress }: MishapsParts): Mishaps {
  const storeOutages: Span[] = [];
  const counts = new Map<string, number>();
  let happened = 0;
  const all = Array.from({ length: processes }, (_, n) => n);

  async function whileStoreIsAway(work: () => Promise<void>): Promise<void> {
    const outage: Span = { from: Date.now(), to: Number.POSITIVE_INFINITY };
    storeOutages.push(outage);
    await work();
    outage.to = Date.now();
  }

  /** Ends the processes and starts as many again. */
  async function again(ended: Promise<unknown>): Promise<void> {
    await ended;
    await supervisor.start();
  }

  async function single(): Promise<string> {
    if (dice.chance(0.25)) {
      await supervisor.replace(0);
      return 'replaced';
    }
    await again(supervisor.kill(0));
    return 'killed';
  }

  async function storeMishap(there: TestServer, rest: Rest): Promise<string> {
    const how = dice.pick(['killed', 'stopped', 'frozen'] as const);
    const ms = dice.between(200, 6_000);
    await whileStoreIsAway(async () => {
      if (how === 'frozen') there.pause();
      else await (how === 'killed' ? there.kill() : there.stop());
      await rest(ms);
      if (how === 'frozen') there.resume();
      else await there.restart();
    });
    return `store ${how}`;
  }

  async function several(rest: Rest): Promise<string> {
    const what = dice.roll();
    const n = dice.below(processes);
    if (server && what < 0.15) return storeMishap(server, rest);
    if (what < 0.35) {
      const ms = dice.between(500, 9_000);
      supervisor.freeze(n);
      await rest(ms);
      supervisor.thaw(n);
      return 'frozen';
    }
    if (what < 0.5) {
      await supervisor.replace(n);
      return 'replaced';
    }
    if (what < 0.6) {
      await again(supervisor.stop(n));
      return 'stopped';
    }
    if (what > 0.97) {
      await again(Promise.all(all.map((one) => supervisor.kill(one))));
      return 'all killed';
    }
    await again(supervisor.kill(n));
    return 'killed';
  }

  const timer = every(
    () => dice.between(20, 400),
    async (rest) => {
      if (happened >= kills || progress() < (happened + dice.roll()) / kills) return;
      happened += 1;
      const what = await (processes === 1 ? single() : several(rest));
      counts.set(what, (counts.get(what) ?? 0) + 1);
    },
  );

  return { storeOutages, counts, stop: timer.stop };
}
