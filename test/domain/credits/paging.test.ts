import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Account, emptyAccount, end, hold, isHeld, used } from '../../../src/domain/credits/account.ts';
import { compareAge, covers, type Hold, pageOf } from '../../../src/domain/credits/hold-page.ts';
import { cutsOf, pagesOf, putAway, takenBack } from '../../../src/domain/credits/paging.ts';

const holdOf = (jobId: string | number): Hold => [String(jobId), 2, 29];
const page = pageOf('p', ['99', '100-2', '123'].map(holdOf));
const holding = (from: number, to: number): Account => ({
  ...emptyAccount,
  held: Array.from({ length: to - from }, (_, n) => holdOf(from + n)),
});

test('jobs of one gesture are of one age, and a longer id is a later one', () => {
  expect(['123-10', '123', '99', '100', '123-f2'].toSorted(compareAge)).toEqual([
    '99',
    '100',
    '123-10',
    '123',
    '123-f2',
  ]);
  for (const jobId of ['99', '99-3', '100', '123', '123-10', '123-f2']) expect(covers(page, jobId)).toBe(true);
  for (const jobId of ['98', '9', '124', '1230', '98-10']) expect(covers(page, jobId)).toBe(false);
});

test('what is put away counts as used on its days, whoever looks', () => {
  const held = hold(emptyAccount, [
    ['1', 2, 28],
    ['2', 4, 29],
    ['3', 8, 29],
  ]);
  const cuts = [{ page: pageOf('p', held.held.slice(0, 2)), holds: held.held.slice(0, 2) }];
  const short = putAway(held, cuts);
  expect(short).toMatchObject({ held: [['3', 8, 29]], pages: [{ id: 'p', first: '1', last: '2' }] });
  if (!short) throw new Error('nothing is put away');
  expect([used(short, 28), used(short, 29)]).toEqual([used(held, 28), used(held, 29)]);
  expect(takenBack(short, new Map([['p', held.held.slice(0, 2)]]))).toEqual(held);
  expect(used(takenBack(short, new Map([['p', null]])), 29)).toEqual({ day: 8, month: 8 });
});

test('nobody can take a job that is put away for one that is not held', () => {
  const account: Account = { ...emptyAccount, pages: [page] };
  expect(() => isHeld(account, '100')).toThrow(RangeError);
  expect(() => hold(account, [holdOf('100')])).toThrow(RangeError);
  expect(() => end(account, '100', 'image', 'post')).toThrow(RangeError);
  expect(pagesOf(account, ['5', '100'])).toEqual([page]);
  expect(hold(account, [holdOf('124')]).held).toHaveLength(1);
});

test('what has ended or was held anew meanwhile is not put away', () => {
  const account = holding(100, 110);
  const cuts = cutsOf(account, 2, () => 'p');
  expect(putAway(end(account, '100', 'image', 'post'), cuts)).toBeNull();
  expect(putAway(hold(end(account, '100', 'image', 'void'), [['100', 3, 29]]), cuts)).toBeNull();
  expect(putAway(account, cuts)).not.toBeNull();
});

test('pages never reach over one another, and what is left beside them is short', () => {
  const size = fc.integer({ min: 1, max: 4 });
  const property = fc.property(
    fc.uniqueArray(fc.nat(200), { maxLength: 150 }),
    fc.nat(200),
    size,
    (all, from, most) => {
      let account: Account = emptyAccount;
      const known = new Map<string, readonly Hold[]>();
      for (const jobId of [...all, ...all.filter((one) => one > from)]) {
        const wanted = pagesOf(account, [String(jobId)]);
        expect(wanted.length).toBeLessThanOrEqual(1);
        const whole = takenBack(account, new Map(wanted.map(({ id }) => [id, known.get(id) ?? null])));
        account = isHeld(whole, String(jobId))
          ? end(whole, String(jobId), 'image', 'void')
          : hold(whole, [holdOf(jobId)]);
        const cuts = cutsOf(account, most, () => `page ${known.size}`).map((cut, n) => ({
          ...cut,
          page: { ...cut.page, id: `${cut.page.id} ${n}` },
        }));
        for (const cut of cuts) known.set(cut.page.id, cut.holds);
        if (cuts.length > 0) account = putAway(account, cuts) ?? account;
        expect(account.held.length).toBeLessThanOrEqual(3 * Math.max(most, account.pages?.length ?? 0));
      }
    },
  );
  fc.assert(property, { numRuns: 200 });
});
