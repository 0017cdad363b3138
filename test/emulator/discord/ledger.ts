import type { RequestEntry, WireEvent } from './types.ts';
import type { Watch } from './watch.ts';

/** A 429 that was given. */
export type RateLimited = {
  readonly method: string;
  readonly route: string;
  readonly key: string;
  readonly at: number;
  readonly global: boolean;
};

/** Everything a test may want to look up afterwards. */
export function createLedger({ watch, onEvent }: { watch: Watch; onEvent: ((event: WireEvent) => void) | undefined }) {
  const requests: RequestEntry[] = [];
  const violations: string[] = [];
  const rateLimited: RateLimited[] = [];

  return {
    requests,
    violations,
    rateLimited,

    /** A breach of Discord's rules, answered or not. */
    breach(what: string): void {
      violations.push(what);
    },

    tell(event: WireEvent): void {
      onEvent?.(event);
      watch.changed();
    },
  };
}

export type Ledger = ReturnType<typeof createLedger>;
