/** A sleep that can be cut short, for one sleeper. */
export type WakeableSleep = {
  /**
   * Resolves after `ms`, at the next `wake`, or at once when the signal is aborted or `wake` was called since the last
   * sleep: with whether it was woken.
   */
  sleep(ms: number, signal: AbortSignal): Promise<boolean>;
  wake(): void;
};

export function createWakeableSleep(): WakeableSleep {
  let isWoken = false;
  let end: (() => void) | null = null;
  return {
    wake() {
      isWoken = true;
      end?.();
    },
    async sleep(ms, signal) {
      const { promise, resolve } = Promise.withResolvers<void>();
      end = resolve;
      const onEnd = () => resolve();
      signal.addEventListener('abort', onEnd);
      const timer = setTimeout(onEnd, ms);
      if (!isWoken && !signal.aborted) await promise;
      clearTimeout(timer);
      signal.removeEventListener('abort', onEnd);
      end = null;
      const wasWoken = isWoken;
      isWoken = false;
      return wasWoken;
    },
  };
}
