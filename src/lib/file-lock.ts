import { rm } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { createPrivately } from './private-files.ts';
import { isBusy } from './sqlite-busy.ts';

/** A lock that one process at a time holds, and that the operating system takes from it when it dies, however it dies. */
export type FileLock = {
  /** Whether it is held now: false while another process, or another one of these, holds it. It never waits. */
  take(): boolean;
  /** Gives it back. */
  release(): void;
  /** Gives it back and closes the file. May be called again. */
  close(): void;
};

/**
 * Opens the lock at a path, and creates its file where that is missing. It is an exclusive transaction on an empty SQLite file, which
 * works wherever SQLite does. Rejects as Node does when there can be no such file.
 */
export async function openFileLock(path: string): Promise<FileLock> {
  await createPrivately(path);
  const db = new DatabaseSync(path, { timeout: 0 });
  return {
    take() {
      if (db.isTransaction) return true;
      try {
        // Nothing is ever written. A journal in memory leaves no file behind when the process is killed.
        db.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
        return true;
      } catch (error) {
        if (isBusy(error)) return false;
        throw error;
      }
    },
    release() {
      if (db.isTransaction) db.exec('ROLLBACK');
    },
    close() {
      if (db.isOpen) db.close();
    },
  };
}

/**
 * Whether nobody holds the lock at a path; then its file is removed. Rejects as `openFileLock`.
 */
export async function removeIfFree(path: string): Promise<boolean> {
  const lock = await openFileLock(path);
  try {
    if (!lock.take()) return false;
    // While it is held: whoever waits for it takes it in a file that nobody finds any more, and can see that.
    await rm(path, { force: true }).catch(() => undefined);
  } finally {
    lock.close();
  }
  // Windows removes no file that is open.
  if (process.platform === 'win32') await rm(path, { force: true }).catch(() => undefined);
  return true;
}
