import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openStore } from '../../src/store/store.ts';
import { silentLog } from './sample-records.ts';

/** A folder of its own for the running test. */
export function temporaryFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'darkroom-store-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

export function sqliteUrl(): string {
  return `sqlite:${join(temporaryFolder(), 'data', 'store.sqlite')}`;
}

/** Opens a store that is closed when the running test ends. */
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
