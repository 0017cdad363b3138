import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openStore } from '../../src/store/store.ts';
import { silentLog } from './sample-records.ts';

/** Makes a folder that is removed when the running test ends. */
export function temporaryFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'darkroom-store-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** The address of a store that does not exist yet. */
export function sqliteUrl(): string {
  return `sqlite:${join(temporaryFolder(), 'data', 'store.sqlite')}`;
}

/** Opens a store and closes it when the running test ends. */
export async function openTestStore(options: Partial<Parameters<typeof openStore>[0]> & { url: string }) {
  const store = await openStore({ log: silentLog, ...options });
  onTestFinished(() => store.close().catch(() => undefined));
  return store;
}

export async function listAll<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const row of rows) all.push(row);
  return all;
}
