import { expect, test } from 'vitest';
import { openTestStore, sqliteUrl } from '../test-store.ts';

const PROCESSES = ['a', 'b', 'c', 'd'] as const;

/** As many processes as there are names, on one file. */
async function processes(names: readonly string[] = PROCESSES) {
  const url = sqliteUrl();
  return Promise.all(names.map(async (self) => (await openTestStore({ url, self })).interactions));
}

const howMany = (answers: readonly boolean[]) => answers.filter(Boolean).length;

test('of all processes that hear of an interaction at once, exactly one claims each', async () => {
  const all = await processes();
  for (let n = 0; n < 25; n += 1) {
    expect(howMany(await Promise.all(all.map((one) => one.claim(`${n}`))))).toBe(1);
    const claimers = await Promise.all(all.map((one) => one.claimers(`${n}`)));
    expect(new Set(claimers.flat()).size).toBe(1);
  }
});

test('an interaction that is not answered is taken over by exactly one other process', async () => {
  const all = await processes();
  const [first, ...others] = all;
  for (let n = 0; n < 25; n += 1) {
    await first?.claim(`${n}`);
    expect(howMany(await Promise.all(others.map((one) => one.claimFallback(`${n}`))))).toBe(1);
    expect(await first?.claimers(`${n}`)).toEqual(['a', expect.stringMatching(/^[^a]$/)]);
    expect(howMany(await Promise.all(all.map((one) => one.claimFallback(`${n}`))))).toBe(0);
  }
});

test('an interaction that is answered is taken over by nobody, whoever has answered it', async () => {
  const [first, second, third] = await processes();
  await first?.claim('1');
  await first?.answered('1');
  expect(await second?.claimFallback('1')).toBe(false);
  expect(await second?.claimers('1')).toEqual(['a']);

  await first?.claim('2');
  expect(await second?.claimFallback('2')).toBe(true);
  await second?.answered('2');
  await first?.answered('2');
  expect(await third?.claimFallback('2')).toBe(false);
  expect(await third?.claimers('2')).toEqual(['a', 'b']);
});

test('an interaction that nobody could claim is taken over by one, and claimed by nobody afterwards', async () => {
  const all = await processes();
  expect(howMany(await Promise.all(all.map((one) => one.claimFallback('1'))))).toBe(1);
  expect(howMany(await Promise.all(all.map((one) => one.claim('1'))))).toBe(0);
  expect(await all[0]?.claimers('2')).toEqual([]);
});

test('an interaction that was answered without a claim is left alone', async () => {
  const [first, second] = await processes();
  await first?.answered('1');
  expect(await second?.claim('1')).toBe(false);
  expect(await second?.claimFallback('1')).toBe(false);
});

test('an interaction is left only to another process that has claimed it, and is then taken over by nobody else', async () => {
  const [first, second, third] = await processes();
  await first?.claim('1');
  await third?.claimFallback('1');
  for (const one of [second, third, third]) await one?.leave('1');
  expect(await first?.claimers('1')).toEqual(['a']);
  expect(await second?.claimFallback('1')).toBe(false);
  await first?.leave('1');
  expect(await first?.claimers('1')).toEqual(['a']);

  await first?.claim('2');
  await second?.claimFallback('2');
  await first?.leave('2');
  expect(await third?.claimers('2')).toEqual(['b']);

  await third?.leave('3');
  expect(await first?.claimers('3')).toEqual([]);
});
