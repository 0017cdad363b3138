import { open, stat } from 'node:fs/promises';
import { SetupError } from '../../domain/failures/errors.ts';
import { parseStoreUrl } from '../../lib/store-address.ts';
import { storePath } from './store-path.ts';

/** What every SQLite file begins with (https://www.sqlite.org/fileformat.html#magic_header_string). */
const HEADER = 'SQLite format 3\0';

/**
 * Throws SetupError when STORE_URL leads to something that is no SQLite file, before anything of it or beside it is touched: it may
 * be somebody's letter. A file without content is a new store. What cannot be looked at is left to whoever opens it.
 */
export async function refuseForeign(storeUrl: string): Promise<void> {
  const address = parseStoreUrl(storeUrl);
  const what = address.kind === 'sqlite' ? await foreignThing(address.path).catch(() => null) : null;
  if (address.kind !== 'sqlite' || what === null) return;
  throw new SetupError(
    `STORE_URL names ${address.path}, which is ${what} and no store: correct STORE_URL, or restore a backup in its place.`,
    { needsPerson: true },
  );
}

async function foreignThing(given: string): Promise<string | null> {
  const path = await storePath(given);
  const found = await stat(path);
  if (found.isDirectory()) return 'a folder';
  if (found.size === 0) return null;
  return (await beginningOf(path)) === HEADER ? null : 'a file of something else';
}

async function beginningOf(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADER.length), 0, HEADER.length, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await file.close();
  }
}
