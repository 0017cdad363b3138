import { symlinkSync } from 'node:fs';
import { expect, test } from 'vitest';
import { emptyAccount, hold, noRoom } from '../../src/domain/credits/account.ts';
import { StoreError } from '../../src/domain/failures/errors.ts';
import { defaultSettings } from '../../src/domain/settings/settings.ts';
import { lockStore } from '../../src/store/backends/lock.ts';
import { sampleClock } from '../sample-clock.ts';
import { putJob } from './put-job.ts';
import { place, receivedJob, recentTask, settledJob } from './sample-records.ts';
import { storeFile } from './store-file.ts';
import { listAll, openTestStore, sqliteUrl, temporaryFolder } from './test-store.ts';

test('everything is there after the store was closed and opened again', async () => {
  const url = sqliteUrl();
  const before = await openTestStore({ url });
  await before.jobs.add(receivedJob('10'));
  await putJob(before.jobs, settledJob('11'));
  await before.tasks.addPlace('t', place('20'));
  await before.members.addRecent('3', recentTask('t'));
  await before.members.changeSettings('3', (settings) => ({ ...settings, notices: false }));
  await before.channels.addNewest('2', recentTask('t'));
  await before.claims.claim('k', '10');
  await before.close();
  const after = await openTestStore({ url });
  expect(await listAll(after.jobs.open())).toEqual([receivedJob('10')]);
  expect(await after.jobs.get('11')).toEqual(settledJob('11'));
  expect(await after.tasks.places('t')).toEqual([place('20')]);
  expect(await after.members.recent('3')).toEqual([recentTask('t')]);
  expect(await after.members.settings('3')).toEqual({ ...defaultSettings, notices: false });
  expect(await after.channels.newest('2')).toEqual([recentTask('t')]);
  expect(await after.claims.claim('k', '99')).toBe('10');
});

test('two stores on one file agree on one winner', async () => {
  const url = sqliteUrl();
  const stores = [await openTestStore({ url }), await openTestStore({ url })];
  const contest = (key: string) =>
    Promise.all(stores.flatMap(({ claims }, store) => [1, 2, 3].map((id) => claims.claim(key, `${store}.${id}`))));
  for (let key = 0; key < 20; key += 1) expect(new Set(await contest(`${key}`)).size).toBe(1);
  const added = await Promise.all(stores.map(({ jobs }) => jobs.add(receivedJob('10'))));
  expect(added.filter(Boolean)).toHaveLength(1);
});

test('a claim that another process makes the moment an earlier one has expired is not removed with that', async () => {
  const url = sqliteUrl();
  let late = 0;
  const slow = await openTestStore({ url });
  const quick = await openTestStore({ url, clock: sampleClock(() => Date.now() + late) });
  for (let key = 0; key < 20; key += 1) {
    await slow.claims.claim(`${key}`, 'earlier', 60_000);
    late = 60_001;
    // The slow process still sees its claim, and the quick one sees that it is over.
    const [, , winner] = await Promise.all([
      slow.claims.release(`${key}`, 'earlier'),
      slow.claims.pass(`${key}`, 'earlier', 'heir'),
      quick.claims.claim(`${key}`, 'later'),
    ]);
    const holder = await slow.claims.claim(`${key}`, 'third');
    expect(holder).toBe(winner);
    late = 0;
  }
});

test('what two processes change about one member at the same moment all counts', async () => {
  const url = sqliteUrl();
  const [one, other] = [await openTestStore({ url }), await openTestStore({ url })];
  for (let member = 0; member < 20; member += 1) {
    const id = `${member}`;
    await Promise.all([
      one.members.changeSettings(id, (settings) => ({ ...settings, remix: true })),
      other.members.changeSettings(id, (settings) => ({ ...settings, model: '7' })),
      one.members.addRecent(id, recentTask('a')),
      other.members.addRecent(id, recentTask('b')),
    ]);
    expect(await one.members.settings(id)).toEqual({ ...defaultSettings, remix: true, model: '7' });
    expect((await other.members.recent(id)).map(({ taskId }) => taskId).toSorted()).toEqual(['a', 'b']);
  }
});

test('two processes that take the last credits at the same moment never take more than there are', async () => {
  const url = sqliteUrl();
  const stores = [await openTestStore({ url }), await openTestStore({ url })];
  const take = ({ accounts }: (typeof stores)[number], jobId: string) =>
    accounts.change(
      'g:1',
      '2026-11',
      (account) => (noRoom(account, 29, 2, { day: 10, month: null }) ? account : hold(account, [[jobId, 2, 29]])),
      [jobId],
    );
  await Promise.all(stores.flatMap((store, n) => [1, 2, 3, 4, 5, 6].map((id) => take(store, `${n}.${id}`))));
  const { held } = (await stores[0]?.accounts.whole('g:1', '2026-11')) ?? emptyAccount;
  expect(held).toHaveLength(5);
  expect(await stores[1]?.accounts.roster(null, '2026-11')).toEqual(['1']);
});

test('a claim is passed on to one of two processes, and renewed by neither over the other', async () => {
  const url = sqliteUrl();
  const stores = [await openTestStore({ url }), await openTestStore({ url })];
  for (let key = 0; key < 20; key += 1) {
    await stores[0]?.claims.claim(`${key}`, 'first');
    const passed = await Promise.all(stores.map(({ claims }, n) => claims.pass(`${key}`, 'first', `heir ${n}`)));
    expect(passed.filter(Boolean)).toHaveLength(1);
    expect(await stores[1]?.claims.claim(`${key}`, 'late')).toBe(`heir ${passed.indexOf(true)}`);
  }
});

test('a retention that is renewed while another process changes the record keeps the change', async () => {
  const url = sqliteUrl();
  const [one, other] = [await openTestStore({ url }), await openTestStore({ url })];
  const renewing = await openTestStore({ url, clock: sampleClock(() => Date.now() + 30 * 86_400_000) });
  const passed = async (key: string, turns: number) => {
    // At one of these turns, the other process has read the claim and not yet written it.
    for (let turn = 0; turn < turns; turn += 1) await null;
    return other.claims.pass(key, 'first', 'heir');
  };
  for (let turns = 0; turns < 80; turns += 1) {
    const key = `${turns}`;
    await one.claims.claim(key, 'first');
    const [seen] = await Promise.all([renewing.claims.claim(key, 'late'), passed(key, turns)]);
    expect(['first', 'heir']).toContain(seen);
    expect(await one.claims.claim(key, 'late')).toBe('heir');
  }
});

test('a settlement that breaks off half-way is finished at the next start', async () => {
  const url = sqliteUrl();
  const { jobs, close } = await openTestStore({ url });
  await jobs.add(receivedJob('10'));
  const file = storeFile(url);
  file.run("CREATE TRIGGER stop BEFORE DELETE ON open BEGIN SELECT RAISE(ABORT, 'stopped'); END");
  await expect(jobs.replace(receivedJob('10'), settledJob('10'))).rejects.toThrow(StoreError);
  await close();
  file.run('DROP TRIGGER stop');
  const next = await openTestStore({ url });
  expect(await listAll(next.jobs.open())).toEqual([]);
  expect(await next.jobs.get('10')).toEqual(settledJob('10'));
});

test('a link to the file has the lock of the file', async () => {
  const url = sqliteUrl();
  const { close } = await openTestStore({ url });
  await close();
  const link = `${temporaryFolder()}/link.sqlite`;
  symlinkSync(storeFile(url).path, link);
  const lock = await lockStore(url, { waitMs: 0 });
  expect(await lockStore(`sqlite:${link}`, { waitMs: 0 })).toBeNull();
  await lock?.release();
});
