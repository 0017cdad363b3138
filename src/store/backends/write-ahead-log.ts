import { closeSync, fdatasync, fstatSync, openSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { StoreReplaced } from '../../domain/failures/errors.ts';

const toDisk = promisify(fdatasync);

/** The file in which SQLite keeps what was written last. */
export type WriteAheadLog = {
  /**
   * Resolves when everything that was written before the call survives a power cut. The event loop does not wait. Rejects when
   * the disk did not take it, and ever after then; with StoreReplaced when a restart would not find it.
   */
  flush(): Promise<void>;
  /** Resolves when no flush is under way and the file is let go. */
  close(): Promise<void>;
};

/**
 * Opens the log of a database that SQLite has open in WAL mode; throws when there is none.
 *
 * One `fdatasync` of it is worth as much as a commit with `synchronous = FULL`, which does the same in the event loop's thread:
 * - A commit with NORMAL has written its pages into the log, and left them to the system. The system writes out what a file has,
 *   whoever wrote it. Pages that are in the log no more were copied into the database, and SQLite overwrites them only when it has
 *   waited for the disk with that (https://www.sqlite.org/wal.html#checkpointing). It also waits for the first page of a log that
 *   it begins anew.
 * - The log's name in its folder is on the disk since the write at the start of the store, which is a FULL one: SQLite then waits
 *   for the folder as well. The name stays as long as the database is open, unless a stranger removes it, and that is looked for.
 * - On macOS Node asks with F_FULLFSYNC, which empties the drive's own memory, too. SQLite does not unless it is told to.
 * - Windows does it for files only that are open for writing, hence `r+`. It keeps names safe by itself.
 *
 * The file is held open, and not opened for each flush: Linux tells of a page that could not be written only to those who had
 * the file open then, only once, and takes the page for written afterwards. So nothing is believed after such a failure.
 */
export function openWriteAheadLog(database: string): WriteAheadLog {
  const path = `${database}-wal`;
  const file = openSync(path, 'r+');
  const { dev, ino } = fstatSync(file, { bigint: true });
  const running = new Set<Promise<unknown>>();
  let failure: Error | null = null;
  let isOpen = true;

  async function isInPlace(): Promise<boolean> {
    try {
      const there = await stat(path, { bigint: true });
      return there.dev === dev && there.ino === ino;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
      throw error;
    }
  }

  async function write(): Promise<void> {
    const [written, inPlace] = await Promise.allSettled([toDisk(file), isInPlace()]);
    if (written.status === 'rejected') {
      failure = new Error('the disk did not keep what was written', { cause: written.reason });
      throw failure;
    }
    if (inPlace.status === 'rejected') throw inPlace.reason;
    if (!inPlace.value) throw new StoreReplaced(`${path} was replaced while it was open`);
  }

  return {
    async flush() {
      if (failure) throw failure;
      if (!isOpen) throw new Error('the log is closed');
      const writing = write();
      running.add(writing);
      await writing.finally(() => running.delete(writing));
    },
    async close() {
      if (!isOpen) return;
      isOpen = false;
      await Promise.allSettled(running);
      closeSync(file);
    },
  };
}
