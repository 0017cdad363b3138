import { storePath } from '../backends/store-path.ts';
import { type CopyTrouble, finishCopy } from '../copies/content.ts';
import { megabytes } from '../copies/room.ts';
import { writeWhole } from '../copies/whole-file.ts';
import { wallClock } from '../store.ts';
import { openChecks } from '../tables/tables.ts';
import { backupPlace, refusePlace, removeOlder, removeUnfinishedBackups } from './backup-place.ts';
import { ToolRefusal } from './refusal.ts';

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
    await removeUnfinishedBackups(place);
    await refusePlace(path, place.file);
    const { bytes, result } = await writeWhole({ from: path, to: place.file, finish });
    say(`Wrote ${place.file}: ${megabytes(bytes)}, ${numbers.format(result)} records, checked.`);
    failed = 'The store could not be told of its backup';
    await noteTime(path);
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

/** Writes into the store when it was backed up last, Unix ms. */
async function noteTime(path: string): Promise<void> {
  const parts = { clock: wallClock, log: { warn: () => undefined } };
  const checks = await openChecks({ kind: 'sqlite', path }, parts);
  try {
    await checks.put('backup', String(wallClock.now()));
  } finally {
    await checks.close();
  }
}

/** The sentence for a copy that is no backup. */
const troubles: Readonly<Record<CopyTrouble, string>> = {
  foreign: 'STORE_URL names a SQLite file that is no store of Darkroom.',
  unsound: 'The copy of the store is not sound: look at the disk.',
};

function finish(part: string): number {
  const records = finishCopy(part);
  if (typeof records === 'string') throw new ToolRefusal(troubles[records]);
  return records;
}
