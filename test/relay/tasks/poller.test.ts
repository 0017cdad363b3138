import { expect, onTestFinished, test, vi } from 'vitest';
import { RelayError } from '../../../src/domain/failures/errors.ts';
import type { Relay } from '../../../src/domain/ports/relay.ts';
import { createPoller } from '../../../src/relay/tasks/poller.ts';
import { silentLog } from '../scripted-server.ts';

function testPoller(list: Relay['list'], due: () => readonly string[], seconds = 0.01, seen = vi.fn(async () => {})) {
  const warn = vi.fn();
  const poller = createPoller({ list, due, seen, onListed: () => {}, seconds, log: { ...silentLog, warn } });
  onTestFinished(() => poller.stop());
  return { poller, seen, warn };
}

const none = { tasks: [], missing: [] };
const many = (count: number) => Array.from({ length: count }, (_, index) => String(index));

test('due ids are listed fifty at a time, each once', async () => {
  const list = vi.fn(async (ids: readonly string[]) => ({ tasks: [], missing: ids }));
  const { poller, seen } = testPoller(list, () => [...many(120), '3', '4'], 60);
  poller.start();
  await vi.waitFor(() => expect(seen).toHaveBeenCalledTimes(3), 10_000);
  expect(list.mock.calls.map(([ids]) => ids.length)).toEqual([50, 50, 20]);
  expect(seen).toHaveBeenLastCalledWith([], many(120).slice(100));
});

test('nothing due costs no request, and it goes on', async () => {
  const list = vi.fn(async () => none);
  const due = vi.fn((): readonly string[] => []);
  testPoller(list, due).poller.start();
  await vi.waitFor(() => expect(due.mock.calls.length).toBeGreaterThan(3), 10_000);
  expect(list).not.toHaveBeenCalled();
});

test('a chunk that fails does not stop the others and is tried at the next tick', async () => {
  const list = vi.fn(async () => none).mockRejectedValueOnce(new Error('away'));
  const { poller, seen, warn } = testPoller(list, () => many(60));
  poller.start();
  await vi.waitFor(() => expect(seen.mock.calls.length).toBeGreaterThan(2), 10_000);
  expect(warn).toHaveBeenCalledTimes(1);
});

test('due and seen may throw without ending it', async () => {
  const due = vi
    .fn(() => ['1'])
    .mockImplementationOnce(() => {
      throw new Error('bug');
    });
  const seen = vi.fn(async () => {}).mockRejectedValueOnce(new Error('bug'));
  testPoller(async () => none, due, 0.001, seen).poller.start();
  await vi.waitFor(() => expect(seen.mock.calls.length).toBeGreaterThan(2), 10_000);
});

test('waking makes a tick happen now; many wakes make one', async () => {
  const list = vi.fn(async () => none);
  const { poller, seen } = testPoller(list, () => ['1'], 600);
  poller.start();
  await vi.waitFor(() => expect(seen).toHaveBeenCalledTimes(1), 10_000);
  for (let round = 0; round < 5; round += 1) poller.wake();
  await vi.waitFor(() => expect(seen).toHaveBeenCalledTimes(2), 10_000);
  await new Promise((resolve) => setImmediate(resolve));
  expect(list).toHaveBeenCalledTimes(2);
});

test('a wake during a tick makes another one right after, never at the same time', async () => {
  let running = 0;
  let most = 0;
  const gates: (() => void)[] = [];
  const list = async () => {
    most = Math.max(most, ++running);
    await new Promise<void>((resolve) => gates.push(resolve));
    running -= 1;
    return none;
  };
  const { poller, seen } = testPoller(list, () => ['1'], 600);
  poller.start();
  await vi.waitFor(() => expect(gates).toHaveLength(1), 10_000);
  poller.wake();
  poller.wake();
  gates[0]?.();
  await vi.waitFor(() => expect(gates).toHaveLength(2), 10_000);
  gates[1]?.();
  await vi.waitFor(() => expect(seen).toHaveBeenCalledTimes(2), 10_000);
  expect(most).toBe(1);
});

test('however often it is woken, it asks three times at once, and then once a second', async () => {
  const asked: number[] = [];
  const list = async () => {
    asked.push(performance.now());
    return none;
  };
  const { poller } = testPoller(list, () => ['1'], 600);
  const waking = setInterval(poller.wake, 1);
  onTestFinished(() => clearInterval(waking));
  poller.start();
  await vi.waitFor(() => expect(asked.length).toBeGreaterThan(5), 6_000);
  const [, first = 0, , third = 0, fourth = 0, fifth = 0] = asked;
  expect(third - first).toBeLessThan(900);
  expect(fourth - first).toBeGreaterThan(950);
  expect(fifth - first).toBeGreaterThan(1_950);
});

test('a relay that asks to stay away is left alone that long', async () => {
  const list = vi.fn<Relay['list']>().mockRejectedValue(new RelayError('/task', 429, 'slow down', 600_000));
  const { poller, warn } = testPoller(list, () => ['1'], 0.001);
  poller.start();
  await vi.waitFor(() => expect(warn).toHaveBeenCalledTimes(1), 10_000);
  poller.wake();
  await vi.waitFor(() => expect(warn).toHaveBeenCalledTimes(2), 10_000);
  poller.wake();
  await new Promise((resolve) => setImmediate(resolve));
  expect(list).toHaveBeenCalledTimes(2);
});

test('stopping ends the wait and the requests in flight, of which there are no more than four', async () => {
  const list = vi.fn<Relay['list']>(
    (_, signal) => new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  );
  const { poller, seen, warn } = testPoller(list, () => many(500), 600);
  poller.start();
  await vi.waitFor(() => expect(list).toHaveBeenCalledTimes(4), 10_000);
  await poller.stop();
  await poller.stop();
  poller.start();
  poller.wake();
  expect(list).toHaveBeenCalledTimes(4);
  expect(seen).not.toHaveBeenCalled();
  expect(warn).not.toHaveBeenCalled();
});
