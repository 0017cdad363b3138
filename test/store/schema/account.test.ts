import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Account } from '../../../src/domain/credits/account.ts';
import { accountCodec } from '../../../src/store/schema/account.ts';

const account: Account = {
  held: [['10', 1, 29]],
  pages: [{ id: 'p', first: '8', last: '9', days: [[29, 2]] }],
  credits: [3, 0, 2.5],
  jobs: [1],
  kinds: [
    [3, 2],
    [0, 0],
  ],
  kindDays: [[1, 2], []],
  given: [],
  inDoubt: 0,
  listed: true,
};

/** What is checked by hand, checked element by element. */
const counts = z.array(z.number());
const Plain = z.object({
  credits: counts,
  jobs: counts,
  given: counts,
  kinds: z.array(z.tuple([z.number(), z.number()])),
  kindDays: z.array(counts),
});

function isTaken(change: object): boolean {
  try {
    accountCodec.unwrap({ v: 1, data: { ...account, ...change } });
    return true;
  } catch {
    return false;
  }
}

test('an account comes back as it was written', () => {
  const written: unknown = JSON.parse(JSON.stringify(accountCodec.wrap(account)));
  expect(accountCodec.unwrap(written)).toEqual(account);
});

test('a damaged account is told from a sound one, whatever is in it', () => {
  const number = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -0));
  const numbers = fc.array(number, { maxLength: 4 });
  const list = fc.oneof(
    numbers,
    fc.array(numbers, { maxLength: 3 }),
    fc.array(fc.tuple(number, number)),
    fc.anything(),
  );
  const field = fc.constantFrom('credits', 'jobs', 'given', 'kinds', 'kindDays');
  const property = fc.property(fc.dictionary(field, list, { maxKeys: 2 }), (change) => {
    expect(isTaken(change)).toBe(Plain.safeParse({ ...account, ...change }).success);
  });
  fc.assert(property, { numRuns: 1_000 });
});

test('an account from before there were pages has none, and one of a Darkroom that knows them is no older one’s', () => {
  const { pages: _, ...first } = account;
  expect(accountCodec.unwrap({ v: 1, data: first })).toEqual(first);
  expect(accountCodec.wrap(first)).toMatchObject({ v: 2 });
  expect(isTaken({ pages: [{ id: 'p', first: '8', last: '9', days: [['29', 2]] }] })).toBe(false);
});

test('a list with gaps is not written: they would come back as nothing', () => {
  const credits = [1, 2, 3];
  delete credits[1];
  expect(() => accountCodec.wrap({ ...account, credits })).toThrow();
  const kinds: (readonly [number, number])[] = [
    [1, 2],
    [3, 4],
  ];
  delete kinds[0];
  expect(() => accountCodec.wrap({ ...account, kinds })).toThrow();
});
