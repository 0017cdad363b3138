import { appendFileSync, copyFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { StoreError } from '../../src/domain/failures/errors.ts';
import { openStore } from '../../src/store/store.ts';
import { fillDisk } from './full-disk.ts';
import { questionsTo } from './questions.ts';
import { receivedJob, silentLog, submittingJob } from './sample-records.ts';
import { storeFile } from './store-file.ts';
import { listAll, openTestStore, sqliteUrl, temporaryFolder } from './test-store.ts';

test.each([
  ['is a folder', (dir: string) => mkdirSync(join(dir, 'x'))],
  ['is no SQLite file', (dir: string) => writeFileSync(join(dir, 'x'), 'garbage '.repeat(1000))],
  [
    'is a table of another program',
    (dir: string) => storeFile(`sqlite:${dir}/x`).run('CREATE VIEW open AS SELECT 1 AS one'),
  ],
])('a file that %s is refused in one plain sentence with its path', async (_, prepare) => {
  const dir = temporaryFolder();
  prepare(dir);
  const refusal = await openStore({ url: `sqlite:${dir}/x`, log: silentLog }).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(StoreError);
  expect(String(refusal)).toContain(join(dir, 'x'));
  expect(String(refusal)).toMatch(/^StoreError: The store [^\n]* cannot be used \([^\n]+\): make sure [^\n]*\.$/);
});

test('a folder that cannot be made is refused', async () => {
  const dir = temporaryFolder();
  writeFileSync(join(dir, 'file'), '');
  await expect(openStore({ url: `sqlite:${dir}/file/x`, log: silentLog })).rejects.toThrow(StoreError);
});

test.runIf(process.platform === 'linux')(
  'nor is a folder where the system lets none be made tried for ever',
  async () => {
    await expect(openStore({ url: 'sqlite:/proc/darkroom/store/x', log: silentLog })).rejects.toThrow(StoreError);
  },
);

test('a file that can be read but not written is refused at once', async () => {
  const url = sqliteUrl();
  const store = await openStore({ url, log: silentLog });
  await store.close();
  storeFile(url).run("CREATE TRIGGER readonly BEFORE INSERT ON checks BEGIN SELECT RAISE(ABORT, 'read only'); END");
  await expect(openStore({ url, log: silentLog })).rejects.toThrow(/read only/);
});

test('an address that names no store is a TypeError', async () => {
  await expect(openStore({ url: 'mysql://host', log: silentLog })).rejects.toThrow(TypeError);
});

test('when the tables are gone every question fails, and none answers "nothing"', async () => {
  const url = sqliteUrl();
  const store = await openTestStore({ url });
  const file = storeFile(url);
  for (const table of ['open', 'jobs', 'messages', 'tasks', 'claims', 'members', 'settings', 'channels', 'checks']) {
    file.run(`DROP TABLE "${table}"`);
  }
  for (const ask of questionsTo(store)) await expect(ask(), String(ask)).rejects.toThrow(StoreError);
});

test('a listing that fails half-way says so', async () => {
  const url = sqliteUrl();
  const { jobs } = await openTestStore({ url });
  for (let id = 0; id < 501; id += 1) await jobs.add(receivedJob(`${id}`));
  const file = storeFile(url);
  let seen = 0;
  const reading = (async () => {
    for await (const _ of jobs.open()) {
      seen += 1;
      if (seen === 1) file.run('ALTER TABLE open RENAME TO away');
    }
  })();
  await expect(reading).rejects.toThrow(StoreError);
  expect(seen).toBe(500);
});

test('another program that locks the file for long makes writes fail in time, and only for that long', async () => {
  const url = sqliteUrl();
  const { jobs, claims } = await openTestStore({ url });
  await jobs.add(receivedJob('10'));
  const file = storeFile(url);
  file.run('BEGIN IMMEDIATE');
  const before = Date.now();
  await expect(jobs.add(receivedJob('11'))).rejects.toThrow(/^The store could not write open: .*locked/);
  const moved = { ...receivedJob('10'), prompt: 'moved' };
  await expect(jobs.replace(receivedJob('10'), moved)).rejects.toThrow(/^The store could not write open: .*locked/);
  await expect(claims.claim('k', '11')).rejects.toThrow(StoreError);
  expect(Date.now() - before).toBeLessThan(5000);
  expect(await jobs.get('10')).toEqual(receivedJob('10'));
  file.run('ROLLBACK');
  await jobs.add(receivedJob('11'));
  expect(await jobs.get('11')).toEqual(receivedJob('11'));
});

test.each([
  ['deleted', (path: string) => rmSync(path)],
  [
    'replaced',
    (path: string) => {
      renameSync(path, `${path}.old`);
      writeFileSync(path, 'garbage');
    },
  ],
])('a check notices that the file was %s underneath', async (_, harm) => {
  const url = sqliteUrl();
  const { check } = await openTestStore({ url });
  await check();
  const file = storeFile(url);
  file.close();
  harm(file.path);
  await expect(check()).rejects.toThrow(StoreError);
});

test.each([
  ['deleted', (path: string) => rmSync(path)],
  [
    'replaced',
    (path: string) => {
      copyFileSync(path, `${path}.new`);
      renameSync(`${path}.new`, path);
    },
  ],
])('when the write-ahead log was %s underneath, a check notices, and nothing more is submitted', async (_, harm) => {
  const url = sqliteUrl();
  const { check, jobs } = await openTestStore({ url });
  await jobs.add(receivedJob('10'));
  await jobs.replace(receivedJob('10'), submittingJob('10'));
  harm(`${storeFile(url).path}-wal`);
  const refusal = await check().catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(StoreError);
  expect(refusal).toHaveProperty('cause.name', 'StoreReplaced');
  await jobs.add(receivedJob('11'));
  await expect(jobs.replace(receivedJob('11'), submittingJob('11'))).rejects.toThrow(StoreError);
});

test('a store that is closed while a job is written down lets that be done first', async () => {
  const url = sqliteUrl();
  const store = await openTestStore({ url });
  await store.jobs.add(receivedJob('10'));
  const written = store.jobs.replace(receivedJob('10'), submittingJob('10'));
  await store.close();
  await expect(written.catch((error: unknown) => error instanceof StoreError)).resolves.toBe(true);
  const { jobs } = await openTestStore({ url });
  expect(await jobs.get('10')).toMatchObject({ id: '10' });
});

test('a file that was overwritten with garbage never reads as an empty store', async () => {
  const url = sqliteUrl();
  const first = await openTestStore({ url });
  await first.jobs.add(receivedJob('10'));
  await first.close();
  const store = await openTestStore({ url });
  writeFileSync(storeFile(url).path, 'garbage '.repeat(4096));
  await expect(store.jobs.get('10')).rejects.toThrow(StoreError);
  await expect(listAll(store.jobs.open())).rejects.toThrow(StoreError);
});

test('a torn end of the write-ahead log costs nothing that came before it', async () => {
  const url = sqliteUrl();
  const { jobs } = await openTestStore({ url });
  await jobs.add(receivedJob('10'));
  appendFileSync(`${storeFile(url).path}-wal`, 'torn');
  expect(await jobs.get('10')).toEqual(receivedJob('10'));
  await jobs.add(receivedJob('11'));
  expect(await listAll(jobs.open())).toEqual([receivedJob('10'), receivedJob('11')]);
});

test('another program that locks the file for a moment is waited for, without holding up the process', async () => {
  const url = sqliteUrl();
  const { jobs, claims } = await openTestStore({ url });
  const file = storeFile(url);
  file.run('BEGIN IMMEDIATE');
  const turns = setInterval(() => turned.push(Date.now()), 10);
  const turned: number[] = [];
  const writing = Promise.all([jobs.add(receivedJob('10')), claims.claim('k', '10')]);
  await delay(400);
  file.run('COMMIT');
  expect(await writing).toEqual([true, '10']);
  clearInterval(turns);
  const longest = turned.slice(1).map((at, index) => at - (turned[index] ?? at));
  expect(Math.max(...longest)).toBeLessThan(200);
  expect(await jobs.get('10')).toEqual(receivedJob('10'));
});

test('a full disk fails every write in a plain sentence, keeps what was acknowledged, and heals', async () => {
  const url = sqliteUrl();
  const { acknowledged, sentence, readable } = await fillDisk(url);
  expect(acknowledged).toBeGreaterThan(0);
  expect(sentence).toMatch(/^The store could not write jobs: /);
  expect(readable).toBe(true);
  const { jobs, check } = await openTestStore({ url });
  for (let id = 0; id < acknowledged; id += 1) expect(await jobs.get(`${id}`)).toMatchObject({ id: `${id}` });
  await check();
});
