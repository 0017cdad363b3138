import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Config } from '../config.ts';
import { parseStoreUrl } from '../store/backends/backend.ts';
import { freeOf } from '../store/copies/room.ts';
import type { Instruments } from './instruments.ts';
import type { Parts } from './parts.ts';

/** Lets the metrics read the state of the parts. */
export function watchParts(
  { watch }: Instruments,
  { storeUrl }: Pick<Config, 'storeUrl'>,
  { clock, engine, health, store }: Pick<Parts, 'clock' | 'engine' | 'health' | 'store'>,
): void {
  const address = parseStoreUrl(storeUrl);
  const file = address.kind === 'sqlite' ? resolve(address.path) : null;
  watch({
    parts: () => ({
      gateway: health.isUp('gateway'),
      store: health.isUp('store'),
      relay: health.isUp('relay'),
      submissions: health.isUp('submissions'),
    }),
    jobs: engine.counts,
    storeSize: async () => (file === null ? null : sizeOf(file)),
    storeFree: async () => (file === null ? null : freeOf(dirname(file))),
    lastBackup: store.lastBackup,
    clockSkew: clock.ahead,
  });
}

/** The size of a store with what is not in its file yet, in bytes. */
async function sizeOf(file: string): Promise<number> {
  const sizes = [file, `${file}-wal`].map((path) =>
    stat(path).then(
      ({ size }) => size,
      () => 0,
    ),
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
