import { expect, test } from 'vitest';
import { openTestStore, sqliteUrl } from '../test-store.ts';

const START = Date.UTC(2026, 10, 29);
const WINDOW = 5_000;
const alive = async () => false;

/** A process whose clock goes so many ms wrong; time passes only by `wait`. */
function createWorld() {
  const url = sqliteUrl();
  let passed = 0;
  return {
    wait(ms: number) {
      passed += ms;
    },
    async process(self: string, wrongBy: number) {
      const now = () => START + passed + wrongBy;
      const monotonic = () => passed;
      const store = await openTestStore({ url, self, clock: { now, monotonic, past: now } });
      return (isGone: (id: string) => Promise<boolean> = alive) =>
        store.reservations.take('identify:0', WINDOW, isGone);
    },
  };
}

test('of processes that ask at once, one gets what only one may have', async () => {
  const world = createWorld();
  const all = await Promise.all(['a', 'b', 'c', 'd'].map((self) => world.process(self, 0)));
  const answers = await Promise.all(all.map((take) => take()));
  expect(answers.filter(Boolean)).toHaveLength(1);
});

test('it is free when its time is over, and not before', async () => {
  const world = createWorld();
  const [first, second] = [await world.process('a', 0), await world.process('b', 0)];
  expect(await first()).toBe(true);
  world.wait(WINDOW - 1);
  expect(await second()).toBe(false);
  expect(await first()).toBe(false);
  world.wait(1);
  expect(await second()).toBe(true);
  expect(await first()).toBe(false);
});

test('a clock that is a year ahead, or was, keeps nobody waiting for longer than what was seen', async () => {
  const world = createWorld();
  const year = 365 * 24 * 3_600_000;
  const [ahead, right] = [await world.process('a', year), await world.process('b', 0)];
  expect(await ahead()).toBe(true);
  world.wait(10);
  expect(await right()).toBe(false);
  world.wait(WINDOW - 1);
  expect(await right()).toBe(false);
  world.wait(1);
  expect(await right()).toBe(true);
});

test('what a process has that is gone is free at once, and only what was seen as its own', async () => {
  const world = createWorld();
  const [first, second, third] = [
    await world.process('a', 0),
    await world.process('b', 0),
    await world.process('c', 0),
  ];
  expect(await first()).toBe(true);
  const isGone = async (id: string) => id === 'a';
  expect(await second(isGone)).toBe(true);
  expect(await third(isGone)).toBe(false);
});
