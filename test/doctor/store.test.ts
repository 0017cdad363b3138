import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { systemDisk } from '../../src/doctor/disk.ts';
import { storeFindings } from '../../src/doctor/store.ts';
import { finding } from '../../src/domain/failures/finding.ts';

const { signal } = new AbortController();

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'darkroom-place-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'file'), '');
  await mkdir(join(folder, 'folder'));
  await symlink(join(folder, 'there'), join(folder, 'back'));
  await symlink(join(folder, 'back'), join(folder, 'there'));
});

describe('a store where the system lets nobody write', () => {
  it.each([
    ['below a file', 'file/x.sqlite', 'ENOTDIR'],
    ['far below a file', 'file/a/b/x.sqlite', 'ENOTDIR'],
    ['at a folder', 'folder', 'EISDIR'],
    ['behind links that lead in a circle', 'back/x.sqlite', 'ELOOP'],
    ['with a name that is too long', `${'x'.repeat(300)}.sqlite`, 'ENAMETOOLONG'],
  ])('is told with the code of the system: %s', async (_, name, code) => {
    const path = join(folder, name);
    expect(await storeFindings(`sqlite:${path}`, signal)).toEqual([finding('storeLocked', { path, code })]);
  });

  it.skipIf(process.platform !== 'linux')('is told where the system makes its own files', async () => {
    const found = await storeFindings('sqlite:/proc/darkroom/x.sqlite', signal);
    expect(found).toEqual([finding('storeLocked', { path: '/proc', code: 'ENOENT' })]);
  });

  it.each(['EACCES', 'EROFS', 'EIO'])('is told, whichever look it is that fails with %s', async (code) => {
    const url = `sqlite:${join(folder, 'x.sqlite')}`;
    const refuse = () => Promise.reject(Object.assign(new Error(`${code}: refused`), { code }));
    for (const look of [{ look: refuse }, { probe: refuse }, { room: refuse }]) {
      const found = await storeFindings(url, signal, { ...systemDisk, ...look });
      expect(found).toEqual([finding('storeLocked', { path: join(folder, 'x.sqlite'), code })]);
    }
  });

  it('is no trouble of the store’s where the fault is ours', async () => {
    const look = () => Promise.reject(new TypeError('a fault of ours'));
    const url = `sqlite:${join(folder, 'x.sqlite')}`;
    await expect(storeFindings(url, signal, { ...systemDisk, look })).rejects.toThrow('a fault of ours');
  });
});
