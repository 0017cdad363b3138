import { constants } from 'node:os';
import { performance } from 'node:perf_hooks';
import { exitNow } from './exit.ts';

/**
 * npm passes on to its child a Ctrl+C that the terminal has sent to both of them: what comes so soon after the first, in ms, is
 * no second one.
 */
const ECHO = 500;

/** How often it is looked whether a parent is still there, in ms. */
const PARENT_LOOK = 500;

/**
 * Listens for the signals that ask a process to stop, which the first process of a container would otherwise ignore. The
 * returned signal is aborted by the first of them; a second one ends the process at once, with the code that shells give it.
 * `follows`: it is aborted, too, when the parent has ended.
 */
export function listenForStop({ follows }: { readonly follows: boolean }): AbortSignal {
  const stopping = new AbortController();
  let firstAt: number | null = null;
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (firstAt !== null && performance.now() - firstAt >= ECHO) exitNow(128 + constants.signals[name]);
      firstAt ??= performance.now();
      stopping.abort();
    });
  }
  if (follows) followParent(() => stopping.abort());
  return stopping.signal;
}

/** npm runs a script in a shell, and of the two only the shell hears a SIGTERM to npm: it ends and tells nobody. */
function followParent(onEnd: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onEnd();
  }, PARENT_LOOK);
  timer.unref();
}
