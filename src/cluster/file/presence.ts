import { rm, stat } from 'node:fs/promises';
import { type FileLock, openFileLock, removeIfFree } from '../../lib/file-lock.ts';
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
  const own = await hold(pathOf(self));
  /** Looks under way, by the ids they are at: two at once would take each other for a living process. */
  const looks = new Map<string, Promise<boolean>>();

  /** Somebody else may hold the lock for a moment, to look as well, so it is tried again before it counts as held. */
  async function look(path: string): Promise<boolean> {
    if (!(await exists(path)) || (await removeIfFree(path))) return true;
    await pause(RETRY, new AbortController().signal);
    return !(await exists(path)) || removeIfFree(path);
  }

  return {
    async isGone(id) {
      if (!/^[\w-]+$/.test(id)) return null;
      if (id === self) return false;
      const running = looks.get(id) ?? look(pathOf(id)).finally(() => looks.delete(id));
      looks.set(id, running);
      return running;
    },
    async close() {
      own.close();
      await rm(pathOf(self), { force: true });
    },
  };
}

/** Somebody who looks may hold the lock for a moment, and remove its file: then others would never see that it is held. */
async function hold(path: string): Promise<FileLock> {
  for (;;) {
    const lock = await openFileLock(path);
    if (lock.take() && (await exists(path))) return lock;
    lock.close();
    await pause(RETRY, new AbortController().signal);
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
