import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clusterAddress } from '../../../src/app/cluster-address.ts';
import { openCluster } from '../../../src/cluster/cluster.ts';
import { lockForWork, untilNoWork } from '../../../src/store/backends/work-lock.ts';
import { tool } from '../archive/tool.ts';
import { startScript } from '../child-process.ts';
import { silentLog } from '../sample-records.ts';
import { openTestStore, sqliteUrl, temporaryFolder } from '../test-store.ts';

const RUNNING = 'Darkroom is running on this store: stop it first.';
const { signal } = new AbortController();

/** An empty store, an export and a backup of it. */
async function createFiles() {
  const url = sqliteUrl();
  await (await openTestStore({ url })).close();
  const [exported, backup] = [join(temporaryFolder(), 'x.jsonl'), join(temporaryFolder(), 'x.sqlite')];
  expect(await tool(url, 'export', exported)).toMatchObject({ code: 0 });
  expect(await tool(url, 'backup', backup)).toMatchObject({ code: 0 });
  return { url, exported, backup };
}

test('beside a living process that does not lead nothing is restored or imported, and beside a killed one everything', async () => {
  const { url, exported, backup } = await createFiles();
  const member = startScript('backends/presence-holder.ts', url);
  expect(await member.line()).toBe('there');
  expect(await tool(url, 'restore', backup)).toEqual({ code: 1, said: RUNNING });
  expect(await tool(url, 'import', exported)).toEqual({ code: 1, said: RUNNING });
  await member.kill();
  expect(await tool(url, 'restore', backup)).toMatchObject({ code: 0 });
  expect(await tool(url, 'import', exported)).toMatchObject({ code: 0 });
});

test('a process that has left keeps nobody from working on the store', async () => {
  const { url, backup } = await createFiles();
  const cluster = await openCluster({ address: await clusterAddress(url), id: 'member', log: silentLog, signal });
  expect(await lockForWork(url)).toBeNull();
  await cluster.close();
  expect(await tool(url, 'restore', backup)).toMatchObject({ code: 0 });
});

test('a start waits while somebody works on the store, says so, and goes on at the end of that', async () => {
  const { url } = await createFiles();
  const work = await lockForWork(url);
  expect(work).not.toBeNull();
  const told = Promise.withResolvers<void>();
  const waiting = untilNoWork(url, { waitMs: 60_000, signal, onWait: told.resolve });
  await told.promise;
  expect(await lockForWork(url)).toBeNull();
  await work?.release();
  expect(await waiting).toBe(true);
});

test('a start does not wait for ever, and ends its wait when it is to stop', async () => {
  const { url } = await createFiles();
  const work = await lockForWork(url);
  expect(await untilNoWork(url, { waitMs: 300, signal, onWait: () => {} })).toBe(false);
  const stop = new AbortController();
  const waiting = untilNoWork(url, { waitMs: 60_000, signal: stop.signal, onWait: () => {} });
  stop.abort(new Error('stopped'));
  await expect(waiting).rejects.toThrow('stopped');
  await work?.release();
});

test('many that start at once keep nobody waiting when nobody works on the store', async () => {
  const { url } = await createFiles();
  const starts = Array.from({ length: 8 }, () => untilNoWork(url, { waitMs: 20_000, signal, onWait: () => {} }));
  expect(await Promise.all(starts)).toEqual(Array.from({ length: 8 }, () => true));
});

test('files of others beside the store are in nobody’s way', async () => {
  const { url } = await createFiles();
  writeFileSync(`${url.slice('sqlite:'.length)}.other`, 'x');
  const work = await lockForWork(url);
  expect(work).not.toBeNull();
  await work?.release();
});
