import { stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { openCluster } from '../../src/cluster/cluster.ts';
import type { WakeUp } from '../../src/domain/ports/cluster.ts';
import { randomId } from '../../src/lib/random-id.ts';
import { silentLog } from '../store/sample-records.ts';
import { addressOf, type MeetingPlace, wakeFile } from './meeting-place.ts';
import { createMembers } from './member-process.ts';
import { newPlace, servers, startServer } from './places.ts';

const PATIENCE = { timeout: 15_000, interval: 10 };
/** How many are kept for a leader. */
const MOST = 10_000;

async function join(place: MeetingPlace) {
  const options = { address: addressOf(place), id: randomId() };
  const cluster = await openCluster({ ...options, log: silentLog, signal: new AbortController().signal });
  onTestFinished(() => cluster.close());
  return cluster.wakeUps;
}

/** Receives until `end` is called, which resolves when receiving is over. */
function receive(wakeUps: Awaited<ReturnType<typeof join>>, handle: (wakeUp: WakeUp) => Promise<void>) {
  const over = new AbortController();
  const received: WakeUp[] = [];
  const ended = wakeUps.receive(async (wakeUp) => {
    received.push(wakeUp);
    await handle(wakeUp);
  }, over.signal);
  const end = async () => {
    over.abort('handover');
    await ended;
  };
  onTestFinished(end);
  return { received, end };
}

const takeAll = async () => undefined;
const jobsOf = (wakeUps: readonly WakeUp[]) => new Set(wakeUps.map((one) => ('job' in one ? one.job : one.task)));
const numbers = (count: number) => Array.from({ length: count }, (_, index) => `${index}`);

describe.each(['memory', 'sqlite', ...servers] as const)('wake-ups (%s)', (kind) => {
  test('that were sent before there was a leader come to it, and those sent afterwards, too', async () => {
    const wakeUps = await join(await newPlace(kind));
    wakeUps.send({ job: '1' });
    wakeUps.send({ task: '2', state: 'x' });
    const { received } = receive(wakeUps, takeAll);
    await vi.waitFor(() => expect(received).toHaveLength(2), PATIENCE);
    wakeUps.send({ job: '3' });
    await vi.waitFor(() => expect(received).toHaveLength(3), PATIENCE);
    expect(received).toEqual(expect.arrayContaining([{ job: '1' }, { task: '2', state: 'x' }, { job: '3' }]));
  });

  test('that the leader could not handle come again', async () => {
    const wakeUps = await join(await newPlace(kind));
    let refusals = 2;
    const { received } = receive(wakeUps, async () => {
      refusals -= 1;
      if (refusals >= 0) throw new Error('not now');
    });
    wakeUps.send({ job: '1' });
    await vi.waitFor(() => expect(received).toHaveLength(3), PATIENCE);
  });

  test('that one leader leaves behind come to the next one', async () => {
    const place = await newPlace(kind);
    const wakeUps = await join(place);
    const first = receive(wakeUps, () => Promise.reject(new Error('not now')));
    for (const job of numbers(50)) wakeUps.send({ job });
    await vi.waitFor(() => expect(first.received.length).toBeGreaterThan(0), PATIENCE);
    await first.end();
    const { received } = receive(kind === 'memory' ? wakeUps : await join(place), takeAll);
    await vi.waitFor(() => expect(jobsOf(received)).toEqual(new Set(numbers(50))), PATIENCE);
  });

  test('are in nobody’s hands any more when receiving is over', async () => {
    const wakeUps = await join(await newPlace(kind));
    let inHand = 0;
    const { received, end } = receive(wakeUps, async () => {
      inHand += 1;
      await delay(20);
      inHand -= 1;
    });
    for (const job of numbers(10)) wakeUps.send({ job });
    await vi.waitFor(() => expect(received.length).toBeGreaterThan(0), PATIENCE);
    await end();
    expect(inHand).toBe(0);
  });
});

describe.each(['sqlite', ...servers] as const)('wake-ups of several processes (%s)', { timeout: 120_000 }, (kind) => {
  test('all come to the leader', async () => {
    const place = await newPlace(kind);
    const members = createMembers();
    const [one, two, three] = [await members.start(place), await members.start(place), await members.start(place)];
    const leader = await members.leader(15_000);
    const jobs = numbers(1_000);
    for (const [index, member] of [one, two, three].entries()) {
      member.send(...jobs.filter((_, number) => number % 3 === index));
    }
    await members.until(() => new Set(leader.woken()).size === jobs.length, 20_000, 'all to come');
    expect(new Set(leader.woken())).toEqual(new Set(jobs));
  });
});

describe.each(servers)('a wake-up in the hands of a leader (%s)', { timeout: 120_000 }, (kind) => {
  test('that dies comes to the next one', async () => {
    const place = await newPlace(kind);
    const members = createMembers();
    const first = await members.start(place);
    await members.leader(15_000);
    const second = await members.start(place);
    second.send('hangs');
    await members.until(() => first.woken().length > 0, 15_000, 'the first one to be woken');
    await first.kill();
    await members.until(() => second.woken().includes('hangs'), 30_000, 'the second one to be woken');
  });
});

describe.each(['memory', 'sqlite'] as const)('without a leader (%s)', (kind) => {
  test('the newest ten thousand wake-ups are kept', async () => {
    const wakeUps = await join(await newPlace(kind));
    for (const job of numbers(MOST + 100)) wakeUps.send({ job });
    // On a file they are written behind our back.
    const { received } = receive(wakeUps, takeAll);
    await vi.waitFor(() => expect(received).toHaveLength(MOST), PATIENCE);
    expect(jobsOf(received).difference(new Set(numbers(MOST + 100).slice(100))).size).toBe(0);
  });
});

describe.each(servers)('while the server is gone (%s)', { timeout: 120_000 }, (kind) => {
  test('wake-ups are sent without waiting and come when it is there again, the newest ten thousand', async () => {
    const server = await startServer(kind);
    const place = { kind, url: server.url };
    const [sender, receiver] = [await join(place), await join(place)];
    const { received } = receive(receiver, takeAll);
    sender.send({ job: 'before' });
    await vi.waitFor(() => expect(received).toHaveLength(1), PATIENCE);
    await server.kill();
    const since = performance.now();
    for (const job of numbers(MOST + 600)) sender.send({ job });
    expect(performance.now() - since).toBeLessThan(5_000);
    await server.restart();
    const newest = numbers(MOST + 600).slice(600);
    const missing = () => new Set(newest).difference(jobsOf(received)).size;
    await vi.waitFor(() => expect(missing()).toBe(0), { timeout: 60_000, interval: 500 });
  });
});

test('nobody else on the computer can read the file of the wake-ups', async () => {
  const place = await newPlace('sqlite');
  await join(place);
  if (place.kind !== 'sqlite') throw new Error('no file');
  expect((await stat(wakeFile(place.folder))).mode & 0o077).toBe(0);
  expect((await stat(`${wakeFile(place.folder)}-wal`)).mode & 0o077).toBe(0);
});
