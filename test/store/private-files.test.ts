import { chmodSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { runStoreTool } from '../../src/store/archive/tool.ts';
import { lockStore } from '../../src/store/backends/lock.ts';
import { receivedJob, silentLog } from './sample-records.ts';
import { storeFile } from './store-file.ts';
import { openTestStore, sqliteUrl, temporaryFolder } from './test-store.ts';

/** What the owner, and what others may do, by the file's name; the folder itself is `.`. */
function modesIn(folder: string): Record<string, string> {
  const names = ['.', ...readdirSync(folder)].sort();
  return Object.fromEntries(names.map((name) => [name, (statSync(join(folder, name)).mode & 0o777).toString(8)]));
}

/** A log that keeps what it is warned of. */
function createWarnings() {
  const warn = vi.fn();
  return { warn, log: { ...silentLog, warn } };
}

describe.skipIf(process.platform === 'win32')('other users of the computer', () => {
  test('can read neither a new store nor its log, its lock or its folder', async () => {
    const url = sqliteUrl();
    const lock = await lockStore(url, { waitMs: 0 });
    const { warn, log } = createWarnings();
    const store = await openTestStore({ url, log });
    await store.jobs.add(receivedJob('10'));
    expect(modesIn(dirname(storeFile(url).path))).toEqual({
      '.': '700',
      'store.sqlite': '600',
      'store.sqlite-shm': '600',
      'store.sqlite-wal': '600',
      'store.sqlite.lock': '600',
    });
    expect(warn).not.toHaveBeenCalled();
    await lock?.release();
  });

  test('lose a store that they could read until now, and the operator is told once', async () => {
    const url = sqliteUrl();
    const before = await openTestStore({ url });
    await before.jobs.add(receivedJob('10'));
    const { path, close } = storeFile(url);
    for (const [name, mode] of [
      ['', 0o644],
      ['-wal', 0o664],
      ['-shm', 0o644],
    ] as const)
      chmodSync(path + name, mode);
    const { warn, log } = createWarnings();
    const after = await openTestStore({ url, log });
    expect(await after.jobs.get('10')).toEqual(receivedJob('10'));
    expect(warn.mock.calls).toEqual([
      [{ files: [path, `${path}-wal`, `${path}-shm`] }, 'other users could read the store; now only its owner can'],
    ]);
    expect(Object.values(modesIn(dirname(path)))).toEqual(['700', '600', '600', '600']);
    await after.close();
    await openTestStore({ url, log });
    expect(warn).toHaveBeenCalledOnce();
    close();
  });

  test('keep their way into a folder that was there before, as it may hold other things', async () => {
    const folder = join(temporaryFolder(), 'shared');
    mkdirSync(folder, { mode: 0o755 });
    await openTestStore({ url: `sqlite:${join(folder, 'x.sqlite')}` });
    expect(modesIn(folder)).toMatchObject({ '.': '755', 'x.sqlite': '600' });
  });

  test('cannot read an export, and the operator who makes it is told that they could read the store', async () => {
    const url = sqliteUrl();
    const store = await openTestStore({ url });
    await store.close();
    const { path } = storeFile(url);
    chmodSync(path, 0o640);
    const file = join(temporaryFolder(), 'copy.jsonl');
    const said: string[] = [];
    await runStoreTool({
      args: ['export', file],
      storeUrl: url,
      retentionDays: 90,
      say: (sentence) => void said.push(sentence),
    });
    expect(said[0]).toBe('Note: other users could read the store; now only its owner can.');
    expect([file, path].map((one) => statSync(one).mode & 0o777)).toEqual([0o600, 0o600]);
  });
});
