import pLimit from 'p-limit';
import { RelayError } from '../../domain/failures/errors.ts';
import type { Task } from '../../domain/job/task.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { Relay } from '../../domain/ports/relay.ts';
import { pause } from '../../lib/timeout.ts';
import { createWakeableSleep } from '../../lib/wakeable-sleep.ts';

type Deps = {
  readonly list: Relay['list'];
  /** The ids of the tasks to ask about now. */
  readonly due: () => readonly string[];
  /** Takes what a listing said. When it throws, these tasks are asked about again at the next tick. */
  readonly seen: (tasks: readonly Task[], missing: readonly string[]) => Promise<void>;
  /** Called after each listing with what it threw, null when the relay answered it. */
  readonly onListed: (failure: unknown) => void;
  /** The time between two ticks, possibly a fraction. */
  readonly seconds: number;
  readonly log: Log;
};

export type Poller = {
  /** May be called again; does nothing after `stop`. */
  start(): void;
  /**
   * Makes the next tick happen now, or right after the one that runs; or a little later, when it was called often just
   * before.
   */
  wake(): void;
  /** Ends the wait and the requests in flight. Resolves when nothing runs any more. */
  stop(): Promise<void>;
};

const IDS_PER_LISTING = 50;
/**
 * So many ticks may be woken one right after another, and one more every so many ms. Every callback wakes, and whoever
 * runs the relay could drive one poll after another with them.
 */
const WAKES = { burst: 3, every: 1_000 };
/** Several listings run at once, because each takes a while when the relay is far away. */
const MAX_LISTINGS = 4;

/**
 * Asks the relay at every tick about the tasks that are due, with one request for every 50 ids. Ticks never overlap. A
 * listing that fails is not repeated: its ids are due again at the next tick, which waits at least as long as the
 * relay's Retry-After asks.
 */
export function createPoller({ list, due, seen, onListed, seconds, log }: Deps): Poller {
  const stopping = new AbortController();
  const { sleep, wake } = createWakeableSleep();
  let running: Promise<void> | null = null;

  async function run({ signal }: AbortController): Promise<void> {
    const ordinary = seconds * 1000;
    const every = Math.min(WAKES.every, ordinary);
    /** When the next tick would be woken if they came evenly. `burst` of them may be early. */
    let even = Number.NEGATIVE_INFINITY;
    let isWoken = false;
    while (!signal.aborted) {
      const asked = await tick(signal);
      if (isWoken && asked > 0) {
        // Once it was woken in spite of what the relay asks, and the relay asks for it again.
        await pause(asked, signal);
        isWoken = false;
        continue;
      }
      isWoken = await sleep(Math.max(ordinary, asked), signal);
      if (!isWoken) continue;
      const tooSoon = even - (WAKES.burst - 1) * every - performance.now();
      if (tooSoon > 0) await pause(tooSoon, signal);
      even = Math.max(even, performance.now()) + every;
    }
  }

  /** Resolves with the longest wait that the relay asked for, in ms. */
  async function tick(signal: AbortSignal): Promise<number> {
    let longest = 0;
    await pLimit(MAX_LISTINGS).map(chunks(collect()), async (ids) => {
      if (signal.aborted) return;
      try {
        const { tasks, missing } = await listReported(ids, signal);
        await seen(tasks, missing);
      } catch (error) {
        if (error instanceof RelayError) longest = Math.max(longest, error.retryAfter ?? 0);
        // Whoever hears of the listings tells the operator once that the key is refused.
        const isRefusal = error instanceof RelayError && error.refusal !== null;
        if (!signal.aborted && !isRefusal)
          log.warn({ err: error, tasks: ids.length }, 'tasks could not be looked up; next tick again');
      }
    });
    return longest;
  }

  async function listReported(ids: readonly string[], signal: AbortSignal): ReturnType<typeof list> {
    try {
      const listing = await list(ids, signal);
      onListed(null);
      return listing;
    } catch (error) {
      if (!signal.aborted) onListed(error);
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
  const count = Math.ceil(ids.length / IDS_PER_LISTING);
  return Array.from({ length: count }, (_, index) => ids.slice(index * IDS_PER_LISTING, (index + 1) * IDS_PER_LISTING));
}
