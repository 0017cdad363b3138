import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { StoreError } from '../../../src/domain/failures/errors.ts';
import { lockStore } from '../../../src/store/backends/lock.ts';
import { openStore } from '../../../src/store/store.ts';
import { startScript } from '../child-process.ts';
import { silentLog } from '../sample-records.ts';
import { sqliteUrl, temporaryFolder } from '../test-store.ts';

test('a second process is refused while the first lives, and takes over when it is killed', async () => {
  const url = sqliteUrl();
  const first = startScript('backends/lock-holder.ts', url);
  expect(await first.line()).toBe('held');
  const second = startScript('backends/lock-holder.ts', url);
  expect(await second.line()).toBe('refused');

  const onWait = vi.fn(() => void first.kill());
  const lock = await lockStore(url, { waitMs: 20_000, onWait });
  expect(lock).not.toBeNull();
  expect(onWait).toHaveBeenCalledOnce();
  const third = startScript('backends/lock-holder.ts', url);
  expect(await third.line()).toBe('refused');
  await lock?.release();
});

test('a free store is locked at once, refused a second time, and free again after release', async () => {
  const url = sqliteUrl();
  const onWait = vi.fn();
  const lock = await lockStore(url, { waitMs: 0, onWait });
  expect(await lockStore(url, { waitMs: 0, onWait })).toBeNull();
  expect(onWait).not.toHaveBeenCalled();
  await lock?.release();
  await lock?.release();
  const again = await lockStore(url, { waitMs: 0 });
  expect(again).not.toBeNull();
  await again?.release();
});

test('the lock is not in the way of the store it guards', async () => {
  const url = sqliteUrl();
  const lock = await lockStore(url, { waitMs: 0 });
  const store = await openStore({ url, log: silentLog });
  await store.check();
  await store.close();
  expect(await lockStore(url, { waitMs: 0 })).toBeNull();
  await lock?.release();
});

test('the same file by another name has the same lock', async () => {
  const dir = temporaryFolder();
  mkdirSync(join(dir, 'real'));
  symlinkSync(join(dir, 'real'), join(dir, 'alias'));
  const lock = await lockStore(`sqlite:${dir}/real/x.sqlite`, { waitMs: 0 });
  expect(await lockStore(`sqlite:${dir}/alias/x.sqlite`, { waitMs: 0 })).toBeNull();
  await lock?.release();
});

test('waiting for the lock can be stopped', async () => {
  const url = sqliteUrl();
  const lock = await lockStore(url, { waitMs: 0 });
  const stop = new AbortController();
  const reason = new Error('stopping');
  const waiting = lockStore(url, { waitMs: 60_000, signal: stop.signal, onWait: () => stop.abort(reason) });
  await expect(waiting).rejects.toBe(reason);
  await lock?.release();
});

test('memory is always free', async () => {
  expect(await lockStore('memory:', { waitMs: 0 })).not.toBeNull();
  expect(await lockStore('memory:', { waitMs: 0 })).not.toBeNull();
});

test('a lock that cannot be had is told apart from one that is held', async () => {
  const dir = temporaryFolder();
  mkdirSync(join(dir, 'x.sqlite.lock'));
  await expect(lockStore(`sqlite:${dir}/x.sqlite`, { waitMs: 0 })).rejects.toThrow(StoreError);
});
