import { Agent } from 'undici';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createClient } from '../../../src/discord/gateway/client.ts';
import { createIdentifyThrottler } from '../../../src/discord/gateway/identify-throttler.ts';
import { createMakeRequest } from '../../../src/discord/rest/request.ts';
import type { Log } from '../../../src/domain/ports/log.ts';
import type { Reservations } from '../../../src/domain/ports/store.ts';
import { createDiscord } from '../../emulator/discord/server.ts';

/** How much faster time goes here. */
const HASTE = 20;
/** Discord's 5 s, made shorter than the reservations by much, so that a busy machine makes no difference. */
const WINDOW = 60;
const silent = () => undefined;
const log: Log = { debug: silent, info: silent, warn: silent, error: silent };
const away: Reservations = { take: () => Promise.reject(new Error('the store is away')) };

/** The reservations of a store that several processes share. */
function createReservations() {
  const ends = new Map<string, number>();
  const asked: { key: string; ms: number }[] = [];
  const reservations: Reservations = {
    async take(key, ms) {
      asked.push({ key, ms });
      if ((ends.get(key) ?? 0) > performance.now()) return false;
      ends.set(key, performance.now() + ms / HASTE);
      return true;
    },
  };
  return { reservations, asked };
}

async function createWorld({ shards, maxConcurrency }: { shards: number; maxConcurrency: number }) {
  const discord = await createDiscord({ identifyWindowMs: WINDOW, shards, maxConcurrency });
  const agent = new Agent();
  onTestFinished(async () => {
    await discord.close();
    await agent.close();
  });
  function start(name: string, reservations: Reservations) {
    const client = createClient({
      apiUrl: discord.apiUrlOf(name),
      makeRequest: createMakeRequest(agent),
      log,
      reservations,
      onInteraction: silent,
      onGateway: silent,
      onTrouble: silent,
      onRefused: silent,
    });
    onTestFinished(client.stop);
    return { ...client, ready: client.login(discord.botToken) };
  }
  return { discord, start, verdicts: () => discord.loginAttempts.map(({ verdict }) => verdict) };
}

describe('processes that start together', () => {
  it('log in one after the other, and none is sent away', async () => {
    const { discord, start, verdicts } = await createWorld({ shards: 1, maxConcurrency: 1 });
    const { reservations, asked } = createReservations();
    await Promise.all(['a', 'b', 'c'].map((name) => start(name, reservations).ready));
    expect(verdicts()).toEqual(['accepted', 'accepted', 'accepted']);
    expect(discord.sessions()).toHaveLength(3);
    expect(new Set(asked.map(({ key }) => key))).toEqual(new Set(['identify:0']));
    expect(Math.min(...asked.map(({ ms }) => ms))).toBeGreaterThanOrEqual(5_000);
  });

  it('do not wait for one another where Discord takes several logins at once', async () => {
    const { discord, start, verdicts } = await createWorld({ shards: 3, maxConcurrency: 2 });
    const { reservations, asked } = createReservations();
    await start('a', reservations).ready;
    expect(verdicts()).toEqual(['accepted', 'accepted', 'accepted']);
    expect(discord.sessions()).toHaveLength(3);
    expect(new Set(asked.map(({ key }) => key))).toEqual(new Set(['identify:0', 'identify:1']));
  });

  it('a process that is stopped while it waits asks no more', async () => {
    const { discord, start } = await createWorld({ shards: 1, maxConcurrency: 1 });
    const counted = (grantedAt: number) => {
      const count = { asked: 0 };
      const take = async () => {
        count.asked += 1;
        return count.asked >= grantedAt;
      };
      return { count, reservations: { take } };
    };
    const never = counted(Number.POSITIVE_INFINITY);
    const client = start('a', never.reservations);
    await vi.waitUntil(() => never.count.asked === 2, 10_000);
    await client.stop();
    const before = never.count.asked;
    // Another process asks as often as the first one would have.
    await start('b', counted(4).reservations).ready;
    expect(never.count.asked - before).toBeLessThanOrEqual(1);
    expect(discord.loginAttempts).toMatchObject([{ by: 'b' }]);
  });
});

describe('the wait for a login', () => {
  const createThrottler = (reservations: Reservations, waits: number[]) =>
    createIdentifyThrottler({ reservations, maxConcurrency: 1, pause: async (ms) => void waits.push(ms) });

  it('without the store, it takes as long as the login of another process could, and no longer', async () => {
    const waits: number[] = [];
    await createThrottler(away, waits).waitForIdentify(0, new AbortController().signal);
    expect(waits).toEqual([expect.any(Number)]);
    expect(waits[0]).toBeGreaterThanOrEqual(5_000);
    expect(waits[0]).toBeLessThan(6_000);
  });

  it.each(['before it begins', 'while it lasts'])('it ends with its signal, %s', async (when) => {
    const stop = new AbortController();
    const reason = new Error('the connection is closed');
    if (when === 'before it begins') stop.abort(reason);
    const throttler = createIdentifyThrottler({
      reservations: { take: async () => false },
      maxConcurrency: 1,
      pause: async () => stop.abort(reason),
    });
    await expect(throttler.waitForIdentify(0, stop.signal)).rejects.toBe(reason);
  });
});
