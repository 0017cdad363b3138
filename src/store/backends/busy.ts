import { setTimeout as delay } from 'node:timers/promises';
import { isBusy } from '../../lib/sqlite-busy.ts';

/**
 * How long a locked file is waited for, in ms. A member must be answered within three seconds, and one gesture may have
 * to wait twice: for its record, and for what is written when that fails.
 */
export const BUSY_PATIENCE = 700;
/** The time between two tries, in ms. */
const PAUSE = 40;

/** Repeats `work` while another program locks the file, as a backup does for a moment. Rejects as the last try did. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  const until = performance.now() + BUSY_PATIENCE;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || performance.now() > until) throw error;
      await delay(PAUSE);
    }
  }
}
