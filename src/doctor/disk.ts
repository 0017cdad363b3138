import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { access, constants, open, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** A file or folder: who owns it, what others may do with it, and whether we may write it. */
export type Place = {
  readonly owner: number;
  readonly mode: number;
  readonly isFile: boolean;
  readonly isWritable: boolean;
};

/** What the system tells of the place of the store. A test has its own. */
export type Disk = {
  /** The number of the user as whom we run; null where the system has none. */
  readonly user: number | null;
  /** What is at a path; null when nothing is. */
  look(path: string): Promise<Place | null>;
  /** Writes a small file into a folder and removes it: the system's code where that fails, else null. */
  probe(folder: string): Promise<string | null>;
  /** The free bytes at a folder, and the system's number for the kind of file system; null where it does not tell. */
  room(folder: string): Promise<{ readonly free: number; readonly kind: number } | null>;
};

export const systemDisk: Disk = {
  user: process.getuid?.() ?? null,
  async look(path) {
    const found = await stat(path).catch(() => null);
    if (!found) return null;
    const isWritable = await access(path, constants.R_OK | constants.W_OK).then(
      () => true,
      () => false,
    );
    return { owner: found.uid, mode: found.mode & 0o777, isFile: found.isFile(), isWritable };
  },
  async probe(folder) {
    const path = join(folder, `.darkroom-probe-${randomBytes(6).toString('hex')}`);
    try {
      const file = await open(path, 'wx', 0o600);
      try {
        await file.write('probe');
      } finally {
        await file.close();
        await rm(path, { force: true });
      }
      return null;
    } catch (error) {
      return systemCodeOf(error) ?? 'no reason given';
    }
  },
  async room(folder) {
    const found = await statfs(folder).catch(() => null);
    return found && { free: found.bavail * found.bsize, kind: found.type };
  },
};

/** The nearest folder above a path that is there. */
export async function nearestFolder(path: string, { look }: Pick<Disk, 'look'>): Promise<string> {
  const folder = dirname(path);
  if (folder === path || (await look(folder))) return folder;
  return nearestFolder(folder, { look });
}

/** How long the database may be read, in ms. */
const CHECK_MS = 2_000;

/**
 * Reads a database as `PRAGMA quick_check` does, while others may write to it: what is wrong with it, `ok`, or null when it takes
 * too long or cannot be read now. A process of its own can be stopped in the middle of it, and holds up nobody.
 */
export async function quickCheck(path: string, signal: AbortSignal): Promise<string | null> {
  const script = `import { DatabaseSync } from 'node:sqlite';
    const db = new DatabaseSync(process.argv[1], { readOnly: true, timeout: 500 });
    process.stdout.write(String(db.prepare('PRAGMA quick_check(1)').get().quick_check));`;
  const flags = ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', script, path];
  try {
    const options = { timeout: CHECK_MS, killSignal: 'SIGKILL', signal } as const;
    return (await promisify(execFile)(process.execPath, flags, options)).stdout;
  } catch (error) {
    signal.throwIfAborted();
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
    return /file is not a database|database disk image is malformed/.exec(said)?.[0] ?? null;
  }
}

/** The system's code for what it refuses, such as EACCES; null for what is no error of the system. */
export function systemCodeOf(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  // Those of Node's own begin with ERR_.
  return /^E[A-Z0-9]+$/.test(code) ? code : null;
}
