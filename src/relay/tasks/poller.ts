import pLimit from 'p-limit';
import { RelayError } from '../../domain/failures/errors.ts';
import type { Task } from '../../domain/job/task.ts';
import type { Log, Relay } from '../../domain/ports.ts';
import { createWakeableSleep } from '../../lib/wakeable-sleep.ts';

type Deps = {
  readonly list: Relay['list'];
  /** The ids worth asking about now. */
  readonly due: () => readonly string[];
  readonly seen: (tasks: readonly Task[], missing: readonly string[]) => Promise<void>;
  /** Told after each listing whether the relay answered it. */
  readonly onListed: (answered: boolean) => void;
  /** Between two ticks; fractions allowed. */
  readonly seconds: number;
  readonly log: Log;
};

const chunkSize = 50;
/** Listings at once: a relay far away takes a while for each. */
const parallel = 4;

/**
 * Asks the relay about everything that is due, one request for every 50 ids, a few requests at once. Ticks never overlap; a chunk that fails is
 * simply due again at the next tick, which waits as long as the relay's Retry-After asks. `wake` makes the next tick happen
 * now, or right after the running one. `stop` ends the wait and the request in flight and resolves when nothing runs any more.
 */
export function createPoller({ list, due, seen, onListed, seconds, log }: Deps): {
  start(): void;
  wake(): void;
  stop(): Promise<void>;
} {
  const stopping = new AbortController();
  const { sleep, wake } = createWakeableSleep();
  let running: Promise<void> | null = null;

  async function run({ signal }: AbortController): Promise<void> {
    while (!signal.aborted) {
      const pause = await tick(signal);
      await sleep(Math.max(seconds * 1000, pause), signal);
    }
  }

  /** Resolves with the ms the relay asked us to stay away. */
  async function tick(signal: AbortSignal): Promise<number> {
    let pause = 0;
    await pLimit(parallel).map(chunks(collect()), async (ids) => {
      if (signal.aborted) return;
      try {
        const { tasks, missing } = await listReported(ids, signal);
        await seen(tasks, missing);
      } catch (error) {
        if (error instanceof RelayError) pause = Math.max(pause, error.retryAfter ?? 0);
        if (!signal.aborted)
          log.warn({ err: error, tasks: ids.length }, 'tasks could not be looked up; next tick again');
      }
    });
    return pause;
  }

  async function listReported(ids: readonly string[], signal: AbortSignal): ReturnType<typeof list> {
    try {
      const listing = await list(ids, signal);
      onListed(true);
      return listing;
    } catch (error) {
      if (!signal.aborted) onListed(false);
      throw error;
    }
  }

  function collect(): readonly string[] {
    try {
      return [...new Set(due())];
    } catch (error) {
      log.error({ err: error }, 'the due tasks could not be collected');
      return [];
    }
  }

  return {
    start() {
      if (!stopping.signal.aborted) running ??= run(stopping);
    },
    wake,
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

function chunks(ids: readonly string[]): readonly (readonly string[])[] {
  const count = Math.ceil(ids.length / chunkSize);
  return Array.from({ length: count }, (_, index) => ids.slice(index * chunkSize, (index + 1) * chunkSize));
}
