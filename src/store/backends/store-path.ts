import { readFile, readlink, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, sep } from 'node:path';
import { StoreError } from '../../domain/failures/errors.ts';

/** More links than this, one after another, are taken for a circle, as Linux does. */
const LINKS_MAX = 40;

/**
 * The absolute path of the file that a path leads to, through every symbolic link, whether or not that file exists yet.
 * Everybody who means the same store must come to the same path, because its lock and its write-ahead log lie beside it.
 * Only the spelling of letters may differ where the file system does not tell it apart; then the lock's spelling does not
 * matter either. Rejects as `realpath` does, but not because something is missing.
 */
export function storePath(path: string): Promise<string> {
  return follow(absolute(path, process.cwd()), LINKS_MAX);
}

/** The path of the lock of the store at this path, which comes from `storePath`. */
export function lockPath(path: string): string {
  return `${path}.lock`;
}

/** The path of the file through which the processes of a store tell the one that leads what happens. */
export function wakePath(path: string): string {
  return `${path}.wake`;
}

/** The path of the lock by which a process of a store shows that it lives. */
export function presencePath(path: string, processId: string): string {
  return `${path}.process-${processId}`;
}

/** The path of the lock that keeps processes from a store while it is worked on as a whole. */
export function workPath(path: string): string {
  return `${path}.work`;
}

/** The paths of the store and of the files beside it, but for those that come and go with processes. `path` comes from `storePath`. */
export function storeFiles(path: string): readonly string[] {
  return [path, `${path}-wal`, `${path}-shm`, `${path}-journal`, lockPath(path), wakePath(path), workPath(path)];
}

async function follow(path: string, links: number): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' || dirname(path) === path) throw error;
  }
  const folder = await follow(dirname(path), links);
  const here = join(folder, basename(path));
  const target = await targetOf(here);
  if (target === null) return here;
  if (links === 0) throw Object.assign(new Error(`ELOOP: too many links, ${path}`), { code: 'ELOOP' });
  return follow(absolute(target, folder), links - 1);
}

/** Where a symbolic link points to; null when there is no link. */
async function targetOf(path: string): Promise<string | null> {
  try {
    return await readlink(path);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'EINVAL' || code === 'UNKNOWN') return null;
    throw error;
  }
}

/** Not normalized: two dots after a link lead to the folder above its target. */
function absolute(path: string, folder: string): string {
  return isAbsolute(path) ? path : `${folder}${sep}${path}`;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

/**
 * Throws StoreError with one plain sentence when other paths may lead to the same file, without a link that could be followed. Whoever
 * came by another one would find neither its lock nor its write-ahead log
 * (https://www.sqlite.org/howtocorrupt.html#_multiple_links_to_the_same_file). `path` comes from `storePath`.
 */
export async function refuseOtherNames(path: string): Promise<void> {
  const file = await stat(path).catch(() => null);
  if (file?.isFile() && file.nlink > 1) {
    throw new StoreError(
      `The store ${path} has ${file.nlink} names, and a lock beside one of them keeps nobody out: remove the others.`,
    );
  }
  const mounts = await readFile('/proc/self/mountinfo', 'utf8').catch(() => '');
  if (isMountedAlone(path, mounts)) {
    throw new StoreError(
      `The store ${path} is mounted as a single file, so a lock beside it keeps nobody out: mount its folder instead.`,
    );
  }
}

/** Whether a file is a mount point. `mounts` is a table as in https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html */
export function isMountedAlone(path: string, mounts: string): boolean {
  return mounts.split('\n').some((line) => {
    const point = line.split(' ')[4] ?? '';
    return point.replaceAll(/\\([0-7]{3})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 8))) === path;
  });
}
