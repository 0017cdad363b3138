import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openFilePresence } from '../../src/cluster/file/presence.ts';
import { openFileLock } from '../../src/lib/file-lock.ts';
import { temporaryFolder } from '../store/test-store.ts';

test('a process whose lock somebody looks at and removes while it starts is seen to live all the same', async () => {
  const folder = temporaryFolder();
  const pathOf = (id: string) => join(folder, `store.sqlite.process-${id}`);
  const other = await openFilePresence('other', pathOf);
  onTestFinished(other.close);
  const looker = await openFileLock(pathOf('new'));
  expect(looker.take()).toBe(true);

  const opening = openFilePresence('new', pathOf);
  // By then the new one has opened its file, too.
  for (let looks = 0; looks < 3; looks += 1) expect(await other.isGone('new')).toBe(false);
  await rm(pathOf('new'));
  looker.close();

  const late = await opening;
  onTestFinished(late.close);
  expect(await other.isGone('new')).toBe(false);
});

test('a process that has died is gone for everybody who looks at the same moment', async () => {
  const folder = temporaryFolder();
  const pathOf = (id: string) => join(folder, `store.sqlite.process-${id}`);
  const [one, other] = [await openFilePresence('one', pathOf), await openFilePresence('other', pathOf)];
  onTestFinished(() => Promise.all([one.close(), other.close()]).then(() => {}));
  for (let round = 0; round < 20; round += 1) {
    (await openFileLock(pathOf('dead'))).close();
    const looks = [one, one, other, other].map(({ isGone }) => isGone('dead'));
    expect(await Promise.all(looks)).toEqual([true, true, true, true]);
  }
});

test('a process that has died is gone, and its lock with it', async () => {
  const folder = temporaryFolder();
  const pathOf = (id: string) => join(folder, `store.sqlite.process-${id}`);
  const other = await openFilePresence('other', pathOf);
  onTestFinished(other.close);
  (await openFileLock(pathOf('dead'))).close();
  expect(await other.isGone('dead')).toBe(true);
  expect(await other.isGone('dead')).toBe(true);
});
