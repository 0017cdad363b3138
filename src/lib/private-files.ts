import { chmod, mkdir, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Files that only their owner may read and write, and folders that only they may enter. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;
/** What other users of the computer may do with a file. */
const OTHERS = 0o077;

/**
 * Creates an empty file for its owner's eyes only, and the folders on its way; both only where they are missing. SQLite
 * takes an empty file for a new database, and gives its write-ahead log the same mode.
 */
export async function createPrivately(path: string): Promise<void> {
  await createFolder(dirname(path));
  try {
    // A file that is there is not opened: closing it again would give up the locks that this process has on it.
    await (await open(path, 'wx', FILE_MODE)).close();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}

/**
 * Creates a folder that only its owner may enter, and those on its way, where they are missing. Node's own recursive `mkdir` never
 * ends where the system does not let a folder be made in one that exists, and says of it that it does not exist: in /proc.
 */
export async function createFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: FOLDER_MODE });
  } catch (error) {
    if (await isFolder(path)) return;
    const parent = dirname(path);
    const isParentMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!isParentMissing || parent === path || (await isFolder(parent))) throw error;
    await createFolder(parent);
    await createFolder(path);
  }
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() ?? false;
}

/**
 * Takes what other users may do with these files from them, where the system knows such modes. Answers with those files
 * that others could read or write before; of them, `left` are those that could not be changed.
 */
export async function narrow(paths: readonly string[]): Promise<{ wide: readonly string[]; left: readonly string[] }> {
  const wide: string[] = [];
  const left: string[] = [];
  if (process.platform === 'win32') return { wide, left };
  for (const path of paths) {
    const mode = await stat(path).then(
      (file) => (file.isFile() ? file.mode : 0),
      () => 0,
    );
    if ((mode & OTHERS) === 0) continue;
    wide.push(path);
    await chmod(path, mode & 0o7777 & ~OTHERS).catch(() => left.push(path));
  }
  return { wide, left };
}
