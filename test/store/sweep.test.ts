import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { opened, sqliteUrl } from './fixtures.ts';
import { raw } from './raw-file.ts';
import { receivedJob } from './sample-records.ts';

const MANY = 5_000;

/** How often the event loop came round while the work went on. */
async function turnsDuring(work: Promise<unknown>): Promise<number> {
  let turns = 0;
  let over = false;
  const done = work.finally(() => {
    over = true;
  });
  while (!over) {
    await turn();
    turns += 1;
  }
  await done;
  return turns;
}

test('a sweep removes thousands of old records without keeping the thread to itself', async () => {
  const url = sqliteUrl();
  const store = await opened({ url });
  const file = raw(url);
  file.run('BEGIN');
  for (let n = 0; n < MANY; n += 1) file.plant('messages', `old ${n}`, '{}', Date.now() - 1);
  file.plant('messages', 'young', '{}', Date.now() + 60_000);
  file.run('COMMIT');
  expect(await turnsDuring(store.sweep())).toBeGreaterThanOrEqual(MANY / 500);
  expect([file.text('messages', 'old 0'), file.text('messages', `old ${MANY - 1}`)]).toEqual([null, null]);
  expect(file.text('messages', 'young')).toBe('{}');
});

test('a sweep looks through thousands of open jobs without keeping the thread to itself', async () => {
  const url = sqliteUrl();
  const store = await opened({ url });
  await store.jobs.add(receivedJob('1'));
  const file = raw(url);
  const row = file.text('open', '1') ?? '';
  file.run('BEGIN');
  for (let n = 2; n <= MANY; n += 1) file.plant('open', `${n}`, row.replaceAll('"id":"1"', `"id":"${n}"`));
  file.run('COMMIT');
  expect(await turnsDuring(store.sweep())).toBeGreaterThanOrEqual(MANY / 500 - 1);
  expect(await store.jobs.get(`${MANY}`)).toMatchObject({ id: `${MANY}` });
});
