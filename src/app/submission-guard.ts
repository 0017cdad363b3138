import type { Relay } from '../domain/ports/relay.ts';

/** A relay whose connections are not to be closed while something that may be charged is on its way through them. */
export function createSubmissionGuard(relay: Relay) {
  const inFlight = new Set<Promise<unknown>>();
  const port: Relay = {
    ...relay,
    submit(...submission) {
      const running = relay.submit(...submission).finally(() => inFlight.delete(running));
      inFlight.add(running);
      return running;
    },
  };

  return {
    port,
    /** Resolves when nothing is being submitted any more, which each submission's own deadline bounds. Never rejects. */
    async idle(): Promise<void> {
      while (inFlight.size > 0) await Promise.allSettled(inFlight);
    },
  };
}
