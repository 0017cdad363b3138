import { setTimeout as delay } from 'node:timers/promises';

/** Waits `ms`, or less when the signal is aborted; never throws. A test gives its own to run hours in a moment. */
export type Pause = (ms: number, signal: AbortSignal) => Promise<void>;

export const pause: Pause = (ms, signal) => delay(ms, undefined, { signal }).catch(() => undefined);

/**
 * Waits until `performance.now()` has come to `moment`, or until the signal is aborted; never throws. A single timer may end a little
 * early: Node counts it from when the present turn of its loop began.
 */
export async function pauseUntil(moment: number, signal: AbortSignal): Promise<void> {
  for (let left = moment - performance.now(); left > 0 && !signal.aborted; left = moment - performance.now()) {
    await pause(Math.ceil(left), signal);
  }
}

/**
 * Runs `work` for at most `ms`, and not after `stop` is aborted; what it waits for by `untimed` does not count. At that moment the work's own signal is aborted and this
 * throws a TimeoutError or the reason of `stop`, even when the work does not heed its signal. Leaves no timer or listener
 * behind. The work's signal is no `AbortSignal.any`: discord.js never takes its listener off, which would keep a composite
 * signal in memory for good.
 */
export async function withDeadline<T>(
  ms: number,
  stop: AbortSignal,
  work: (signal: AbortSignal, untimed: <W>(wait: () => Promise<W>) => Promise<W>) => Promise<T>,
): Promise<T> {
  stop.throwIfAborted();
  const own = new AbortController();
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const end = (reason: unknown) => {
    own.abort(reason);
    reject(reason);
  };
  let left = ms;
  let since = performance.now();
  const startTimer = () => setTimeout(() => end(new DOMException('the deadline passed', 'TimeoutError')), left);
  let timer = startTimer();
  const untimed = async <W>(wait: () => Promise<W>): Promise<W> => {
    clearTimeout(timer);
    left = Math.max(0, left - (performance.now() - since));
    try {
      return await wait();
    } finally {
      since = performance.now();
      if (!own.signal.aborted && !isOver) timer = startTimer();
    }
  };
  let isOver = false;
  const onStop = () => end(stop.reason);
  stop.addEventListener('abort', onStop, { once: true });
  try {
    return await Promise.race([work(own.signal, untimed), ended]);
  } finally {
    isOver = true;
    clearTimeout(timer);
    stop.removeEventListener('abort', onStop);
  }
}

/**
 * What `work` comes to, unless the signal is aborted first: then it rejects with the signal's reason, and nobody waits for
 * the work any more.
 */
export async function unlessAborted<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work(), aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** Waits for `work`, but no longer than `ms`: whether it has ended. Throws what the work throws by then. */
export async function endsWithin(ms: number, work: Promise<unknown>): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), ms);
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
