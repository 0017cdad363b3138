import { performance } from 'node:perf_hooks';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { StoreError } from '../../domain/failures/errors.ts';
import { parseStoreUrl } from '../../lib/store-address.ts';
import { isBusy } from './busy.ts';
import { createPrivately } from './private-files.ts';
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

function take(db: DatabaseSync): boolean {
  try {
    // Nothing is ever written. A journal in memory leaves no file behind when the process is killed.
    db.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return true;
  } catch (error) {
    if (isBusy(error)) return false;
    throw error;
  }
}

async function openLockFile(path: string): Promise<DatabaseSync> {
  // A link to the file must have the same lock as the file.
  const file = await storePath(path);
  await refuseOtherNames(file);
  const lock = lockPath(file);
  await createPrivately(lock);
  return new DatabaseSync(lock, { timeout: 0 });
}

/**
 * Takes the lock that lets one process at a time use a store in a file. Null when another process still holds it after `waitMs`;
 * `memory:` and a server, which many may use, are always free. The lock is an exclusive transaction on a SQLite file beside the store, so the operating
 * system releases it when the process dies, however it dies. Throws StoreError when there can be no lock, the reason of
 * the signal when that is aborted, and TypeError as `parseStoreUrl` does.
 */
export async function lockStore(url: string, { waitMs, signal, onWait }: Options): Promise<StoreLock | null> {
  const address = parseStoreUrl(url);
  if (address.kind !== 'sqlite') return { release: async () => undefined };
  const until = performance.now() + waitMs;
  let db: DatabaseSync | undefined;
  try {
    db = await openLockFile(address.path);
    for (let tries = 0; !take(db); tries += 1) {
      signal?.throwIfAborted();
      const left = until - performance.now();
      if (left <= 0) {
        db.close();
        return null;
      }
      if (tries === 0) onWait?.();
      await delay(Math.min(RETRY_MS, left), undefined, signal ? { signal } : {});
    }
  } catch (cause) {
    if (db?.isOpen) db.close();
    signal?.throwIfAborted();
    if (cause instanceof StoreError) throw cause;
    const why = cause instanceof Error ? cause.message : 'no reason given';
    throw new StoreError(
      `The lock of the store ${address.path} cannot be taken (${why}): check that its folder can be written to.`,
      { cause },
    );
  }
  return {
    async release() {
      if (db.isOpen) db.close();
    },
  };
}
