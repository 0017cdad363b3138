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
