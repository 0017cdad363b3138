import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { createWakeableSleep } from '../../src/lib/wakeable-sleep.ts';

const { signal } = new AbortController();
const LONG = 60_000;

test('a sleep ends by itself, by a wake and by its signal, and leaves nothing behind on that', async () => {
  const { sleep, wake } = createWakeableSleep();
  await sleep(5, signal);
  const woken = sleep(LONG, signal);
  wake();
  await woken;
  const stopping = new AbortController();
  const stopped = sleep(LONG, stopping.signal);
  stopping.abort();
  await stopped;
  await sleep(LONG, stopping.signal);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
  expect(getEventListeners(stopping.signal, 'abort')).toEqual([]);
});

test('wakes while nobody sleeps end the next sleep, and only that one', async () => {
  const { sleep, wake } = createWakeableSleep();
  wake();
  wake();
  await sleep(LONG, signal);
  let ended = false;
  const second = sleep(LONG, signal).then(() => {
    ended = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(ended).toBe(false);
  wake();
  await second;
});
