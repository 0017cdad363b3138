import { setTimeout as delay } from 'node:timers/promises';

/** Waits `ms`, or less when the signal is aborted; never throws. A test gives its own to run hours in a moment. */
export type Pause = (ms: number, signal: AbortSignal) => Promise<void>;

export const pause: Pause = (ms, signal) => delay(ms, undefined, { signal }).catch(() => undefined);

/**
 * Runs `work` for at most `ms` and no longer than `stop` allows; throws the signal's reason then, even when `work` does
 * not heed its signal. The signal is a plain one: discord.js never takes its listener off, which would keep a
 * composite signal in memory for good.
 */
export async function withDeadline<T>(
  ms: number,
  stop: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  stop.throwIfAborted();
  const own = new AbortController();
  const { promise: over, reject } = Promise.withResolvers<never>();
  const end = (reason: unknown) => {
    own.abort(reason);
    reject(reason);
  };
  const timer = setTimeout(() => end(new DOMException('the deadline passed', 'TimeoutError')), ms);
  const onStop = () => end(stop.reason);
  stop.addEventListener('abort', onStop, { once: true });
  try {
    return await Promise.race([work(own.signal), over]);
  } finally {
    clearTimeout(timer);
    stop.removeEventListener('abort', onStop);
  }
}

/**
 * Gives work a signal that fires when the caller's does or after `ms`, and stops waiting for it at that moment:
 * undefined then, however long the work takes to notice. Leaves no timer or listener behind.
 */
export async function within<T>(
  ms: number,
  caller: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  if (caller.aborted) return undefined;
  const { promise: ended, resolve } = Promise.withResolvers<undefined>();
  const controller = new AbortController();
  const end = () => {
    controller.abort();
    resolve(undefined);
  };
  const timer = setTimeout(end, ms);
  caller.addEventListener('abort', end, { once: true });
  try {
    return await Promise.race([work(controller.signal), ended]);
  } finally {
    clearTimeout(timer);
    caller.removeEventListener('abort', end);
  }
}
