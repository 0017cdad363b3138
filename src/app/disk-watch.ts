import { dirname, resolve } from 'node:path';
import type { Alerts } from '../domain/ports/alerts.ts';
import { parseStoreUrl } from '../lib/store-address.ts';
import { freeOf } from '../store/copies/room.ts';

/** In bytes: with less the people who run the bot are told; with so much more than that the trouble is over. */
const LEAST_FREE = 500_000_000;
const RELIEF = 100_000_000;

/** Tells when the disk of the store is nearly full. The returned function is to be called now and then; it never rejects. */
export function createDiskWatch(
  storeUrl: string,
  alerts: Alerts,
  free: (folder: string) => Promise<number> = freeOf,
): () => Promise<void> {
  const address = parseStoreUrl(storeUrl);
  if (address.kind !== 'sqlite') return async () => {};
  const folder = dirname(resolve(address.path));

  return async () => {
    const bytes = await free(folder);
    if (bytes < LEAST_FREE) alerts.raise({ kind: 'diskLow', megabytes: Math.round(bytes / 1_000_000) });
    else if (bytes >= LEAST_FREE + RELIEF) alerts.clear('diskLow');
  };
}
