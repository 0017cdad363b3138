import type { TermEnd } from '../../domain/ports/cluster.ts';
import { pause } from '../../lib/timeout.ts';

/** How long the server keeps a leader's lock that is not renewed, in ms. */
export const LOCK = 4_000;
/** How often it is renewed, in ms. */
const RENEW_EVERY = 1_000;
/** How long after its last renewal was asked for a lock counts as lost, in ms: sooner than for the server. */
const SAFE = 3_800;
/** How often that is looked at, in ms. */
const LOOK_EVERY = 100;

export type Renewal = {
  /** Resolves when the lock has been renewed for the first time, or when the term is over. */
  readonly begun: Promise<void>;
  /** Whether the lock was renewed lately enough to be ours. */
  isFresh(): boolean;
  stop(): void;
};

/**
 * Renews the lock of a term, and ends the term as lost when that has failed for 3.8 s or when the lock is another's. BullMQ's own
 * renewal tells nothing without a connection, and goes by a clock that may be set. `extend` answers 1 when the lock is ours for
 * another 4 s and 0 when it is not.
 */
export function startRenewal(extend: () => Promise<number>, term: AbortController): Renewal {
  const stopping = new AbortController();
  const { promise: begun, resolve } = Promise.withResolvers<void>();
  term.signal.addEventListener('abort', () => resolve(), { once: true });
  let renewedAt = performance.now();

  function lose(): void {
    if (!stopping.signal.aborted) term.abort('lost' satisfies TermEnd);
  }
  // A process that was frozen, or that the server does not answer any more, learns it here.
  const isFresh = () => performance.now() - renewedAt <= SAFE;
  const watch = setInterval(() => {
    if (!isFresh()) lose();
  }, LOOK_EVERY);

  async function renew(): Promise<void> {
    const askedAt = performance.now();
    const answer = await extend().catch(() => null);
    if (answer === 0) lose();
    if (answer !== 1) return;
    renewedAt = askedAt;
    resolve();
  }

  async function renewOn(): Promise<void> {
    while (!stopping.signal.aborted) {
      await renew();
      await pause(RENEW_EVERY, stopping.signal);
    }
  }

  void renewOn();
  return {
    begun,
    isFresh,
    stop() {
      stopping.abort();
      clearInterval(watch);
    },
  };
}
