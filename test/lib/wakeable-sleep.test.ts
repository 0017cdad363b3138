import { expect, test } from 'vitest';
import { createWakeableSleep } from '../../src/lib/wakeable-sleep.ts';

const HOUR = 3_600_000;
const { signal } = new AbortController();

test('a sleep ends by itself, or when it is woken or aborted', async () => {
  const { sleep, wake } = createWakeableSleep();
  expect(await sleep(1, signal)).toBe(false);
  const woken = sleep(HOUR, signal);
  wake();
  expect(await woken).toBe(true);
  const stop = new AbortController();
  const aborted = sleep(HOUR, stop.signal);
  stop.abort();
  expect(await aborted).toBe(false);
});

test('calls of `wake` while nobody sleeps end the next sleep at once, and only that', async () => {
  const { sleep, wake } = createWakeableSleep();
  wake();
  wake();
  await sleep(HOUR, signal);
  const began = performance.now();
  await sleep(20, signal);
  expect(performance.now() - began).toBeGreaterThan(15);
});
