import { expect, vi } from 'vitest';
import type { Log } from '../../src/domain/ports/log.ts';
import type { Store } from '../../src/domain/ports/store.ts';
import { openStore } from '../../src/store/store.ts';
import { createFixture, type FixtureOptions } from '../app/fixture.ts';
import { labelsOf, textOf } from '../app/message-reading.ts';
import type { Message } from '../emulator/discord/types.ts';
import { type Bot, type Env, launch } from './bot-process.ts';
import { createRequestHolds } from './request-hold.ts';

const silent = () => undefined;
const quiet: Log = { debug: silent, info: silent, warn: silent, error: silent };

/** How long anything may take: the machine may be busy. */
export const PATIENCE = { timeout: 20_000, interval: 5 };

type CrashOptions = FixtureOptions & {
  /** How many servers the bot is in. */
  readonly guilds?: number;
};

export type CrashFixture = Awaited<ReturnType<typeof createCrashFixture>>;

/** Emulators whose requests can be held, and a bot in a process of its own that can be killed and started again. */
export async function createCrashFixture({ guilds = 1, discord, relay, env, onTestFinished }: CrashOptions = {}) {
  const requests = createRequestHolds();
  // Progress edits only where a test asks for them, so that every run makes the same requests.
  const fixture = await createFixture({
    discord: { holdRequest: requests.holdRequest, guilds, ...discord },
    relay: { holdRequest: requests.holdRequest, ...relay },
    env: { PROGRESS_SECONDS: '600', ...env },
    ...(onTestFinished && { onTestFinished }),
  });
  const bots: Bot[] = [];

  function begin(more: Env = {}, inside: readonly string[] = []): Bot {
    const bot = launch({ ...fixture.env, ...more }, onTestFinished, inside);
    bots.push(bot);
    return bot;
  }

  async function start(more: Env = {}): Promise<Bot> {
    const bot = begin(more);
    await bot.ready();
    return bot;
  }

  async function crash(): Promise<void> {
    await bots.at(-1)?.kill();
    await fixture.discord.waitUntil(() => !fixture.discord.isReady());
  }

  /** Looks into the store as another process would. */
  async function read<T>(look: (store: Store) => Promise<T>): Promise<T> {
    const store = await openStore({ url: fixture.env.STORE_URL ?? '', log: quiet });
    try {
      return await look(store);
    } finally {
      await store.close();
    }
  }

  return {
    ...fixture,
    requests,
    read,
    /** All processes so far, oldest first. */
    bots,
    /** Starts a process and does not wait. */
    begin,
    start,
    /** SIGKILL; resolves when Discord has noticed. */
    crash,
    async restart(more: Env = {}): Promise<Bot> {
      await crash();
      return start(more);
    },
    /** A job as the store has it. */
    job: (id: string) => read(({ jobs }) => jobs.get(id)),
    /** What the store keeps of a message. */
    record: (messageId: string) => read(({ messages }) => messages.get(messageId)),
    openJobs: () => read(({ jobs }) => Array.fromAsync(jobs.open())),
  };
}

/** Waits until a message says this. */
export async function saying(message: Message, words: string): Promise<void> {
  await vi.waitFor(() => expect(textOf(message)).toContain(words), PATIENCE);
}

/** Waits until a message shows a picture, uploaded with it, and has this button. */
export async function showing(message: Message, label: string): Promise<void> {
  await vi.waitFor(() => {
    expect(message.attachments).toHaveLength(1);
    expect(labelsOf(message)).toContain(label);
  }, PATIENCE);
}
