import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createByteBudget } from '../../src/pictures/byte-budget.ts';

const never = new AbortController().signal;
const turn = () => new Promise((resolve) => setImmediate(resolve));
const TOTAL = 100;

/** A piece of work that needs memory bit by bit, some of it more than there is. */
const work = fc.array(fc.integer({ min: 1, max: 150 }), { maxLength: 5 });

test('whatever needs memory and however much, little more than the budget is in use, and everything comes to its end', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(work, { maxLength: 12 }), async (works) => {
      const budget = createByteBudget(TOTAL);
      let most = 0;
      const largest = Math.max(
        0,
        ...works.map((steps) => steps.reduce((sum, bytes) => sum + Math.min(bytes, TOTAL), 0)),
      );
      await Promise.all(
        works.map(async (steps) => {
          const share = budget.open();
          for (const bytes of steps) {
            await share.take(bytes, never);
            most = Math.max(most, budget.inUse());
            await turn();
          }
          share.end();
        }),
      );
      expect(most).toBeLessThanOrEqual(TOTAL + largest);
      expect(budget.inUse()).toBe(0);
    }),
    { numRuns: 60 },
  );
});

test('who holds nothing keeps nobody waiting, and who waits goes in turn', async () => {
  const budget = createByteBudget(TOTAL);
  const [idle, first, second, third] = [budget.open(), budget.open(), budget.open(), budget.open()];
  const order: string[] = [];
  await first.take(60, never);
  await second.take(40, never);
  // Everything is in use: one of those who hold something may go over it, the next one waits.
  await first.take(30, never);
  const waiting = second.take(20, never).then(() => order.push('second'));
  const later = third.take(1, never).then(() => order.push('third'));
  await turn();
  expect(order).toEqual([]);
  first.end();
  await Promise.all([waiting, later]);
  expect(order).toEqual(['second', 'third']);
  idle.end();
});

test('who stops waiting leaves the line, and what was not given is not given back', async () => {
  const budget = createByteBudget(TOTAL);
  const [first, second, third] = [budget.open(), budget.open(), budget.open()];
  const stopping = new AbortController();
  await first.take(90, never);
  await first.take(20, never);
  const given = second.take(50, stopping.signal);
  const after = third.take(5, never);
  stopping.abort(new Error('enough'));
  await expect(given).rejects.toThrow('enough');
  second.end();
  first.end();
  await after;
  third.end();
  expect(budget.inUse()).toBe(0);
});

test('what is free is given at once, but nobody goes before those who wait', async () => {
  const budget = createByteBudget(TOTAL);
  const [first, second, third] = [budget.open(), budget.open(), budget.open()];
  expect(first.takeNow(60)).toBe(true);
  expect(budget.inUse()).toBe(60);
  expect(first.takeNow(60)).toBe(true);
  expect(second.takeNow(10)).toBe(false);
  const waiting = second.take(10, never);
  first.end();
  await waiting;
  expect(third.takeNow(TOTAL - 10)).toBe(true);
  expect(second.takeNow(1)).toBe(true);
  const behind = third.take(1, never);
  expect(first.takeNow(1)).toBe(false);
  second.end();
  await behind;
  third.end();
  expect(budget.inUse()).toBe(0);
});
