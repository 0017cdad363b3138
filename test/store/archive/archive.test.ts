import { appendFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { parseStoreUrl } from '../../../src/lib/store-address.ts';
import { helpFor } from '../../../src/store/archive/task.ts';
import { lockStore } from '../../../src/store/backends/lock.ts';
import { wallClock } from '../../../src/store/store.ts';
import { openTables } from '../../../src/store/tables/tables.ts';
import { job, messageRecord, text } from '../arbitraries.ts';
import { putJob } from '../put-job.ts';
import { place, receivedJob, settledJob, silentLog } from '../sample-records.ts';
import { storeFile } from '../store-file.ts';
import { listAll, openTestStore, sqliteUrl, temporaryFolder } from '../test-store.ts';
import { filledStore } from './filled-store.ts';
import { tool } from './tool.ts';

/** When the records of an export expire, Unix ms, in its order. */
function timesOver(text: string): number[] {
  return [...text.matchAll(/"expires":(\d+)/g)].map(([, time]) => Number(time));
}

test('an export carries everything to another store, and nothing is secret in it', async () => {
  const from = await filledStore(sqliteUrl());
  const file = join(temporaryFolder(), 'copy.jsonl');
  const exported = await tool(from, 'export', file);
  expect(exported).toEqual({ code: 0, said: expect.stringContaining(`21 records were written to ${file}.`) });
  expect(statSync(file).mode & 0o077).toBe(0);
  expect(readFileSync(file, 'utf8')).not.toContain('secret-token');

  const to = sqliteUrl();
  expect(await tool(to, 'import', file)).toEqual({ code: 0, said: `21 records were read from ${file}.` });
  const again = join(temporaryFolder(), 'again.jsonl');
  await tool(to, 'export', again);
  // Keyv is told how long a record has left, not when its time is over: a moment passes in between.
  const [before, after] = [readFileSync(file, 'utf8'), readFileSync(again, 'utf8')];
  const lasting = (text: string) => text.replaceAll(/"expires":\d+/g, '"expires":0');
  expect(lasting(after)).toBe(lasting(before));
  for (const [index, time] of timesOver(after).entries()) {
    expect(Math.abs(time - (timesOver(before)[index] ?? 0))).toBeLessThan(10_000);
  }
  expect(await tool(to, 'check')).toEqual({ code: 0, said: expect.stringMatching(/^settings: 1\nopen: 1\njobs: 1\n/) });

  const store = await openTestStore({ url: to });
  expect(await listAll(store.jobs.open())).toEqual([{ ...receivedJob('10'), reply: null }]);
  expect(await store.claims.claim('once:t:MJ::x', '99')).toBe('11');
  expect(await store.members.settings('3')).toMatchObject({ remix: true });
  expect(await store.refusals.all('https://relay.example')).toEqual([{ class: 'pan', at: 1 }]);
  expect((await store.accounts.get('m:1:3', '2026-11')).held.length).toBeLessThan(13);
  expect((await store.accounts.whole('m:1:3', '2026-11')).held).toHaveLength(13);
});

test('whatever is stored comes out of the other store as it went in', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(job, { selector: ({ id }) => id, maxLength: 6 }),
      fc.uniqueArray(messageRecord, { selector: (record) => record.place.messageId, maxLength: 6 }),
      fc.uniqueArray(text, { maxLength: 4 }),
      async (jobs, messages, keys) => {
        const [from, to, file] = [sqliteUrl(), sqliteUrl(), join(temporaryFolder(), 'copy.jsonl')];
        const before = await openTestStore({ url: from });
        for (const one of jobs) await putJob(before.jobs, one);
        for (const record of messages) await before.messages.put(record);
        for (const key of keys) await before.claims.claim(key, 'holder');
        await before.close();
        expect((await tool(from, 'export', file)).code).toBe(0);
        expect((await tool(to, 'import', file)).code).toBe(0);
        const after = await openTestStore({ url: to });
        for (const one of jobs) expect(await after.jobs.get(one.id)).toEqual(one);
        for (const record of messages) expect(await after.messages.get(record.place.messageId)).toEqual(record);
        for (const key of keys) expect(await after.claims.claim(key, 'other')).toBe('holder');
        await after.close();
      },
    ),
    { numRuns: 12 },
  );
});

test('line and paragraph separators in a prompt do not tear the export', async () => {
  const [from, to, file] = [sqliteUrl(), sqliteUrl(), join(temporaryFolder(), 'copy.jsonl')];
  const before = await openTestStore({ url: from });
  const record = { place: place('7'), jobId: '1', taskId: null, buttons: [], requesterId: '3', createdAt: 1 };
  await before.messages.put({ ...record, prompt: 'one\u2028two\u2029three\r\nfour' });
  await before.close();
  await tool(from, 'export', file);
  expect((await tool(to, 'import', file)).code).toBe(0);
  const after = await openTestStore({ url: to });
  expect((await after.messages.get('7'))?.prompt).toBe('one\u2028two\u2029three\r\nfour');
});

test('an import refuses a store that is not empty, unless told to merge', async () => {
  const [from, to] = [await filledStore(sqliteUrl()), await filledStore(sqliteUrl())];
  const file = join(temporaryFolder(), 'copy.jsonl');
  await tool(from, 'export', file);
  expect(await tool(to, 'import', file)).toEqual({ code: 1, said: expect.stringMatching(/^The store is not empty: /) });
  expect((await tool(to, 'import', file, '--merge')).code).toBe(0);
});

test.each([
  ['torn', (file: string) => writeFileSync(file, readFileSync(file, 'utf8').slice(0, -30)), /Line 22 is damaged/],
  [
    'without its end',
    (file: string) => writeFileSync(file, readFileSync(file, 'utf8').replace(/\n[^\n]*\n$/, '\n')),
    /breaks off/,
  ],
  ['with something after its end', (file: string) => appendFileSync(file, '{"records":1}\n'), /Line 24 comes after/],
  ['empty', (file: string) => writeFileSync(file, ''), /is empty/],
  ['another program’s', (file: string) => writeFileSync(file, '{"name":"x"}\n'), /no export of a Darkroom store/],
  ['of a newer Darkroom', (file: string) => writeFileSync(file, '{"darkroom":"store","format":2}\n'), /newer Darkroom/],
])('an export that is %s is refused in one sentence, and leaves the store as it was', async (_, harm, sentence) => {
  const file = join(temporaryFolder(), 'copy.jsonl');
  await tool(await filledStore(sqliteUrl()), 'export', file);
  harm(file);
  const to = sqliteUrl();
  expect(await tool(to, 'import', file)).toEqual({ code: 1, said: expect.stringMatching(sentence) });
  expect((await tool(to, 'check')).said).toMatch(/ 0 records are|\n0 records are/);
});

test('a record that makes no sense, or that a newer Darkroom wrote, is named by its line', async () => {
  const to = sqliteUrl();
  const file = join(temporaryFolder(), 'copy.jsonl');
  const line = (stored: object) => JSON.stringify({ kind: 'settings', key: '3', expires: null, stored });
  for (const [stored, sentence] of [
    [{ v: 99, data: {} }, 'Line 2 was written by a newer Darkroom: use that one.'],
    [{ v: 1, data: { notices: 'sk-secret' } }, 'Line 2 holds a record that makes no sense.'],
  ] as const) {
    writeFileSync(file, `{"darkroom":"store","format":1}\n${line(stored)}\n{"records":1}\n`);
    expect(await tool(to, 'import', file)).toEqual({ code: 1, said: sentence });
  }
});

test('records whose time is over when they arrive stay behind', async () => {
  const file = join(temporaryFolder(), 'copy.jsonl');
  await tool(await filledStore(sqliteUrl()), 'export', file);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2 * 60_000 });
  try {
    const imported = await tool(sqliteUrl(), 'import', file);
    expect(imported).toEqual({ code: 0, said: expect.stringMatching(/^20 records .*\n1 had outlived their time/) });
  } finally {
    vi.useRealTimers();
  }
});

test('a check names damaged records, and an export leaves only those behind', async () => {
  const url = await filledStore(sqliteUrl());
  storeFile(url).putRow('messages', '21', '{"value":{"v":1,"data":"sk-secret"}}');
  const checked = await tool(url, 'check');
  expect(checked).toEqual({ code: 1, said: expect.stringContaining('Damaged: 21 in messages.') });
  expect(checked.said).not.toContain('sk-secret');
  const file = join(temporaryFolder(), 'copy.jsonl');
  expect((await tool(url, 'export', file)).code).toBe(1);
  expect((await tool(sqliteUrl(), 'import', file)).said).toContain('21 records were read');
});

test('a check and an export read what a running bot has written so far, and need no lock', async () => {
  const url = await filledStore(sqliteUrl());
  const lock = await lockStore(url, { waitMs: 0 });
  const store = await openTestStore({ url });
  await store.jobs.add(receivedJob('12'));
  expect(await tool(url, 'check')).toEqual({ code: 0, said: expect.stringContaining('22 records are in the store.') });
  await putJob(store.jobs, settledJob('12'));
  const file = join(temporaryFolder(), 'copy.jsonl');
  expect((await tool(url, 'export', file)).said).toContain('open: 1\njobs: 2\n');
  await putJob(store.jobs, settledJob('10'));
  await store.check();
  await lock?.release();
  expect((await tool(sqliteUrl(), 'import', file)).said).toBe(`22 records were read from ${file}.`);
});

test('what is read beside a running bot is of one moment, though a job moves on meanwhile, and cannot be written', async () => {
  const url = await filledStore(sqliteUrl());
  const store = await openTestStore({ url });
  const parts = { ttl: 1000, clock: wallClock, log: silentLog, readOnly: true };
  const tables = await openTables(parseStoreUrl(url), parts);
  const idsOf = async (kind: 'open' | 'jobs') => (await listAll(tables[kind].entries())).map(({ key }) => key);
  expect(await idsOf('open')).toEqual(['10']);
  await putJob(store.jobs, settledJob('10'));
  expect(await idsOf('jobs')).toEqual(['11']);
  await expect(tables.open.delete('10')).rejects.toThrow(/readonly/);
  await tables.close();
});

test('a check finds nothing wrong where an older Darkroom had no such records', async () => {
  const url = await filledStore(sqliteUrl());
  storeFile(url).run('DROP TABLE reports');
  expect(await tool(url, 'check')).toEqual({
    code: 0,
    said: expect.stringMatching(/\nreports: 0\nerasures: 1\n20 records /),
  });
});

test('the tool keeps its hands off a store in use, an existing file, and what it does not understand', async () => {
  const url = await filledStore(sqliteUrl());
  const file = join(temporaryFolder(), 'copy.jsonl');
  const lock = await lockStore(url, { waitMs: 0 });
  expect(await tool(url, 'import', file)).toEqual({
    code: 1,
    said: 'Darkroom is running on this store: stop it first.',
  });
  await lock?.release();
  writeFileSync(file, 'precious');
  expect(await tool(url, 'export', file)).toEqual({ code: 1, said: expect.stringContaining('(EEXIST)') });
  expect(readFileSync(file, 'utf8')).toBe('precious');
  expect(await tool(url, 'import', `${file}.none`, '--merge')).toEqual({
    code: 1,
    said: expect.stringContaining('(ENOENT)'),
  });
  expect(await tool(sqliteUrl(), 'check')).toEqual({ code: 1, said: expect.stringMatching(/^There is no store /) });
  expect(await tool('memory:', 'check')).toEqual({ code: 1, said: expect.stringContaining('nothing to keep') });
  for (const args of [
    ...[[], ['export'], ['import', file, '--force'], ['check', 'x'], ['drop']],
    ...[['backup'], ['backup', file, '--keep'], ['backup', file, '--keep', '0'], ['backup', '--keep', '3']],
  ]) {
    expect(await tool(url, ...args)).toEqual({ code: 2, said: expect.stringContaining('npm run store -- check') });
  }
});

test('says what it does not know, and how it is called', async () => {
  const url = sqliteUrl();
  expect((await tool(url, 'drop')).said).toMatch(/^There is no 'drop'\./);
  expect((await tool(url, 'import', 'file', '--force')).said).toMatch(/^Unknown option '--force' of 'import'\./);
  expect((await tool(url, 'backup', 'file', '--keep', '0')).said).toMatch(/^'backup' takes other words/);
  for (const help of [['--help'], ['backup', '-h']]) expect(helpFor(help)).toContain('npm run store -- check');
  expect(helpFor(['check'])).toBeNull();
});
