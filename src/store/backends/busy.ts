import { setTimeout as delay } from 'node:timers/promises';

/** https://www.sqlite.org/rescode.html#busy */
const SQLITE_BUSY = 5;

/** SQLite answers a lock of another process, or of this one, with its code 5, perhaps extended in the upper bytes. */
export function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && Number(error.errcode) % 256 === SQLITE_BUSY;
}

/** How long a locked file is waited for, in ms: a member must be answered within three seconds, and giving up takes a second wait. */
export const BUSY_PATIENCE = 700;
const PAUSE = 40;

/** Tries again while another program holds the file, as a backup does for a moment. Rejects as `work` after that. */
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
