import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createEditBudget, WINDOW } from '../../../src/discord/presenter/edit-budget.ts';
import { createManualClock } from './manual-clock.ts';

test('never more than five requests in five seconds, of which progress is never more than the first three', () => {
  const step = fc.record({ pass: fc.nat(3_000), kind: fc.constantFrom('progress', 'final') });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const clock = createManualClock(0);
      const budget = createEditBudget({ clock, pause: clock.pause });
      const made: { at: number; kind: string }[] = [];
      for (const { pass, kind } of steps) {
        clock.advance(pass);
        const recent = made.filter(({ at }) => at > clock.now() - WINDOW).length;
        const wait = budget.take('edit 1', kind);
        expect(wait === 0).toBe(recent < (kind === 'final' ? 5 : 3));
        if (wait === 0) made.push({ at: clock.now(), kind });
        else expect(wait).toBeLessThanOrEqual(WINDOW);
      }
    }),
  );
});

test('however long each is on its way, at most five requests reach Discord in five seconds', () => {
  const step = fc.record({ pass: fc.nat(1_500), onTheWay: fc.integer({ min: 1, max: 500 }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const clock = createManualClock(0);
      const budget = createEditBudget({ clock, pause: clock.pause });
      const arrivals: number[] = [];
      for (const { pass, onTheWay } of steps) {
        clock.advance(pass);
        if (budget.take('edit 1', 'final') === 0) arrivals.push(clock.now() + onTheWay);
      }
      arrivals.sort((one, other) => one - other);
      // Discord counts a request for just five seconds.
      for (const [n, at] of arrivals.entries())
        expect(at - (arrivals[n - 5] ?? at - 5_000)).toBeGreaterThanOrEqual(5_000);
    }),
  );
});

test('waiting as long as told is enough', () => {
  const clock = createManualClock(0);
  const budget = createEditBudget({ clock, pause: clock.pause });
  for (let n = 0; n < 5; n += 1) {
    expect(budget.take('edit 1', 'final')).toBe(0);
    clock.advance(100);
  }
  clock.advance(budget.take('edit 1', 'final'));
  expect(budget.take('edit 1', 'final')).toBe(0);
});

test('holds everything as long as Discord says, in that bucket only', () => {
  const clock = createManualClock(0);
  const budget = createEditBudget({ clock, pause: clock.pause });
  budget.take('edit 1', 'final');
  budget.block('edit 1', 60_000);
  expect(budget.take('edit 1', 'final')).toBe(60_000);
  expect(budget.take('edit 1', 'progress')).toBe(60_000);
  expect(budget.take('edit 2', 'progress')).toBe(0);
  expect(budget.take('post 1', 'final')).toBe(0);
  clock.advance(60_000);
  expect(budget.take('edit 1', 'progress')).toBe(0);
});

test('forgets quiet channels', () => {
  const clock = createManualClock(0);
  const budget = createEditBudget({ clock, pause: clock.pause });
  for (let n = 0; n < 1_000; n += 1) budget.take(`edit ${n}`, 'final');
  expect(budget.size).toBe(1_000);
  clock.advance(WINDOW);
  budget.take('edit 1', 'final');
  expect(budget.size).toBe(1);
});

test('progress makes way for a final that waits, though there would be room for it first', async () => {
  const clock = createManualClock(0);
  const budget = createEditBudget({ clock, pause: clock.pause });
  for (let n = 0; n < 5; n += 1) budget.take('edit 1', 'final');
  const turn = budget.waitForTurn('edit 1', new AbortController().signal);
  clock.advance(WINDOW);
  expect(budget.take('edit 1', 'progress')).toBe(WINDOW / 5);
  expect(budget.take('edit 2', 'progress')).toBe(0);
  expect(await turn).toBe(0);
  expect(budget.take('edit 1', 'progress')).toBe(0);
});

test('a turn that is too far away is not waited for', async () => {
  const clock = createManualClock(0);
  const budget = createEditBudget({ clock, pause: clock.pause });
  budget.block('post 1', 60_000);
  expect(await budget.waitForTurn('post 1', new AbortController().signal)).toBe(60_000);
  expect(clock.pendingPauses()).toBe(0);
});

test('a turn ends with its signal', async () => {
  const clock = createManualClock(0);
  const budget = createEditBudget({ clock, pause: clock.pause });
  budget.block('post 1', 14_000);
  const stop = new AbortController();
  const turn = budget.waitForTurn('post 1', stop.signal);
  stop.abort(new Error('stopping'));
  await expect(turn).rejects.toThrow('stopping');
});
