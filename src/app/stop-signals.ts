import { constants } from 'node:os';
import { performance } from 'node:perf_hooks';
import { exitNow } from './exit.ts';

/**
 * npm passes on to its child a Ctrl+C that the terminal has sent to both of them: what comes so soon after the first, in ms, is
 * no second one.
 */
const ECHO = 500;

/**
 * Listens for the signals that ask a process to stop, which the first process of a container would otherwise ignore. The
 * returned signal is aborted by the first of them; a second one ends the process at once, with the code that shells give it.
 */
export function listenForStop(): AbortSignal {
  const stopping = new AbortController();
  let firstAt: number | null = null;
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (firstAt !== null && performance.now() - firstAt >= ECHO) exitNow(128 + constants.signals[name]);
      firstAt ??= performance.now();
      stopping.abort();
    });
  }
  return stopping.signal;
}
