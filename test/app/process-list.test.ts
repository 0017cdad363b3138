import { expect, test, vi } from 'vitest';
import { createProcessList } from '../../src/app/process-list.ts';
import { createReconciling } from '../../src/app/reconciling.ts';
import { StoreError } from '../../src/domain/failures/errors.ts';
import { sampleClock } from '../sample-clock.ts';
import { silentLog } from '../store/sample-records.ts';
import { openTestStore, sqliteUrl } from '../store/test-store.ts';

const clock = sampleClock();

/** Members of a cluster whose time passes only by `pass`, which also lets all of them report. */
async function createMembers(url: string) {
  let now = 0;
  const lists: Awaited<ReturnType<typeof member>>[] = [];
  async function member(id: string, { bot = '7', version = '1.0.0', leads = false } = {}) {
    const errors: string[] = [];
    const { processes } = await openTestStore({ url, self: id });
    const state = { leads, isFrozen: false };
    const list = createProcessList({
      self: { id, bot, version, format: 1 },
      processes,
      cluster: { isGone: async () => null },
      isLeading: () => state.leads,
      clock: { monotonic: () => now },
      log: { ...silentLog, error: (_, message) => void errors.push(message) },
      signal: new AbortController().signal,
    });
    return { ...list, errors, state, stored: processes };
  }
  return {
    async join(id: string, options?: Parameters<typeof member>[1]) {
      const joining = await member(id, options);
      await joining.join();
      lists.push(joining);
      return joining;
    },
    member,
    async pass(ms: number) {
      for (let passed = 0; passed < ms; passed += 2_000) {
        now += 2_000;
        for (const list of lists) if (!list.state.isFrozen) await list.tend();
      }
    },
    suspend(ms: number) {
      now += ms;
    },
  };
}

/** A process of a bot, as it and the others on its store are known to itself. */
async function joined(url: string, id: string) {
  const { processes } = await openTestStore({ url, self: id });
  const list = createProcessList({
    self: { id, bot: '7', version: '1.0.0', format: 1 },
    processes,
    // Nobody but the reports can tell, as on a server.
    cluster: { isGone: async () => null },
    isLeading: () => false,
    clock,
    log: silentLog,
    signal: new AbortController().signal,
  });
  await list.join();
  return { ...list, stored: processes };
}

test('a process that has just come is not taken for a dead one by who has not looked since', async () => {
  const url = sqliteUrl();
  const first = await joined(url, 'a');
  const second = await joined(url, 'b');
  expect(await first.isGone('b')).toBe(false);
  await second.leave();
  expect(await (await joined(url, 'c')).isGone('b')).toBe(true);
});

test('a process whose look at the store takes long says all the while that it lives', async () => {
  const own = await joined(sqliteUrl(), 'a');
  const renewals = async () => (await own.stored.all())[0]?.renewals ?? 0;
  const before = await renewals();
  let looks = 0;
  const look = () => {
    looks += 1;
    return new Promise<never>(() => {});
  };
  const { report, reconcile } = createReconciling({ reconcile: look }, own, clock);
  void reconcile();
  await report();
  await report();
  expect(await renewals()).toBe(before + 2);
  expect(looks).toBe(1);
});

test('a start beside a living process of another bot is refused with a sentence, and leaves nothing behind', async () => {
  const url = sqliteUrl();
  const members = await createMembers(url);
  const living = await members.join('a', { bot: '7' });
  const foreign = await members.member('b', { bot: '8' });
  const refused = foreign.join().catch((error: unknown) => error);
  await vi.waitFor(async () => expect(await living.stored.all()).toHaveLength(2));
  await living.tend();
  expect(await refused).toMatchObject({
    name: 'SetupError',
    needsPerson: true,
    message: 'Another bot uses the same STORE_URL: give each bot a store of its own.',
  });
  expect((await living.stored.all()).map(({ id }) => id)).toEqual(['a']);
});

test('what a dead process of another bot has left is in nobody’s way', async () => {
  const url = sqliteUrl();
  const { processes } = await openTestStore({ url, self: 'dead' });
  await processes.report({ id: 'dead', bot: '8', version: '1.0.0', format: 1, leader: true, renewals: 4 });
  const list = createProcessList({
    self: { id: 'a', bot: '7', version: '1.0.0', format: 1 },
    processes,
    cluster: { isGone: async (id) => id === 'dead' },
    isLeading: () => true,
    clock,
    log: silentLog,
    signal: new AbortController().signal,
  });
  await list.join();
  expect(await list.tend()).toBe(true);
  expect((await processes.all()).map(({ id }) => id)).toEqual(['a']);
});

test('whoever leads forgets a process that has stood still for six seconds, and nobody else does', async () => {
  const members = await createMembers(sqliteUrl());
  const leader = await members.join('a', { leads: true });
  const other = await members.join('b');
  const third = await members.join('c');
  other.state.isFrozen = true;
  await members.pass(4_000);
  expect(leader.count()).toBe(3);
  await members.pass(4_000);
  expect(leader.count()).toBe(2);
  expect(await third.isGone('b')).toBe(true);
  expect((await leader.stored.all()).map(({ id }) => id).toSorted()).toEqual(['a', 'c']);
});

test('a leader that stands still is told of once, and again when it does so again', async () => {
  const members = await createMembers(sqliteUrl());
  const leader = await members.join('a', { leads: true });
  const other = await members.join('b');
  await members.pass(20_000);
  expect(other.errors).toEqual([]);
  leader.state.isFrozen = true;
  await members.pass(14_000);
  expect(other.errors).toEqual([]);
  await members.pass(60_000);
  expect(other.errors).toEqual(['the process that leads does not respond, and jobs wait for it: stop it']);
  leader.state.isFrozen = false;
  await members.pass(4_000);
  leader.state.isFrozen = true;
  await members.pass(20_000);
  expect(other.errors).toHaveLength(2);
});

test('a machine that was asleep for an hour tells of no leader that stands still', async () => {
  const members = await createMembers(sqliteUrl());
  await members.join('a', { leads: true });
  const other = await members.join('b');
  await members.pass(4_000);
  members.suspend(3_600_000);
  await other.tend();
  expect(other.errors).toEqual([]);
  expect(await other.isGone('a')).toBe(false);
});

test('a process knows that a newer version is there, while that lives', async () => {
  const members = await createMembers(sqliteUrl());
  const older = await members.join('a', { version: '1.9.0' });
  const newer = await members.join('b', { version: '1.10.0' });
  await members.pass(2_000);
  expect([older.isOutdated(), newer.isOutdated()]).toEqual([true, false]);
  newer.state.isFrozen = true;
  await members.pass(8_000);
  expect(older.isOutdated()).toBe(false);
});

test('what a process that is gone, or has left, may have failed to tell is looked for at once, and so it is when the store was away', async () => {
  const members = await createMembers(sqliteUrl());
  const leader = await members.join('a', { leads: true });
  const [killed, leaving] = [await members.join('b'), await members.join('c')];
  let isAway = false;
  const tend = async () => {
    if (isAway) throw new StoreError('away');
    return leader.tend();
  };
  const looks: boolean[] = [];
  let isFailing = false;
  const look = async (whole: boolean) => {
    looks.push(whole);
    if (isFailing) throw new StoreError('away');
  };
  const { report, reconcile } = createReconciling({ reconcile: look }, { tend }, clock);
  const since = async () => {
    await report();
    await reconcile();
    return looks.splice(0);
  };
  expect(await since()).toEqual([false]);
  expect(await since()).toEqual([]);

  await leaving.leave();
  expect(await since()).toEqual([true]);
  expect(await since()).toEqual([]);

  for (let passed = 0; passed < 6_000; passed += 2_000) {
    expect(await since()).toEqual([]);
    members.suspend(2_000);
  }
  expect(await since()).toEqual([true]);
  expect(await killed.stored.all()).toMatchObject([{ id: 'a' }]);
  expect(await since()).toEqual([]);

  isAway = true;
  await expect(report()).rejects.toThrow('away');
  isAway = false;
  isFailing = true;
  await expect(reconcile()).rejects.toThrow('away');
  isFailing = false;
  expect(looks.splice(0)).toEqual([true]);
  expect(await since()).toEqual([true]);
  expect(await since()).toEqual([]);
});
