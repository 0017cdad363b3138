import { existsSync } from 'node:fs';
import { copyFile, link, rename, rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { storeFiles, storePath } from '../backends/store-path.ts';
import { type CopyTrouble, finishCopy } from '../copies/content.ts';
import { openCurrent, writeFormat } from '../copies/format.ts';
import { megabytes, missingRoom } from '../copies/room.ts';
import { freeName, removeUnfinished, writeWhole } from '../copies/whole-file.ts';
import { wallClock } from '../store.ts';
import { openTables } from '../tables/tables.ts';
import { type Distrusted, distrust } from './distrust.ts';
import { ToolRefusal } from './refusal.ts';

type Options = {
  /** The path of the store's file, which may not be there. */
  readonly store: string;
  /** The backup. */
  readonly file: string;
  /** How long most records are kept, in ms. */
  readonly ttl: number;
  /** Tells the operator a sentence. */
  readonly say: (sentence: string) => void;
};

/** How long a file that is locked for a moment is waited for, in ms. */
const BUSY_MS = 5000;

/**
 * Puts a backup in the place of the store, whose lock the caller holds. The store that was there is kept beside it. At every
 * moment either the one or the other is there and whole, however this process ends. Throws ToolRefusal, StoreError or
 * SetupError.
 */
export async function restore({ store, file, ttl, say }: Options): Promise<void> {
  try {
    const path = await storePath(store);
    const backup = await storePath(file);
    if (storeFiles(path).includes(backup)) throw new ToolRefusal(`${file} is the store itself, or belongs to it.`);
    if (!existsSync(backup)) throw new ToolRefusal(`There is no file ${file}.`);
    await removeUnfinished(dirname(path), (name) => name === basename(path));
    const noRoom = await missingRoom('The restored store', backup, path);
    if (noRoom) throw new ToolRefusal(noRoom);
    let kept: string | null = null;
    const { bytes, result } = await writeWhole({
      from: backup,
      to: path,
      finish: (part) => finish(part, file, ttl),
      makeRoom: async () => {
        kept = await setAside(path);
      },
    });
    tell({ file, bytes, kept, told: result }, say);
  } catch (cause) {
    // What the system or SQLite says, and no fault of this program.
    if (!(cause instanceof Error && 'code' in cause)) throw cause;
    throw new ToolRefusal(`The restore failed (${cause.message}).`, { cause });
  }
}

const troubles: Readonly<Record<CopyTrouble, string>> = {
  foreign: 'is no backup of a Darkroom store',
  unsound: 'is damaged: take another backup',
};

async function finish(part: string, file: string, ttl: number): Promise<Distrusted & { readonly records: number }> {
  const records = finishCopy(part);
  if (typeof records === 'string') throw new ToolRefusal(`${file} ${troubles[records]}.`);
  const address = { kind: 'sqlite', path: part } as const;
  const parts = { ttl, clock: wallClock, log: { warn: () => undefined } };
  // One that a newer Darkroom wrote is refused before anything of it is changed.
  await (await openCurrent(address, { ...parts, readOnly: true })).close();
  const tables = await openTables(address, parts);
  try {
    const changed = await distrust(tables);
    // Where nothing was written into it, the Darkroom that made it still reads it, and a newer one has yet to copy it.
    if (changed.unsure > 0) await writeFormat(tables.checks);
    return { ...changed, records };
  } finally {
    await tables.close();
  }
}

/** Gives the store that is there a second name, and clears away what belongs to it. Answers with that name. */
async function setAside(path: string): Promise<string | null> {
  let kept: string | null = null;
  if (existsSync(path)) {
    kept = await freeName(`${path}.before-restore`);
    // SQLite may throw the log of a damaged store away, and without it that could never be read again.
    const log = `${kept}-wal`;
    await copyFile(`${path}-wal`, log).catch(() => undefined);
    if (foldLog(path)) await rm(log, { force: true });
    await nameTwice(path, kept);
  }
  // What is left would be taken for the restored store's, and damage it.
  for (const rest of ['-shm', '-wal', '-journal']) await rm(`${path}${rest}`, { force: true });
  return kept;
}

/** Brings all that was written into the store's own file, so that it is whole alone. False when the store cannot be read. */
function foldLog(path: string): boolean {
  try {
    const db = new DatabaseSync(path, { timeout: BUSY_MS });
    try {
      db.exec('PRAGMA journal_mode = DELETE');
    } finally {
      db.close();
    }
    return true;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return false;
  }
}

/** With two names there is no moment at which the store has none. Not every file system knows that. */
async function nameTwice(path: string, other: string): Promise<void> {
  try {
    await link(path, other);
  } catch {
    await rename(path, other);
  }
}

type Restored = {
  readonly file: string;
  readonly bytes: number;
  readonly kept: string | null;
  readonly told: Distrusted & { readonly records: number };
};

const numbers = new Intl.NumberFormat('en');

function tell({ file, bytes, kept, told }: Restored, say: Options['say']): void {
  say(`Restored ${file}: ${megabytes(bytes)}, ${numbers.format(told.records)} records, checked.`);
  if (kept) say(`The store that was here is kept as ${kept}.`);
  const count = (jobs: number, sentence: string) => {
    if (jobs > 0) say(sentence.replace('#', numbers.format(jobs)));
  };
  count(told.unsure, 'Jobs that may have been bought since: #. They are not bought again; their members are asked.');
  count(told.dropped, 'Jobs that nobody had been shown yet, and that were dropped: #.');
  say(
    'All that happened since the backup is forgotten: a button pressed since can be pressed, and charged, once more, credits used since can be used again, and members who were erased since are in the store again.',
  );
}
