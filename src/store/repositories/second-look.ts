import { DamagedRecord } from '../../domain/failures/errors.ts';
import type { Table } from '../tables/table.ts';

/** How long what has been seen once is kept at least before it may be erased, in ms. */
const SECOND_LOOK = 10 * 60_000;
const KEY = 'sweep';

/**
 * Makes sure that nothing is erased by what the clock says once, as that may be wrong for a moment. Remembers in the store
 * what time (Unix ms) it was at an earlier look, whichever process made it, and answers with the time that was past at both:
 * null at the first look, and at all that come too soon after it.
 */
export function createSecondLook(checks: Table<string>): (past: number) => Promise<number | null> {
  async function earlierLook(): Promise<number> {
    try {
      return Number((await checks.get(KEY)) ?? Number.NaN);
    } catch (error) {
      if (error instanceof DamagedRecord) return Number.NaN;
      throw error;
    }
  }

  return async (past) => {
    if (!Number.isFinite(past)) return null;
    const earlier = await earlierLook();
    const age = past - earlier;
    // An earlier look in the future was made by a wrong clock.
    if (age >= 0 && age < SECOND_LOOK) return null;
    await checks.put(KEY, String(past));
    return age >= SECOND_LOOK ? earlier : null;
  };
}
