import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { sampleClock } from '../sample-clock.ts';
import { receivedJob } from './sample-records.ts';
import { storeFile } from './store-file.ts';
import { openTestStore, sqliteUrl } from './test-store.ts';

const MANY = 5_000;
/** A sweep removes only what one so much earlier, in ms, found past its time. */
const SECOND_LOOK = 10 * 60_000;

/** How often the event loop came round while the work went on. */
async function turnsDuring(work: Promise<unknown>): Promise<number> {
  let turns = 0;
  let over = false;
  const done = work.finally(() => {
    over = true;
  });
  while (!over) {
    await nextTurn();
    turns += 1;
  }
  await done;
  return turns;
}

test('a sweep removes thousands of old records without keeping the thread to itself', async () => {
  const url = sqliteUrl();
  let late = 0;
  const store = await openTestStore({ url, clock: sampleClock(() => Date.now() + late) });
  const file = storeFile(url);
  file.run('BEGIN');
  for (let n = 0; n < MANY; n += 1) file.putRow('messages', `old ${n}`, '{}', Date.now() - 1);
  file.putRow('messages', 'young', '{}', Date.now() + 60_000);
  file.run('COMMIT');
  await store.sweep();
  late = SECOND_LOOK;
  expect(await turnsDuring(store.sweep())).toBeGreaterThanOrEqual(MANY / 500);
  expect([file.textOf('messages', 'old 0'), file.textOf('messages', `old ${MANY - 1}`)]).toEqual([null, null]);
  expect(file.textOf('messages', 'young')).toBe('{}');
});

test('a sweep looks through thousands of open jobs without keeping the thread to itself', async () => {
  const url = sqliteUrl();
  const store = await openTestStore({ url });
  await store.jobs.add(receivedJob('1'));
  const file = storeFile(url);
  const row = file.textOf('open', '1') ?? '';
  file.run('BEGIN');
  for (let n = 2; n <= MANY; n += 1) file.putRow('open', `${n}`, row.replaceAll('"id":"1"', `"id":"${n}"`));
  file.run('COMMIT');
  expect(await turnsDuring(store.sweep())).toBeGreaterThanOrEqual(MANY / 500 - 1);
  expect(await store.jobs.get(`${MANY}`)).toMatchObject({ id: `${MANY}` });
});
