import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { StoreError } from '../../src/domain/failures/errors.ts';
import { parseStoreUrl } from '../../src/lib/store-address.ts';
import { openBackend } from '../../src/store/backends/backend.ts';
import { createWireProxy } from '../emulator/wire/proxy.ts';
import { hasPostgres, startPostgres } from '../servers/postgres.ts';
import { hasRedis, startRedis } from '../servers/redis.ts';
import { putJob } from './put-job.ts';
import { questionsTo } from './questions.ts';
import { receivedJob, settledJob, silentLog, submittingJob } from './sample-records.ts';
import { listAll, openTestStore } from './test-store.ts';

/** How long a question to a server may take that does not answer, in ms: its deadline, and what a busy computer adds. */
const ANSWERED = 2_000;
const PATIENCE = { timeout: 20_000, interval: 50 };

// As Redis comes, it may put off writing its log for two seconds while the disk is busy, and is killed here without a word.
const safely = { appendfsync: 'always' };

const servers = [
  { name: 'Redis', isThere: hasRedis(), start: () => startRedis(onTestFinished, safely) },
  { name: 'PostgreSQL', isThere: hasPostgres(), start: () => startPostgres() },
] as const;

describe.each(servers)('a store on $name', ({ isThere, start }) => {
  const onServer = test.skipIf(!isThere);

  /** A server, and a store on it through a network that can be bad. */
  async function openBehindProxy() {
    const server = await start();
    const proxy = await createWireProxy({ host: '127.0.0.1', port: server.port });
    onTestFinished(proxy.close);
    const url = server.url.replace(`:${server.port}`, `:${proxy.port}`);
    return { server, proxy, store: await openTestStore({ url }) };
  }

  type Store = Awaited<ReturnType<typeof openTestStore>>;

  async function expectAllToFail(store: Store): Promise<void> {
    const before = performance.now();
    const answers = await Promise.allSettled(questionsTo(store).map((ask) => ask()));
    expect(performance.now() - before).toBeLessThan(3 * ANSWERED);
    for (const [at, answer] of answers.entries()) {
      expect(answer.status === 'rejected' && answer.reason, String(questionsTo(store)[at])).toBeInstanceOf(StoreError);
    }
  }

  async function expectNextToFail(store: Store): Promise<void> {
    const before = performance.now();
    await expect(store.claims.claim('next', '10')).rejects.toThrow(StoreError);
    expect(performance.now() - before).toBeLessThan(ANSWERED);
  }

  onServer('fails every question in time while the server is dead, and is there again with it', async () => {
    const { server, store } = await openBehindProxy();
    await store.jobs.add(receivedJob('1'));
    await server.kill();
    await expectAllToFail(store);
    await expectNextToFail(store);
    await server.restart();
    await vi.waitFor(() => store.check(), PATIENCE);
    expect(await store.jobs.get('1')).toEqual(receivedJob('1'));
    expect(await store.claims.claim('k', '12')).toBe('12');
  });

  onServer('is closed once what is under way has been done, and in time where nothing answers', async () => {
    const server = await start();
    const tableOf = async () => {
      const backend = await openBackend(parseStoreUrl(server.url), { log: silentLog, now: Date.now });
      return backend.table('claims');
    };
    const [table, other] = [await tableOf(), await tableOf()];
    const written = table.insert('k', 'text', undefined, 0);
    await table.adapter.disconnect?.();
    expect(await written).toBe(true);
    expect(await other.find('k')).toEqual({ value: 'text', expires: null });
    server.pause();
    const asked = other.find('k').catch((error: unknown) => error);
    const before = performance.now();
    await other.adapter.disconnect?.();
    expect(performance.now() - before).toBeLessThan(ANSWERED);
    expect(await asked).toBeInstanceOf(Error);
    server.resume();
  });

  onServer('waits for a server that is back at once', async () => {
    const { server, store } = await openBehindProxy();
    await server.stop();
    const adding = vi.waitFor(() => store.jobs.add(receivedJob('1')), PATIENCE);
    await server.restart();
    await adding;
    expect(await store.jobs.get('1')).toEqual(receivedJob('1'));
  });

  onServer('fails every question in time while the server is frozen', async () => {
    const { server, store } = await openBehindProxy();
    server.pause();
    await expectAllToFail(store);
    await expectNextToFail(store);
    server.resume();
    await vi.waitFor(() => store.check(), PATIENCE);
    await putJob(store.jobs, receivedJob('1'));
  });

  onServer('fails every question in time while the network swallows all, and does not wait for it', async () => {
    const { proxy, store } = await openBehindProxy();
    proxy.set('swallow');
    await expectAllToFail(store);
    // What was swallowed never comes: only new connections go through.
    proxy.setNew('pass');
    await vi.waitFor(() => store.check(), PATIENCE);
    expect(await store.claims.claim('after', '10')).toBe('10');
  });

  onServer('makes nothing of a write whose answer is lost, and knows it again', async () => {
    const { proxy, store } = await openBehindProxy();
    const { jobs, claims } = store;
    const [received, submitting] = [receivedJob('10'), submittingJob('10')];
    const lostAnswer = async (ask: () => Promise<unknown>) => {
      const lost = proxy.loseAnswer();
      await expect(ask()).rejects.toThrow(StoreError);
      await lost;
      await vi.waitFor(() => store.members.settings('3'), PATIENCE);
    };
    await lostAnswer(() => claims.claim('k', '10'));
    expect(await claims.claim('k', '10')).toBe('10');
    expect(await claims.claim('k', '11')).toBe('10');
    await lostAnswer(() => jobs.add(received));
    expect(await jobs.get('10')).toEqual(received);
    await lostAnswer(() => jobs.replace(received, submitting));
    expect(await jobs.replace(received, submitting)).toBe(true);
    await lostAnswer(() => jobs.replace(submitting, settledJob('10')));
    expect(await jobs.replace(submitting, settledJob('10'))).toBe(true);
    expect(await listAll(jobs.open())).toEqual([]);
    expect(await jobs.get('10')).toEqual(settledJob('10'));
  });

  onServer('has what was acknowledged when the server is killed in the middle of it', async () => {
    const { server, store } = await openBehindProxy();
    const acknowledged: string[] = [];
    const writing = (async () => {
      for (let id = 0; ; id += 1) {
        await store.jobs.add(receivedJob(`${id}`));
        acknowledged.push(`${id}`);
      }
    })().catch((error: unknown) => error);
    await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(200), PATIENCE);
    await server.kill();
    expect(await writing).toBeInstanceOf(StoreError);
    await server.restart();
    await vi.waitFor(() => store.check(), PATIENCE);
    const kept = new Set((await listAll(store.jobs.open())).map((job) => ('id' in job ? job.id : 'damaged')));
    expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
  });
});
