import { expect, test } from 'vitest';
import { emptyAccount, end, give, hold, noRoom, used } from '../../../src/domain/credits/account.ts';
import { fateOf } from '../../../src/domain/credits/charge.ts';

const held = hold(emptyAccount, [
  ['1', 2, 28],
  ['2', 4, 29],
]);

test('what is held counts as used until it is posted or given back, on its own day', () => {
  expect(used(held, 29)).toEqual({ day: 4, month: 6 });
  const posted = end(held, '2', 'image', 'post');
  expect(posted).toMatchObject({
    held: [['1', 2, 28]],
    kinds: [
      [4, 1],
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 0],
    ],
  });
  expect(posted.credits[28]).toBe(4);
  expect(posted.jobs[28]).toBe(1);
  expect(used(posted, 29)).toEqual({ day: 4, month: 6 });
  expect(used(end(held, '2', 'image', 'void'), 29)).toEqual({ day: 0, month: 2 });
  expect(end(held, '2', 'image', 'doubt').inDoubt).toBe(4);
});

test('everything may be repeated', () => {
  expect(hold(held, [['1', 2, 28]])).toBe(held);
  const posted = end(held, '1', 'image', 'post');
  expect(end(posted, '1', 'image', 'post')).toBe(posted);
  expect(end(posted, '1', 'image', 'void')).toBe(posted);
});

test('a limit is reached by the day first, and what was given lowers what counts', () => {
  expect(noRoom(held, 29, 2, { day: 6, month: 8 })).toBeNull();
  expect(noRoom(held, 29, 3, { day: 6, month: 8 })).toEqual({ window: 'day', left: 2, of: 6 });
  expect(noRoom(held, 29, 3, { day: null, month: 8 })).toEqual({ window: 'month', left: 2, of: 8 });
  expect(noRoom(give(held, 29, 10), 29, 10, { day: 6, month: 8 })).toBeNull();
  expect(noRoom(held, 29, 6, { day: 6, month: 8 }, new Set(['2']))).toBeNull();
  expect(noRoom(held, 29, 1, { day: 3, month: null })).toEqual({ window: 'day', left: 0, of: 3 });
});

test('members pay for pictures and for what they stop late, not for trouble', () => {
  const fate = (kind: 'stopped' | 'unfollowed' | 'taskLost' | 'overdue' | 'cancelled' | 'saturated') =>
    fateOf({ kind: 'failed', reason: { kind } });
  expect([fate('stopped'), fate('unfollowed')]).toEqual(['post', 'post']);
  expect([fate('taskLost'), fate('overdue')]).toEqual(['doubt', 'doubt']);
  expect([fate('cancelled'), fate('saturated')]).toEqual(['void', 'void']);
});
