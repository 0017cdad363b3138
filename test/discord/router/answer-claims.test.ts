import { expect, test, vi } from 'vitest';
import { createAnswerClaims } from '../../../src/discord/router/answer-claims.ts';
import { silentLog } from '../../store/sample-records.ts';
import { openTestStore, sqliteUrl } from '../../store/test-store.ts';

/** A process that hears of interactions, on a store that it may share. */
async function listening(url: string, self: string) {
  const store = await openTestStore({ url, self });
  const stop = new AbortController();
  const warn = vi.fn();
  const { interactions } = store;
  const claims = createAnswerClaims({ interactions, log: { ...silentLog, warn }, stop: stop.signal });
  return { ...claims, store, stop, warn };
}

async function twoProcesses() {
  const url = sqliteUrl();
  return [await listening(url, 'a'), await listening(url, 'b')] as const;
}

/** How long a decision takes, in ms. */
async function timed(decision: Promise<boolean>) {
  const began = performance.now();
  return { isOurs: await decision, ms: performance.now() - began };
}

test('whoever claims an interaction first answers at once', async () => {
  const [one] = await twoProcesses();
  const { isOurs, ms } = await timed(one.take('1', true));
  expect(isOurs).toBe(true);
  expect(ms).toBeLessThan(900);
});

test('whoever comes second answers nothing that is answered within a second', async () => {
  const [one, other] = await twoProcesses();
  expect(await one.take('1', true)).toBe(true);
  const waiting = other.take('1', true);
  await one.store.interactions.answered('1');
  expect(await waiting).toBe(false);
});

test('what is not answered within a second is answered by one other process', async () => {
  const url = sqliteUrl();
  const [one, ...others] = await Promise.all(['a', 'b', 'c', 'd'].map((self) => listening(url, self)));
  expect(await one?.take('1', true)).toBe(true);
  const decisions = await Promise.all(others.map((other) => timed(other.take('1', true))));
  expect(decisions.filter(({ isOurs }) => isOurs)).toHaveLength(1);
  for (const { ms } of decisions) expect(ms).toBeGreaterThanOrEqual(990);
});

test('who took an interaction over and learns that it is answered leaves it to who has answered, and does not mind a dead store', async () => {
  const [one, other] = await twoProcesses();
  expect(await one.take('1', true)).toBe(true);
  expect(await other.take('1', true)).toBe(true);
  await other.leave('1');
  expect(await other.store.interactions.claimers('1')).toEqual(['a']);
  await one.store.close();
  await one.leave('1');
  expect(one.warn).toHaveBeenCalledOnce();
});

test('without the store every process tries, after a second, and Discord takes one answer', async () => {
  const [one, other] = await twoProcesses();
  await one.store.close();
  const { isOurs, ms } = await timed(one.take('1', true));
  expect(isOurs).toBe(true);
  expect(ms).toBeGreaterThanOrEqual(990);
  expect(one.warn).toHaveBeenCalled();
  expect(await other.take('1', true)).toBe(true);
});

test('a process that is about to stop answers what nobody else does, and nothing else', async () => {
  const [one, other] = await twoProcesses();
  one.retire();
  const first = one.take('1', true);
  expect(await other.take('1', true)).toBe(true);
  await other.store.interactions.answered('1');
  expect(await first).toBe(false);
  const { isOurs, ms } = await timed(one.take('2', true));
  expect(isOurs).toBe(true);
  expect(ms).toBeGreaterThanOrEqual(990);
});

test('a process that is about to stop leaves what is late to those that can take it in', async () => {
  const url = sqliteUrl();
  const [slow, stopping, other] = await Promise.all([
    listening(url, 'slow'),
    listening(url, 'stopping'),
    listening(url, 'other'),
  ]);
  stopping.retire();
  const decide = async (id: string) => {
    expect(await slow.take(id, true)).toBe(true);
    return Promise.all([stopping.take(id, true), other.take(id, true)]);
  };
  const decisions = await Promise.all(['1', '2', '3', '4', '5'].map(decide));
  expect(decisions).toEqual(Array.from({ length: 5 }, () => [false, true]));
});

test('a suggestion comes from whoever claims it, or not at all', async () => {
  const [one, other] = await twoProcesses();
  expect(await one.take('1', false)).toBe(true);
  const { isOurs, ms } = await timed(other.take('1', false));
  expect(isOurs).toBe(false);
  expect(ms).toBeLessThan(900);
  await other.store.close();
  expect(await other.take('2', false)).toBe(false);
});

test('nothing is answered any more once everything is to end', async () => {
  const [one, other] = await twoProcesses();
  expect(await one.take('1', true)).toBe(true);
  const waiting = other.take('1', true);
  other.stop.abort();
  expect(await waiting).toBe(false);
});
