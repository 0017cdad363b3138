import type { Waits } from '../condition-waits.ts';
import type { RequestEntry, WireEvent } from './types.ts';

/** A 429 that was given. */
export type RateLimited = {
  readonly method: string;
  readonly route: string;
  readonly key: string;
  /** When the requests that used up the bucket began, and when this one came; Unix ms. */
  readonly since: number;
  readonly at: number;
  readonly global: boolean;
  /** Whether one process alone has used up that bucket: it could have known. */
  readonly isAlone: boolean;
};

/** Everything a test may want to look up afterwards. */
export function createRecords({ waits, onEvent }: { waits: Waits; onEvent: ((event: WireEvent) => void) | undefined }) {
  const requests: RequestEntry[] = [];
  const violations: string[] = [];
  const rateLimited: RateLimited[] = [];

  return {
    requests,
    violations,
    rateLimited,

    /** A violation of Discord's rules, answered or not. */
    violation(what: string): void {
      violations.push(what);
    },

    notify(event: WireEvent): void {
      onEvent?.(event);
      waits.changed();
    },
  };
}

export type Records = ReturnType<typeof createRecords>;
