import { stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { storeFiles } from '../backends/store-path.ts';

/** Room that a copy may need beside the size of the store. */
const SPARE = 1.1;

/** Why a copy of a store, which the sentence calls `what`, has no room; null when it has. */
export async function missingRoom(what: string, store: string, copy: string): Promise<string | null> {
  const sizes = await Promise.all(
    storeFiles(store).map((one) =>
      stat(one).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  const needed = Math.ceil(sizes.reduce((sum, size) => sum + size, 0) * SPARE);
  const free = await freeOf(dirname(copy));
  if (free >= needed) return null;
  return `${what} may need ${megabytes(needed)}, and ${dirname(copy)} has ${megabytes(free)} left.`;
}

/** The free space of the disk on which a folder lies, in bytes. Endless where the file system does not tell. */
export async function freeOf(folder: string): Promise<number> {
  return statfs(folder).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => Number.POSITIVE_INFINITY,
  );
}

const numbers = new Intl.NumberFormat('en');

export function megabytes(bytes: number): string {
  return `${numbers.format(Math.max(1, Math.round(bytes / 1_000_000)))} MB`;
}
