import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFailed, onTestFinished as onTheTestFinished, vi } from 'vitest';
import { jobIdIn } from '../../src/domain/job/echo.ts';
import type { Log } from '../../src/domain/ports/log.ts';
import type { Store } from '../../src/domain/ports/store.ts';
import { openStore } from '../../src/store/store.ts';
import { createFixture, type FixtureOptions } from '../app/fixture.ts';
import type { Env } from '../crash/bot-process.ts';
import { createRequestHolds } from '../crash/request-hold.ts';
import { type BotMember, createBotMember } from './bot-member.ts';
import { openSharedStore, type StoreKind } from './shared-store.ts';

/** How long anything may take: the machine may be busy. */
export const PATIENCE = { timeout: 60_000, interval: 20 };

/**
 * Where several processes work on two processors, an answer may take longer than Discord waits, in ms. Here it counts that nobody
 * is forgotten; how long members wait is measured by the bench.
 */
const PATIENT_MEMBER = 10_000;

const silent = () => undefined;
const quiet: Log = { debug: silent, info: silent, warn: silent, error: silent };

export type ClusterOptions = Pick<FixtureOptions, 'discord' | 'relay' | 'env'> & {
  /** Names of the processes. None is started yet. */
  readonly names: readonly string[];
  readonly store: StoreKind;
  /** Whether their connections go through networks that can be made bad. */
  readonly wired?: boolean;
};

export type Cluster = Awaited<ReturnType<typeof createCluster>>;

/** Emulators whose requests can be held, a store, and processes of one bot on it, each of its own, to be killed, frozen and started. */
export async function createCluster({ names, store: kind, wired = false, ...options }: ClusterOptions) {
  const onTestFinished = onTheTestFinished;
  const requests = createRequestHolds();
  const fixture = await createFixture({
    ...options,
    discord: { holdRequest: requests.holdRequest, deadlineMs: PATIENT_MEMBER, ...options.discord },
    // Whether a submission without an answer was made can be found out only where the relay lists what is new.
    relay: { profile: 'raw', holdRequest: requests.holdRequest, ...options.relay },
    env: { PROGRESS_SECONDS: '600', LOG_LEVEL: 'info', ...options.env },
  });
  const { discord, env, relay } = fixture;
  const store = await openSharedStore(kind, `sqlite:${join(fixture.folder, 'store.sqlite')}`, onTestFinished);
  const processes: BotMember[] = [];

  /** One more process, under a new name and not started yet. */
  async function add(name: string, more: Env = {}): Promise<BotMember> {
    const parts = { name, env: { ...env, ...more }, discord, storeUrl: store.url, wired, onTestFinished };
    const member = await createBotMember(parts);
    processes.push(member);
    return member;
  }
  for (const name of names) await add(name);
  onTestFailed(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'darkroom-cluster-'));
    for (const { name, lives } of processes) {
      await writeFile(
        join(folder, `${name}.log`),
        lives.map(({ stdout, stderr }) => `${stdout}${stderr}`).join('--\n'),
      );
    }
    process.stderr.write(`what the processes logged is in ${folder}\n`);
  });

  /** Looks into the store as another process would. */
  async function read<T>(look: (store: Store) => Promise<T>): Promise<T> {
    const opened = await openStore({ url: store.url, log: quiet });
    try {
      return await look(opened);
    } finally {
      await opened.close();
    }
  }

  return {
    ...fixture,
    requests,
    store,
    processes,
    add,
    read,
    /** The process with this name. */
    named(name: string): BotMember {
      const found = processes.find((one) => one.name === name);
      if (!found) throw new Error(`there is no process ${name}`);
      return found;
    },
    /** Starts all processes and waits until Discord has a session of each, and the commands, which the leader registers. */
    async start(): Promise<void> {
      await Promise.all(processes.map((one) => one.start()));
      await vi.waitUntil(() => discord.sessions().length === processes.length && discord.commands.length > 0, PATIENCE);
    },
    /** Waits until exactly one of these processes says that it leads. */
    async leader(among: readonly BotMember[] = processes): Promise<BotMember> {
      return vi.waitFor(async () => {
        const told = await Promise.all(among.map((one) => one.health()));
        const leading = among.filter((_, at) => told[at]?.leader);
        const [only] = leading;
        if (!only || leading.length > 1) throw new Error(`${leading.length} of ${among.length} processes lead`);
        return only;
      }, PATIENCE);
    },
    /** Waits until nothing is open in the store any more but what never reached the relay. */
    async settled(timeout = PATIENCE.timeout): Promise<void> {
      await vi.waitFor(
        async () => {
          const made = new Set([...relay.tasks.values()].map(({ state }) => jobIdIn(state)));
          const all = await read(({ jobs }) => Array.fromAsync(jobs.open()));
          const open = all.filter((job) => !('step' in job && job.step === 'unknown' && !made.has(job.id)));
          const steps = open.map((job) => ('step' in job ? `${job.id} ${job.step}` : 'a damaged one'));
          if (open.length > 0) throw new Error(`${open.length} jobs are open: ${steps.slice(0, 10).join(', ')}`);
        },
        { timeout, interval: 250 },
      );
    },
  };
}
