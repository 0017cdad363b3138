import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createGate } from '../../src/app/older-processes.ts';
import type { Processes, ProcessRecord } from '../../src/domain/ports/store.ts';
import { lockStore } from '../../src/store/backends/lock.ts';
import { FORMAT } from '../../src/store/tables/codecs.ts';
import { version } from '../../src/version.ts';
import { receivedJob, silentLog } from '../store/sample-records.ts';
import { storeFile } from '../store/store-file.ts';
import { openTestStore, sqliteUrl } from '../store/test-store.ts';

const WAITING = 'an older Darkroom uses this store; waiting for it to stop';
const PATIENCE = { timeout: 20_000, interval: 20 };

/** A gate before a store. Each look takes three seconds by its clock. */
function gateBefore(storeUrl: string, stopSeconds = 1_000) {
  let now = 0;
  const info = vi.fn();
  const monotonic = () => {
    now += 1_500;
    return now;
  };
  const { signal } = new AbortController();
  return {
    info,
    gate: createGate({ storeUrl, stopSeconds, clock: { monotonic }, log: { ...silentLog, info }, signal }),
  };
}

const older: ProcessRecord = { id: 'older', bot: '7', version: '0.0.1', format: FORMAT - 1, leader: true, renewals: 0 };

const listed = (processes: Processes) => ({
  async *rows() {
    yield* await processes.all();
  },
});

/** A store on which an older process lives until `leave` is called. */
async function besideOlder() {
  const url = sqliteUrl();
  const { processes } = await openTestStore({ url });
  const table = listed(processes);
  let renewals = 0;
  const report = () => {
    renewals += 1;
    return processes.report({ ...older, renewals });
  };
  await report();
  const renewing = setInterval(() => void report(), 100);
  onTestFinished(() => clearInterval(renewing));
  return {
    url,
    table,
    die: () => clearInterval(renewing),
    async leave() {
      clearInterval(renewing);
      await processes.remove(older.id);
    },
  };
}

test('records get no newer format while an older process lives, and get it when that has stopped', async () => {
  const { url, table, leave } = await besideOlder();
  const { gate, info } = gateBefore(url);
  const work = vi.fn(async () => undefined);
  const raised = gate(table, work);
  await vi.waitFor(() => expect(info).toHaveBeenCalledWith({}, WAITING), PATIENCE);
  expect(work).not.toHaveBeenCalled();
  await leave();
  await raised;
  expect(work).toHaveBeenCalledOnce();
  expect(info).toHaveBeenCalledOnce();
});

test('an older process that was killed keeps nobody waiting for longer than it takes to be sure of that', async () => {
  const { url, table, die } = await besideOlder();
  die();
  const { gate } = gateBefore(url);
  const work = vi.fn(async () => undefined);
  await gate(table, work);
  expect(work).toHaveBeenCalledOnce();
});

test('beside an older process that stays the start ends with what to do', async () => {
  const { url, table } = await besideOlder();
  const { gate } = gateBefore(url, -9);
  const work = vi.fn(async () => undefined);
  await expect(gate(table, work)).rejects.toMatchObject({
    name: 'SetupError',
    message: 'An older Darkroom uses the same STORE_URL, and this one changes its records: stop the older one first.',
  });
  expect(work).not.toHaveBeenCalled();
});

test('a version that knew of one process only is waited for, too, by its lock', async () => {
  const url = sqliteUrl();
  const table = listed((await openTestStore({ url })).processes);
  const lock = await lockStore(url, { waitMs: 0 });
  const { gate, info } = gateBefore(url);
  const work = vi.fn(async () => undefined);
  const raised = gate(table, work);
  await vi.waitFor(() => expect(info).toHaveBeenCalledWith({}, WAITING), PATIENCE);
  expect(work).not.toHaveBeenCalled();
  await lock?.release();
  await raised;
  expect(work).toHaveBeenCalledOnce();
  // It is held for as long as the work takes, and no longer.
  const free = await lockStore(url, { waitMs: 0 });
  expect(free).not.toBeNull();
  await free?.release();
});

test('of several new processes at once, one brings the store to its format and keeps one copy', async () => {
  const url = sqliteUrl();
  const store = await openTestStore({ url });
  await store.jobs.add(receivedJob('10'));
  await store.close();
  const file = storeFile(url);
  const before = JSON.stringify({ format: FORMAT - 1, version: '0.0.1' });
  file.putRow('checks', 'format', JSON.stringify({ value: { v: 1, data: before } }));
  file.close();
  const stores = await Promise.all(
    ['a', 'b', 'c'].map((self) => openTestStore({ url, self, alone: gateBefore(url).gate })),
  );
  for (const one of stores) expect(await one.jobs.get('10')).toBeDefined();
  expect(readdirSync(join(dirname(file.path), 'backups'))).toEqual([`before-${version}.sqlite`]);
});
