import { randomBytes } from 'node:crypto';
import { open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { createPrivately } from '../../lib/private-files.ts';
import { copyStore } from './content.ts';

type Parts<T> = {
  /** The path of the file of a store, which others may write to meanwhile. */
  readonly from: string;
  readonly to: string;
  /** Makes of the copy, which nobody else uses, what it is to be. */
  readonly finish: (part: string) => T | Promise<T>;
  /** Called when the copy is whole and on the disk, before it is given its name. */
  readonly makeRoom?: () => Promise<void>;
};

/**
 * Copies a store into a file, which has its name only when it is whole and on the disk, however this process ends. Others that
 * write to the same name at the same time have other unfinished files: none is given the name half-written. Answers with the
 * size in bytes, and with what came of `finish`. Throws what it and the system do.
 */
export async function writeWhole<T>({ from, to, finish, makeRoom }: Parts<T>): Promise<{ bytes: number; result: T }> {
  const part = `${to}.${randomBytes(4).toString('hex')}.part`;
  try {
    await createPrivately(part);
    copyStore(from, part);
    const result = await finish(part);
    const bytes = await reachDisk(part, 'r+');
    await makeRoom?.();
    await rename(part, to);
    // A folder cannot be opened on Windows.
    if (process.platform !== 'win32') await reachDisk(dirname(to), 'r');
    return { bytes, result };
  } catch (error) {
    for (const rest of ['', '-journal', '-wal', '-shm']) await rm(`${part}${rest}`, { force: true });
    throw error;
  }
}

/** Waits until a file or a folder is on the disk; its size in bytes. */
async function reachDisk(path: string, flags: 'r' | 'r+'): Promise<number> {
  const handle = await open(path, flags);
  try {
    await handle.sync();
    return (await handle.stat()).size;
  } finally {
    await handle.close();
  }
}

/** Removes what was left behind half-way by writers, killed since, of files in a folder whose names are `wanted`. */
export async function removeUnfinished(folder: string, wanted: (name: string) => boolean): Promise<void> {
  for (const name of await readdir(folder)) {
    const [, whole = ''] = /^(.+)\.[0-9a-f]{8}\.part(?:-journal|-wal|-shm)?$/.exec(name) ?? [];
    if (wanted(whole)) await rm(join(folder, name), { force: true });
  }
}

/** The first of `x.sqlite`, `x-2.sqlite`, `x-3.sqlite`… that is not there yet; with no such end, `x`, `x-2`, `x-3`. */
export async function freeName(path: string): Promise<string> {
  const names = new Set(await readdir(dirname(path)).catch(() => []));
  const [, stem = path, end = ''] = /^(.*)(\.sqlite)$/s.exec(path) ?? [];
  for (let count = 1; ; count += 1) {
    const one = count === 1 ? path : `${stem}-${count}${end}`;
    if (!names.has(basename(one))) return one;
  }
}
