import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createPrivately } from '../backends/private-files.ts';
import { storePath } from '../backends/store-path.ts';
import { wallClock } from '../store.ts';
import { backupPlace, megabytes, refusePlace, removeOlder, removeUnfinished } from './backup-place.ts';
import { ToolRefusal } from './refusal.ts';
import { copyStore, finishCopy } from './store-copy.ts';

type Options = {
  /** The path of the store's file. */
  readonly store: string;
  /** Where the backup goes: a file or a folder, see `backupPlace`. */
  readonly target: string;
  /** How many backups with a date stay in the folder; null when all do. */
  readonly keep: number | null;
  /** Tells the operator a sentence. */
  readonly say: (sentence: string) => void;
};

/**
 * Writes a sound copy of the store, without interaction tokens, while a bot may be writing to it. It has its name only when
 * it is whole and on the disk, however this process ends. Throws ToolRefusal or StoreError.
 */
export async function backUp({ store, target, keep, say }: Options): Promise<void> {
  let failed = 'The backup failed';
  try {
    const path = await storePath(store);
    const place = await backupPlace(path, target, keep !== null, wallClock.now());
    await removeUnfinished(place);
    await refusePlace(path, place.file);
    const { bytes, records } = await write(path, place.file);
    say(`Wrote ${place.file}: ${megabytes(bytes)}, ${numbers.format(records)} records, checked.`);
    failed = 'Older backups could not be removed';
    const removed = keep === null ? 0 : await removeOlder(place, keep);
    if (removed > 0) say(`Removed ${removed} older than the newest ${keep}.`);
  } catch (cause) {
    // What the system or SQLite says, and no fault of this program.
    if (!(cause instanceof Error && 'code' in cause)) throw cause;
    throw new ToolRefusal(`${failed} (${cause.message}).`, { cause });
  }
}

const numbers = new Intl.NumberFormat('en');

/** Others that write to the same name at the same time have other unfinished files: none is given the name half-written. */
async function write(store: string, file: string): Promise<{ readonly bytes: number; readonly records: number }> {
  const part = `${file}.${randomBytes(4).toString('hex')}.part`;
  try {
    await createPrivately(part);
    copyStore(store, part);
    const records = finishCopy(part);
    const bytes = await reachDisk(part, 'r+');
    await rename(part, file);
    // A folder cannot be opened on Windows.
    if (process.platform !== 'win32') await reachDisk(dirname(file), 'r');
    return { bytes, records };
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/** Waits until a file or a folder is on the disk; its size in bytes. */
async function reachDisk(path: string, flags: 'r' | 'r+'): Promise<number> {
  const handle = await open(path, flags);
  try {
    await handle.sync();
    return (await handle.stat()).size;
  } finally {
    await handle.close();
  }
}
