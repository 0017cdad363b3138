import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import type { ReceivedJob } from '../../../src/domain/job/job.ts';
import { openStore } from '../../../src/store/store.ts';
import { receivedJob, silentLog } from '../sample-records.ts';
import { openTestStore, sqliteUrl } from '../test-store.ts';

const WRITERS = 16;
const LIMIT = 5;
type Answer = 'yes' | 'no' | 'gone';

function jobOf(id: string, memberId: string): ReceivedJob {
  const job = receivedJob(id);
  return { ...job, requester: { ...job.requester, id: memberId } };
}

/** Sixteen writers in as many processes' stores on one file. */
async function writers() {
  const url = sqliteUrl();
  const stores = await Promise.all(Array.from({ length: WRITERS }, () => openStore({ url, log: silentLog })));
  onTestFinished(() => Promise.all(stores.map((store) => store.close())).then(() => undefined));
  return stores.map(({ indexes }) => indexes);
}

const all = fc.array(
  fc.record({ writer: fc.nat(WRITERS - 1), count: fc.integer({ min: 1, max: 3 }), ends: fc.boolean() }),
  { minLength: 1, maxLength: 24 },
);

test('however many take jobs in at once, a member never has more under way than they may, and none is forgotten', async () => {
  const indexes = await writers();
  let members = 0;
  await fc.assert(
    fc.asyncProperty(all, fc.array(fc.constantFrom<Answer>('no', 'gone'), { maxLength: 8 }), async (asked, old) => {
      members += 1;
      const member = `${members}`;
      /** Of the jobs that do not count: what they are. */
      const state = new Map(old.map((answer, n) => [`${member}-old${n}`, answer]));
      const counts = async (id: string) => state.get(id) ?? 'yes';
      const isCounted = (id: string) => !state.has(id);
      for (const id of state.keys()) await indexes[0]?.reserve(member, [id], 100, counts);
      const taken = new Set<string>();
      const batches = await Promise.all(
        asked.map(async ({ writer, count, ends }, n) => {
          const ids = Array.from({ length: count }, (_, i) => `${member}-${n}-${i}`);
          const isIn = (await indexes[writer]?.reserve(member, ids, LIMIT, counts)) ?? false;
          if (isIn) for (const id of ids) taken.add(id);
          if (isIn && ends) {
            await indexes[writer]?.remove(jobOf(ids[0] ?? '', member), null);
            taken.delete(ids[0] ?? '');
          }
          return { ids, isIn, ends };
        }),
      );
      const listed = (await indexes[0]?.ofMember(member)) ?? [];
      const counted = listed.filter(isCounted);
      expect(new Set(counted)).toEqual(taken);
      expect(new Set(listed).size).toBe(listed.length);
      expect(counted.length).toBeLessThanOrEqual(LIMIT);
      // Nobody is refused while nothing of what was asked for could have been in the way.
      const most = asked.reduce((sum, { count }) => sum + count, 0);
      if (most <= LIMIT) expect(batches.every(({ isIn }) => isIn)).toBe(true);
      // Those that wait for nothing count no longer, but are known until somebody looks; those that are gone leave the list.
      for (const id of state.keys()) if (state.get(id) === 'no') expect(listed).toContain(id);
    }),
    { numRuns: 60 },
  );
}, 60_000);

test('what is left of jobs that ended, or never began, goes away as soon as it would be in somebody’s way', async () => {
  const { indexes } = await openTestStore({ url: sqliteUrl() });
  const living = async () => 'yes' as const;
  expect(await indexes.reserve('1', ['a', 'b', 'c'], 3, living)).toBe(true);
  expect(await indexes.reserve('1', ['d'], 3, living)).toBe(false);
  const asked: string[] = [];
  const counts = async (id: string) => {
    asked.push(id);
    return id === 'b' ? 'gone' : 'yes';
  };
  expect(await indexes.reserve('1', ['d'], 3, counts)).toBe(true);
  expect(asked).toEqual(['a', 'b', 'c']);
  expect(await indexes.ofMember('1')).toEqual(['a', 'c', 'd']);
});

test('the same gesture taken in again needs no further place', async () => {
  const { indexes } = await openTestStore({ url: sqliteUrl() });
  const counts = async () => 'yes' as const;
  expect(await indexes.reserve('1', ['a', 'b'], 2, counts)).toBe(true);
  expect(await indexes.reserve('1', ['a', 'b'], 2, counts)).toBe(true);
  expect(await indexes.reserve('1', ['c'], 2, counts)).toBe(false);
  expect(await indexes.ofMember('1')).toEqual(['a', 'b']);
});
