import { rm, stat } from 'node:fs/promises';
import { type FileLock, openFileLock } from '../../lib/file-lock.ts';
import { pause } from '../../lib/timeout.ts';

/** Tells of the processes of one machine whether they live: each holds a lock of its own, which the system takes from the dead. */
export type FilePresence = {
  /** Null of an id that no process here can have. Rejects as Node and SQLite do. */
  isGone(id: string): Promise<boolean | null>;
  /** Says that this process is gone. */
  close(): Promise<void>;
};

/** How long after a look by somebody else the own lock is tried again, in ms. */
const RETRY = 5;

/** `pathOf` makes the path of a process's lock out of its id. Rejects as Node and SQLite do when there can be no such file. */
export async function openFilePresence(self: string, pathOf: (id: string) => string): Promise<FilePresence> {
  const own = await openFileLock(pathOf(self));
  while (!own.take()) await pause(RETRY, new AbortController().signal);

  return {
    async isGone(id) {
      if (!/^[\w-]+$/.test(id)) return null;
      if (id === self) return false;
      const path = pathOf(id);
      if (!(await exists(path))) return true;
      const lock: FileLock = await openFileLock(path);
      const isFree = lock.take();
      lock.close();
      if (isFree) await rm(path, { force: true });
      return isFree;
    },
    async close() {
      own.close();
      await rm(pathOf(self), { force: true });
    },
  };
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
