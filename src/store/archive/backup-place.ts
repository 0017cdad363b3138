import { lstat, readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, parse } from 'node:path';
import { createFolder } from '../../lib/private-files.ts';
import { storeFiles, storePath } from '../backends/store-path.ts';
import { missingRoom } from '../copies/room.ts';
import { removeUnfinished } from '../copies/whole-file.ts';
import { ToolRefusal } from './refusal.ts';

/** Where a backup goes. */
export type BackupPlace = {
  readonly file: string;
  /** Whether a name is that of a backup of this store that was given a date, by which such names are in order. */
  isDated(name: string): boolean;
};

/**
 * The place of a backup of the store at `store`, which comes from `storePath`. `given` is a file that is not there yet, or a
 * folder that is there or ends with a slash: the backup is then named after the store and the day of `now` (Unix ms). With
 * `inFolder` it is always a folder. Makes the folder.
 */
export async function backupPlace(store: string, given: string, inFolder: boolean, now: number): Promise<BackupPlace> {
  const { name, ext } = parse(store);
  const day = new Intl.DateTimeFormat('sv-SE').format(now);
  const isFolder = inFolder || /[/\\]$/.test(given) || ((await stat(given).catch(() => null))?.isDirectory() ?? false);
  const file = isFolder ? join(given, `${name}-${day}${ext}`) : given;
  await createFolder(dirname(file));
  return {
    file,
    isDated: (other) =>
      other.startsWith(`${name}-`) &&
      other.endsWith(ext) &&
      /^\d{4}-\d\d-\d\d$/.test(other.slice(name.length + 1, other.length - ext.length)),
  };
}

/** Throws ToolRefusal when a copy of the store cannot or must not be written to this file. */
export async function refusePlace(store: string, file: string): Promise<void> {
  const files = storeFiles(store);
  if (files.includes(await storePath(file))) {
    throw new ToolRefusal(`${file} is the store itself, or a file that belongs to it: name another one.`);
  }
  if (await lstat(file).catch(() => null)) throw new ToolRefusal(`${file} is there already: name a new file.`);
  const noRoom = await missingRoom('The backup', store, file);
  if (noRoom) throw new ToolRefusal(noRoom);
}

/** Removes what backups to this place left behind that were killed half-way. */
export function removeUnfinishedBackups({ file, isDated }: BackupPlace): Promise<void> {
  return removeUnfinished(dirname(file), (name) => name === basename(file) || isDated(name));
}

/** Removes all but so many of the backups with a date, this one counted, and none that is newer. Answers how many. */
export async function removeOlder({ file, isDated }: BackupPlace, keep: number): Promise<number> {
  const names = await readdir(dirname(file));
  const older = names.filter((name) => isDated(name) && name < basename(file)).sort();
  const removed = older.slice(0, Math.max(0, older.length - (keep - 1)));
  await removeAll(dirname(file), removed);
  return removed.length;
}

async function removeAll(folder: string, names: readonly string[]): Promise<void> {
  for (const name of names) await rm(join(folder, name), { force: true });
}
