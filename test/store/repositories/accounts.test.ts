import { expect, onTestFinished, test, vi } from 'vitest';
import { type Account, emptyAccount, end, hold, used } from '../../../src/domain/credits/account.ts';
import { StoreError } from '../../../src/domain/failures/errors.ts';
import { parseStoreUrl } from '../../../src/lib/store-address.ts';
import { openBackend } from '../../../src/store/backends/backend.ts';
import { createAccounts } from '../../../src/store/repositories/accounts.ts';
import { wallClock } from '../../../src/store/store.ts';
import { codecs } from '../../../src/store/tables/codecs.ts';
import { createTable } from '../../../src/store/tables/table.ts';
import { openTables } from '../../../src/store/tables/tables.ts';
import { silentLog } from '../sample-records.ts';
import { steppedBackend } from '../stepped-backend.ts';
import { storeFile } from '../store-file.ts';
import { listAll, sqliteUrl } from '../test-store.ts';

const [NAME, MONTH] = ['g:1', '2026-11'];
/** Ids of jobs as Discord makes them. */
const idOf = (n: number) => `${1_404_040_404_040_404_000n + BigInt(n)}`;
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => from + n);
const holdAll = (account: Account, ns: readonly number[]): Account => ({
  ...account,
  held: [...account.held, ...ns.map((n) => [idOf(n), 2, 29] as const)],
});

/** An account in a file that holds twenty jobs, most of them in pages of two. */
async function twenty() {
  const url = sqliteUrl();
  const tables = await openTables(parseStoreUrl(url), { ttl: 1e9, clock: wallClock, log: silentLog });
  onTestFinished(tables.close);
  const [error, debug] = [vi.fn(), vi.fn()];
  const accounts = createAccounts({ ...tables, log: { error, debug }, page: 2 });
  await accounts.change(NAME, MONTH, (there) => holdAll(there, range(0, 20)));
  const { held, pages = [] } = await accounts.get(NAME, MONTH);
  expect(held.length).toBeLessThan(20);
  expect(pages.length).toBeGreaterThan(2);
  return { url, tables, accounts, error, debug };
}

test('no page is left when all that was held has ended', async () => {
  const { accounts, tables } = await twenty();
  expect((await accounts.whole(NAME, MONTH)).held).toHaveLength(20);
  for (const n of range(0, 20)) {
    await accounts.change(NAME, MONTH, (there) => end(there, idOf(n), 'image', 'post'), [idOf(n)]);
    expect(await accounts.isHeld(NAME, MONTH, idOf(n))).toBe(false);
  }
  expect(await accounts.get(NAME, MONTH)).toMatchObject({ held: [], listed: true });
  expect(await accounts.get(NAME, MONTH)).not.toHaveProperty('pages');
  expect(used(await accounts.get(NAME, MONTH), 29)).toEqual({ day: 40, month: 40 });
  expect(await listAll(tables.holds.keys())).toEqual([]);
});

test.each(['missing', 'damaged'])('a page that is %s keeps nobody out, and is told of once', async (how) => {
  const { url, accounts, tables, error } = await twenty();
  const [page] = (await accounts.get(NAME, MONTH)).pages ?? [];
  const key = `${NAME}|${MONTH}|${page?.id}`;
  if (how === 'missing') await tables.holds.delete(key);
  else {
    const file = storeFile(url);
    file.putRow('holds', key, 'no JSON');
    file.close();
  }
  const lost = page?.first ?? '';
  expect(await accounts.isHeld(NAME, MONTH, lost)).toBe(false);
  const kept = (await accounts.whole(NAME, MONTH)).held.length;
  for (const _ of range(0, 3)) await accounts.change(NAME, MONTH, (there) => hold(there, [[lost, 2, 29]]), [lost]);
  expect(error).toHaveBeenCalledOnce();
  expect(await accounts.isHeld(NAME, MONTH, lost)).toBe(true);
  expect((await accounts.whole(NAME, MONTH)).held).toHaveLength(kept + 1);
  expect(used(await accounts.get(NAME, MONTH), 29).month).toBe(2 * (kept + 1));
});

test('an account that cannot be made shorter takes jobs all the same', async () => {
  const { tables, accounts } = await twenty();
  const debug = vi.fn();
  const full = createAccounts({
    ...tables,
    holds: { ...tables.holds, put: () => Promise.reject(new StoreError('the disk is full')) },
    log: { ...silentLog, debug },
    page: 2,
  });
  await full.change(NAME, MONTH, (there) => holdAll(there, range(100, 130)));
  expect(debug).toHaveBeenCalledOnce();
  expect((await accounts.whole(NAME, MONTH)).held).toHaveLength(50);
  await accounts.change(NAME, MONTH, (there) => holdAll(there, range(130, 131)));
  expect((await accounts.get(NAME, MONTH)).held.length).toBeLessThan(30);
});

/** Accounts in memory, and how many characters of records have been read and written since the last look. */
async function countedAccounts() {
  let size = 0;
  const memory = await openBackend(parseStoreUrl('memory:'), { log: silentLog, now: Date.now });
  const backend = steppedBackend(memory, async (work, sizeOf) => {
    const done = await work();
    size += sizeOf(done);
    return done;
  });
  const clock = wallClock;
  const accounts = createAccounts({
    accounts: createTable({
      kind: 'accounts',
      backendTable: await backend.table('accounts'),
      codec: codecs.accounts,
      clock,
    }),
    holds: createTable({ kind: 'holds', backendTable: await backend.table('holds'), codec: codecs.holds, clock }),
    rosters: createTable({
      kind: 'rosters',
      backendTable: await backend.table('rosters'),
      codec: codecs.rosters,
      clock,
    }),
    log: silentLog,
  });
  return {
    accounts,
    taken(): number {
      const before = size;
      size = 0;
      return before;
    },
  };
}

// The list of them would be 87 KB and 2.9 MB long, and each of the two changes reads it, compares it and writes it.
test.each([
  [3_000, 70_000],
  [100_000, 450_000],
])(
  'with %i jobs that wait, an account is not long to read and write for those that come and go',
  async (jobs, most) => {
    const { accounts, taken } = await countedAccounts();
    await accounts.change(NAME, MONTH, () => holdAll(emptyAccount, range(0, jobs)));
    taken();
    const count = 400;
    for (const n of range(0, count)) {
      const fresh = idOf(jobs + n);
      await accounts.change(NAME, MONTH, (there) => hold(there, [[fresh, 2, 29]]), [fresh]);
      await accounts.change(NAME, MONTH, (there) => end(there, idOf(n), 'image', 'post'), [idOf(n)]);
    }
    const each = taken() / count;
    expect(each).toBeLessThan(most);
    expect((await accounts.whole(NAME, MONTH)).held).toHaveLength(jobs);
  },
);
