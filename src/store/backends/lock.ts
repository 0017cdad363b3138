import { mkdir, realpath } from 'node:fs/promises';
import { dirname } from 'node:path';
import { performance } from 'node:perf_hooks';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { StoreError } from '../../domain/failures/errors.ts';
import { parseStoreUrl } from './backend.ts';
import { isBusy } from './busy.ts';

const RETRY_MS = 200;

type Options = {
  /** How long to wait for a process that is about to stop, in ms. */
  waitMs: number;
  signal?: AbortSignal;
  /** Called once, when another process turns out to hold the store. */
  onWait?: () => void;
};

export type StoreLock = { release(): Promise<void> };

function take(db: DatabaseSync): boolean {
  try {
    // Nothing is ever written, so the journal needs no file that a killed process would leave behind.
    db.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return true;
  } catch (error) {
    if (isBusy(error)) return false;
    throw error;
  }
}

async function openLockFile(path: string): Promise<DatabaseSync> {
  await mkdir(dirname(path), { recursive: true });
  // The same file by another name must meet the same lock.
  const real = await realpath(path).catch(() => path);
  return new DatabaseSync(`${real}.lock`, { timeout: 0 });
}

/**
 * One process per store: held until released or until the process dies, however it dies, because the lock is the
 * operating system's (an exclusive transaction on a SQLite file of its own beside the store). Null when another process
 * still holds it after `waitMs`. `memory:` is always free. Throws StoreError when there can be no lock, the signal's
 * reason when aborted, and as `parseStoreUrl`.
 */
export async function lockStore(url: string, { waitMs, signal, onWait }: Options): Promise<StoreLock | null> {
  const address = parseStoreUrl(url);
  if (address.kind === 'memory') return { release: async () => undefined };
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
