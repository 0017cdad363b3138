import type { Clock } from '../../domain/ports/clock.ts';

/**
 * A record is renewed when this part of its time has passed. To renew it at every look would cost a write each time.
 */
const RENEWED_AT = 1 / 30;

export type Lifetime = ReturnType<typeof createLifetime>;

/** How long the records of a table are kept: `ttl` in ms, for good where it is left out. */
export function createLifetime({ clock, ttl: tableTtl }: { readonly clock: Clock; readonly ttl?: number | undefined }) {
  return {
    /**
     * When a record ends that is written now, Unix ms; undefined when it never does. Nothing is given an end by a clock that
     * nobody confirms: that end could be over as soon as the clock is right.
     */
    endAfter(ttl = tableTtl): number | undefined {
      return ttl === undefined || !Number.isFinite(clock.past())
        ? undefined
        : Math.ceil(clock.now() + Math.max(1, ttl));
    },
    /** Whether a record that ends at `expires` is worth making last until `end` (both Unix ms). */
    isDue(expires: number | null, end: number): boolean {
      return tableTtl !== undefined && expires !== null && end - expires >= tableTtl * RENEWED_AT;
    },
  };
}
