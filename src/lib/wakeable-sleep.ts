/** A wait that can be cut short. */
export type WakeableSleep = {
  /** Resolves after `ms`, at the next ring, or at once when it rang since the last wait or the signal is aborted. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
  ring(): void;
};

/** For one waiting party; rings while nobody waits count once. */
export function createWakeableSleep(): WakeableSleep {
  let rang = false;
  let answer: (() => void) | null = null;
  return {
    ring() {
      rang = true;
      answer?.();
    },
    async wait(ms, signal) {
      const { promise, resolve } = Promise.withResolvers<void>();
      answer = resolve;
      const stop = () => resolve();
      signal.addEventListener('abort', stop);
      const timer = setTimeout(stop, ms);
      if (!rang && !signal.aborted) await promise;
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      answer = null;
      rang = false;
    },
  };
}
