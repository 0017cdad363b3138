import { SetupError } from '../domain/failures/errors.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Log } from '../domain/ports/log.ts';
import { pause } from '../lib/timeout.ts';
import { lockStore } from '../store/backends/lock.ts';
import { untilNoWork } from '../store/backends/work-lock.ts';
import { processesIn } from '../store/repositories/processes.ts';
import { FORMAT } from '../store/tables/codecs.ts';
import type { TablesParts } from '../store/tables/tables.ts';
import { createProcessWatch } from './process-watch.ts';

/** How much longer a process waits for the store than another one may take to stop, in seconds. */
const TAKEOVER_MARGIN = 10;
/** How often the processes are looked at, in ms. */
const LOOK_EVERY = 1_000;

export type OlderProcessesParts = {
  readonly storeUrl: string;
  readonly stopSeconds: number;
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly log: Log;
  readonly signal: AbortSignal;
};

/**
 * Waits until no older Darkroom uses a store whose format is about to rise, and keeps others away meanwhile. Versions that knew of one
 * process only hold the lock of the store for as long as they live; later ones are written down in it. Throws SetupError when one of
 * them stays, and the signal's reason.
 */
export function createGate({
  storeUrl,
  stopSeconds,
  clock,
  log,
  signal,
}: OlderProcessesParts): NonNullable<TablesParts['alone']> {
  const waitMs = (stopSeconds + TAKEOVER_MARGIN) * 1_000;
  let isTold = false;

  function tell(): void {
    if (!isTold) log.info({}, 'an older Darkroom uses this store; waiting for it to stop');
    isTold = true;
  }

  function refuse(): never {
    throw new SetupError(
      'An older Darkroom uses the same STORE_URL, and this one changes its records: stop the older one first.',
      { needsPerson: false },
    );
  }

  return async (processes, work) => {
    const until = clock.monotonic() + waitMs;
    const lock = await lockStore(storeUrl, { waitMs, signal, onWait: tell });
    if (!lock) refuse();
    try {
      const watch = createProcessWatch(clock);
      for (;;) {
        const records = await processesIn(processes);
        watch.saw(records);
        const older = records.filter(({ id, format }) => format < FORMAT && !watch.isGone(id));
        if (older.length === 0) break;
        if (clock.monotonic() >= until) refuse();
        tell();
        await pause(LOOK_EVERY, signal);
        signal.throwIfAborted();
      }
      await work();
    } finally {
      await lock.release();
    }
  };
}

/** Waits until "npm run store" has done what it does to the whole store. Throws SetupError when that takes too long. */
export async function waitForWork(
  { storeUrl, stopSeconds }: Pick<OlderProcessesParts, 'storeUrl' | 'stopSeconds'>,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  const waitMs = (stopSeconds + TAKEOVER_MARGIN) * 1_000;
  const onWait = () => log.info({}, 'somebody works on this store with "npm run store"; waiting for the end of that');
  if (await untilNoWork(storeUrl, { waitMs, signal, onWait })) return;
  throw new SetupError('Somebody works on this store with "npm run store": start Darkroom when that has ended.', {
    needsPerson: false,
  });
}
