import { setTimeout as delay } from 'node:timers/promises';

/** Waits `ms`, or less when the signal is aborted; never throws. A test gives its own to run hours in a moment. */
export type Pause = (ms: number, signal: AbortSignal) => Promise<void>;

export const pause: Pause = (ms, signal) => delay(ms, undefined, { signal }).catch(() => undefined);

/**
 * Runs `work` for at most `ms`, and not after `stop` is aborted. At that moment the work's own signal is aborted and this
 * throws a TimeoutError or the reason of `stop`, even when the work does not heed its signal. Leaves no timer or listener
 * behind. The work's signal is no `AbortSignal.any`: discord.js never takes its listener off, which would keep a composite
 * signal in memory for good.
 */
export async function withDeadline<T>(
  ms: number,
  stop: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  stop.throwIfAborted();
  const own = new AbortController();
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const end = (reason: unknown) => {
    own.abort(reason);
    reject(reason);
  };
  const timer = setTimeout(() => end(new DOMException('the deadline passed', 'TimeoutError')), ms);
  const onStop = () => end(stop.reason);
  stop.addEventListener('abort', onStop, { once: true });
  try {
    return await Promise.race([work(own.signal), ended]);
  } finally {
    clearTimeout(timer);
    stop.removeEventListener('abort', onStop);
  }
}
