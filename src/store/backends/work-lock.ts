import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { openFileLock, removeIfFree } from '../../lib/file-lock.ts';
import { parseStoreUrl } from '../../lib/store-address.ts';
import { pause } from '../../lib/timeout.ts';
import { lockStore, type StoreLock } from './lock.ts';
import { presencePath, storePath, workPath } from './store-path.ts';

/** How often it is looked whether the work has ended, in ms. */
const LOOK_EVERY = 100;

/**
 * Keeps every Darkroom away from a store in a file, for work on it as a whole. Null when one runs on it; `memory:` and a server are
 * always free. Throws as `lockStore`.
 */
export async function lockForWork(url: string): Promise<StoreLock | null> {
  const address = parseStoreUrl(url);
  const leader = await lockStore(url, { waitMs: 0 });
  if (address.kind !== 'sqlite' || !leader) return leader;
  const path = await storePath(address.path);
  const work = await openFileLock(workPath(path));
  const release = async () => {
    work.close();
    await leader.release();
  };
  // In this order: a process that starts shows that it lives, and then looks whether there is work.
  if (work.take() && !(await hasLivingProcess(path))) return { release };
  await release();
  return null;
}

/** Waits until nobody works on a store as a whole: false when that takes longer than `waitMs`. `onWait` is called if it takes a while. */
export async function untilNoWork(
  url: string,
  { waitMs, signal, onWait }: { waitMs: number; signal: AbortSignal; onWait: () => void },
): Promise<boolean> {
  const address = parseStoreUrl(url);
  if (address.kind !== 'sqlite') return true;
  const work = await openFileLock(workPath(await storePath(address.path)));
  try {
    for (let waited = 0; !work.take(); waited += LOOK_EVERY) {
      if (waited >= waitMs) return false;
      // Others that start look, too, and hold it for a moment.
      if (waited === 10 * LOOK_EVERY) onWait();
      await pause(LOOK_EVERY, signal);
      signal.throwIfAborted();
    }
    return true;
  } finally {
    work.close();
  }
}

async function hasLivingProcess(path: string): Promise<boolean> {
  const folder = dirname(path);
  const prefix = basename(presencePath(path, ''));
  const files = (await readdir(folder)).filter((name) => name.startsWith(prefix)).map((name) => join(folder, name));
  for (const file of files) {
    if (!(await removeIfFree(file))) return true;
  }
  return false;
}
