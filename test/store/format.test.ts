import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { SetupError } from '../../src/domain/failures/errors.ts';
import { enter } from '../../src/domain/job/job.ts';
import { openStore } from '../../src/store/store.ts';
import { FORMAT } from '../../src/store/tables/codecs.ts';
import { version } from '../../src/version.ts';
import { tool } from './archive/tool.ts';
import { putJob } from './put-job.ts';
import { place, receivedJob, silentLog } from './sample-records.ts';
import { storeFile } from './store-file.ts';
import { openTestStore, sqliteUrl, temporaryFolder } from './test-store.ts';

const NEWER = `This store was written by Darkroom 9.9.9, this is ${version}: start 9.9.9 or newer, or restore a backup from before.`;

/** A store with a job, unless `jobs` says otherwise, of the format and version given; null leaves out what tells of them. */
async function storeOf(written: { readonly format: number; readonly version: string } | null, jobs = ['10']) {
  const url = sqliteUrl();
  const store = await openTestStore({ url });
  for (const id of jobs) await store.jobs.add(receivedJob(id));
  await store.close();
  const file = storeFile(url);
  if (written) file.putRow('checks', 'format', JSON.stringify({ value: { v: 1, data: JSON.stringify(written) } }));
  else file.run("DELETE FROM checks WHERE key = 'format'");
  file.close();
  const backups = join(dirname(file.path), 'backups');
  /** What the store says of its format now. */
  const says = () => {
    const now = storeFile(url);
    const text = now.textOf('checks', 'format');
    now.close();
    return text && JSON.parse(JSON.parse(text).value.data);
  };
  return { url, path: file.path, backups, says };
}

test('a new store says which format it has, and which Darkroom brought it there', async () => {
  const { says } = await storeOf({ format: FORMAT, version: '0.0.1' });
  expect(says()).toEqual({ format: FORMAT, version: '0.0.1' });
  const fresh = await storeOf(null, []);
  expect(fresh.says()).toBeNull();
  await (await openTestStore({ url: fresh.url })).close();
  expect(fresh.says()).toEqual({ format: FORMAT, version });
  expect(existsSync(fresh.backups)).toBe(false);
});

test('a store that a newer Darkroom wrote is refused with what to do, and is left as it is', async () => {
  const { url, path, says } = await storeOf({ format: FORMAT + 1, version: '9.9.9' });
  await expect(openStore({ url, log: silentLog })).rejects.toThrow(new SetupError(NEWER, { needsPerson: true }));
  for (const words of [['check'], ['export', join(temporaryFolder(), 'x.jsonl')]]) {
    expect(await tool(url, ...words)).toEqual({ code: 1, said: NEWER });
  }
  expect(says()).toEqual({ format: FORMAT + 1, version: '9.9.9' });

  const copy = join(temporaryFolder(), 'copy.sqlite');
  expect(await tool(url, 'backup', copy)).toMatchObject({ code: 0 });
  const other = await storeOf({ format: FORMAT, version });
  expect(await tool(other.url, 'restore', copy)).toEqual({ code: 1, said: NEWER });
  expect(readdirSync(dirname(path)).filter((name) => name.includes('part'))).toEqual([]);
});

test('a store of an older format is copied before it gets today’s, once, and the copy can be put back', async () => {
  const older = { format: FORMAT - 1, version: '0.0.1' };
  const { url, path, backups, says } = await storeOf(older);
  const warn = vi.fn();
  await (await openTestStore({ url, log: { ...silentLog, warn } })).close();
  const copy = join(backups, `before-${version}.sqlite`);
  expect(warn).toHaveBeenCalledExactlyOnceWith({ file: copy }, expect.stringContaining('an older Darkroom would need'));
  expect(says()).toEqual({ format: FORMAT, version });
  await (await openTestStore({ url })).close();
  expect(readdirSync(backups)).toEqual([`before-${version}.sqlite`]);
  expect(readFileSync(path, 'latin1')).toContain('secret-token');
  expect(readFileSync(copy, 'latin1')).not.toContain('secret-token');
  expect(await tool(`sqlite:${copy}`, 'check')).toMatchObject({ code: 0, said: expect.stringContaining('open: 1\n') });
  const there = storeFile(`sqlite:${copy}`);
  expect(JSON.parse(JSON.parse(there.textOf('checks', 'format') ?? '').value.data)).toEqual(older);
  there.close();

  // The older Darkroom still reads what was restored, and what it adds to it is copied before the next update.
  expect(await tool(url, 'restore', copy)).toMatchObject({ code: 0 });
  expect(says()).toEqual(older);
  await (await openTestStore({ url })).close();
  expect(readdirSync(backups)).toEqual([`before-${version}-2.sqlite`, `before-${version}.sqlite`]);
});

test('what is restored gets today’s format where records of today’s were written into it', async () => {
  const { url, path, says } = await storeOf({ format: FORMAT - 1, version: '0.0.1' });
  const store = await openTestStore({ url });
  await putJob(store.jobs, enter(receivedJob('11'), { step: 'waiting', place: place('m'), notBefore: 0, refusals: 0 }));
  await store.close();
  const copy = join(temporaryFolder(), 'copy.sqlite');
  expect(await tool(url, 'backup', copy)).toMatchObject({ code: 0 });
  const file = storeFile(`sqlite:${copy}`);
  const older = { value: { v: 1, data: JSON.stringify({ format: FORMAT - 1, version: '0.0.1' }) } };
  file.putRow('checks', 'format', JSON.stringify(older));
  file.close();
  expect((await tool(url, 'restore', copy)).said).toContain('Jobs that may have been bought since: 1.');
  expect(says()).toEqual({ format: FORMAT, version });
  expect(existsSync(path)).toBe(true);
});

test('a second update from an older format does not write over the copy of the first', async () => {
  const { url, backups } = await storeOf({ format: FORMAT - 1, version: '0.0.1' });
  mkdirSync(backups);
  writeFileSync(join(backups, `before-${version}.sqlite`), 'precious');
  await (await openTestStore({ url })).close();
  expect(readdirSync(backups)).toEqual([`before-${version}-2.sqlite`, `before-${version}.sqlite`]);
  expect(readFileSync(join(backups, `before-${version}.sqlite`), 'utf8')).toBe('precious');
});

test('a store that cannot be copied keeps its older format', async () => {
  const older = { format: FORMAT - 1, version: '0.0.1' };
  const { url, backups, says } = await storeOf(older);
  writeFileSync(backups, 'a file where the folder should be');
  const opened = openStore({ url, log: silentLog });
  await expect(opened).rejects.toThrow(SetupError);
  await expect(opened).rejects.toThrow(
    /^Before this store is brought to the format of Darkroom .* \(EEXIST: [^\n]*\)\.$/,
  );
  expect(says()).toEqual(older);
});
