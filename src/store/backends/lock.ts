import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { StoreError } from '../../domain/failures/errors.ts';
import { type FileLock, openFileLock } from '../../lib/file-lock.ts';
import { parseStoreUrl } from '../../lib/store-address.ts';
import { lockPath, refuseOtherNames, storePath } from './store-path.ts';

const RETRY_MS = 200;

type Options = {
  /** How long to wait for another process to stop, in ms. */
  waitMs: number;
  signal?: AbortSignal;
  /** Called once if another process holds the lock. */
  onWait?: () => void;
};

export type StoreLock = { release(): Promise<void> };

async function openLockFile(path: string): Promise<FileLock> {
  // A link to the file must have the same lock as the file.
  const file = await storePath(path);
  await refuseOtherNames(file);
  return openFileLock(lockPath(file));
}

/**
 * Takes the lock that the process which leads on a store in a file holds, and that versions which knew of one process only held for as
 * long as they lived. Null when another process still holds it after `waitMs`; `memory:` and a server, which have none, are always
 * free. The lock is a file beside the store, and the operating system releases it when the process dies, however it dies. Throws
 * StoreError when there can be no lock, the reason of the signal when that is aborted, and TypeError as `parseStoreUrl` does.
 */
export async function lockStore(url: string, { waitMs, signal, onWait }: Options): Promise<StoreLock | null> {
  const address = parseStoreUrl(url);
  if (address.kind !== 'sqlite') return { release: async () => undefined };
  const until = performance.now() + waitMs;
  let lock: FileLock | undefined;
  try {
    lock = await openLockFile(address.path);
    for (let tries = 0; !lock.take(); tries += 1) {
      signal?.throwIfAborted();
      const left = until - performance.now();
      if (left <= 0) {
        lock.close();
        return null;
      }
      if (tries === 0) onWait?.();
      await delay(Math.min(RETRY_MS, left), undefined, signal ? { signal } : {});
    }
    const { close } = lock;
    return { release: async () => close() };
  } catch (cause) {
    lock?.close();
    signal?.throwIfAborted();
    if (cause instanceof StoreError) throw cause;
    const why = cause instanceof Error ? cause.message : 'no reason given';
    throw new StoreError(
      `The lock of the store ${address.path} cannot be taken (${why}): check that its folder can be written to.`,
      { cause },
    );
  }
}
