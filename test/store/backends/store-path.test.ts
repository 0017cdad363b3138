import { existsSync, linkSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { StoreError } from '../../../src/domain/failures/errors.ts';
import { lockStore } from '../../../src/store/backends/lock.ts';
import { isMountedAlone, storePath } from '../../../src/store/backends/store-path.ts';
import { startScript } from '../child-process.ts';
import { storeFile } from '../store-file.ts';
import { openTestStore, temporaryFolder } from '../test-store.ts';

/** The folder by its only real name: the system's temporary folder may be a link itself. */
const realFolder = () => realpathSync(temporaryFolder());

describe('the file of a store that does not exist yet', () => {
  test.each([
    ['a link to it', (dir: string) => symlinkSync(join(dir, 'x.sqlite'), join(dir, 'link'))],
    ['a relative link to it', (dir: string) => symlinkSync('./other/../x.sqlite', join(dir, 'link'))],
    [
      'a link to a link to it',
      (dir: string) => {
        symlinkSync('second', join(dir, 'link'));
        symlinkSync('x.sqlite', join(dir, 'second'));
      },
    ],
  ])('is found through %s', async (_, make) => {
    const dir = realFolder();
    mkdirSync(join(dir, 'other'));
    make(dir);
    expect(await storePath(join(dir, 'link'))).toBe(join(dir, 'x.sqlite'));
  });

  test('is found through a link in the folder part, be it to a folder that is there or not', async () => {
    const dir = realFolder();
    mkdirSync(join(dir, 'there'));
    symlinkSync('there', join(dir, 'first'));
    symlinkSync('nowhere', join(dir, 'second'));
    expect(await storePath(join(dir, 'first', 'x.sqlite'))).toBe(join(dir, 'there', 'x.sqlite'));
    expect(await storePath(join(dir, 'second', 'deep', 'x.sqlite'))).toBe(join(dir, 'nowhere', 'deep', 'x.sqlite'));
  });

  test('is found where a link to a folder is followed by two dots', async () => {
    const dir = realFolder();
    mkdirSync(join(dir, 'a', 'b'), { recursive: true });
    symlinkSync('a/b', join(dir, 'link'));
    expect(await storePath(`${dir}/link/../x.sqlite`)).toBe(join(dir, 'a', 'x.sqlite'));
  });

  test('is not looked for in a circle of links', async () => {
    const dir = realFolder();
    symlinkSync('b', join(dir, 'a'));
    symlinkSync('a', join(dir, 'b'));
    await expect(storePath(join(dir, 'a'))).rejects.toThrow(/ELOOP/);
    await expect(lockStore(`sqlite:${join(dir, 'a')}`, { waitMs: 0 })).rejects.toThrow(StoreError);
  });
});

test('a link to a store that does not exist yet does not let two processes hold it', async () => {
  const dir = temporaryFolder();
  const link = `sqlite:${join(dir, 'link.sqlite')}`;
  symlinkSync('data/real.sqlite', join(dir, 'link.sqlite'));
  const first = startScript('backends/lock-holder.ts', link);
  expect(await first.line()).toBe('held');
  const { check } = await openTestStore({ url: link });
  await check();
  expect(existsSync(join(dir, 'data', 'real.sqlite'))).toBe(true);
  for (const url of [link, `sqlite:${join(dir, 'data', 'real.sqlite')}`]) {
    expect(await startScript('backends/lock-holder.ts', url).line()).toBe('refused');
  }
});

test('a link to a folder that does not exist yet does not let two processes hold the store in it', async () => {
  const dir = temporaryFolder();
  symlinkSync('real', join(dir, 'data'));
  const first = startScript('backends/lock-holder.ts', `sqlite:${join(dir, 'data', 'x.sqlite')}`);
  expect(await first.line()).toBe('held');
  const second = startScript('backends/lock-holder.ts', `sqlite:${join(dir, 'real', 'x.sqlite')}`);
  expect(await second.line()).toBe('refused');
});

test('a file with a second name elsewhere is refused in one sentence: its lock would not keep others out', async () => {
  const dir = temporaryFolder();
  const url = `sqlite:${join(dir, 'one', 'x.sqlite')}`;
  const store = await openTestStore({ url });
  await store.close();
  mkdirSync(join(dir, 'two'));
  linkSync(storeFile(url).path, join(dir, 'two', 'y.sqlite'));
  for (const path of ['one/x.sqlite', 'two/y.sqlite']) {
    await expect(lockStore(`sqlite:${join(dir, path)}`, { waitMs: 0 })).rejects.toThrow(
      /has 2 names.*remove the others/,
    );
  }
});

test('a file that is mounted without its folder is recognised', () => {
  const table = [
    '63 43 254:0 /srv/store.sqlite /data/my\\040store.sqlite rw,relatime - ext4 /dev/vda rw',
    '64 43 254:0 /srv /srv rw,relatime - ext4 /dev/vda rw',
  ].join('\n');
  expect(isMountedAlone('/data/my store.sqlite', table)).toBe(true);
  expect(isMountedAlone('/srv/store.sqlite', table)).toBe(false);
  expect(isMountedAlone('/data/my', table)).toBe(false);
});

test('an empty file is a store that does not exist yet', async () => {
  const path = join(temporaryFolder(), 'x.sqlite');
  writeFileSync(path, '');
  const { check } = await openTestStore({ url: `sqlite:${path}` });
  await check();
});
