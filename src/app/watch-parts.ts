import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Config } from '../config.ts';
import { createOwnFacts } from '../discord/rest/own-facts.ts';
import { parseStoreUrl } from '../lib/store-address.ts';
import { withDeadline } from '../lib/timeout.ts';
import { freeOf } from '../store/copies/room.ts';
import type { Instruments } from './instruments.ts';
import type { Parts } from './parts.ts';

/** Lets the metrics read the state of the parts. */
export function watchParts({ watch }: Instruments, { storeUrl }: Pick<Config, 'storeUrl'>, parts: Parts): void {
  const { clock, engine, health, leading, store } = parts;
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
    isLeading: leading.isLeading,
    loginsRemaining: createLoginsLook(parts),
  });
}

/** How long it is believed how many logins are left, in ms. */
const LOGINS_FRESH = 10 * 60_000;

/** How long that question may take, in ms. */
const ANSWER_WAIT = 10_000;

/** How many logins are left, as it was when that was asked last; nobody waits for Discord. */
function createLoginsLook({ clock, halt, restClients }: Pick<Parts, 'clock' | 'halt' | 'restClients'>) {
  const { logins } = createOwnFacts(restClients.bot);
  let known: number | null = null;
  let askedAt = Number.NEGATIVE_INFINITY;

  async function ask(): Promise<void> {
    try {
      known = (await withDeadline(ANSWER_WAIT, halt.signal, logins)).remaining;
    } catch {
      // Whoever cannot reach Discord is told of that elsewhere.
    }
  }

  return () => {
    if (clock.monotonic() - askedAt >= LOGINS_FRESH) {
      askedAt = clock.monotonic();
      void ask();
    }
    return known;
  };
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
