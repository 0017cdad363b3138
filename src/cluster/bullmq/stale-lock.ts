import { pause } from '../../lib/timeout.ts';

/** Who holds a lock and until when, in ms by the holder's clock. Each renewal changes it. */
export type HeldLock = { readonly token: string; readonly until: string };

/** How long a lock that is not renewed is respected, in ms: longer than it takes where all clocks are right. */
const PATIENCE = 6_500;
const LOOK_EVERY = 1_000;

type Options = {
  /** Null when nobody holds it. */
  readonly read: () => Promise<HeldLock | null>;
  /** Takes it from the holder of this token, and from no other. */
  readonly free: (token: string) => Promise<unknown>;
  readonly over: AbortSignal;
};

/**
 * Frees a lock that has not been renewed for 6.5 s. On PostgreSQL, BullMQ compares the clocks of two processes: that of a dead
 * leader, ahead by an hour, would keep everybody from leading for that hour. Resolves when `over` is aborted.
 */
export async function freeStaleLock({ read, free, over }: Options): Promise<void> {
  let seen: HeldLock | null = null;
  let since = 0;
  while (!over.aborted) {
    const lock: HeldLock | null = await read().catch(() => null);
    const now = performance.now();
    if (lock === null || lock.token !== seen?.token || lock.until !== seen.until) {
      seen = lock;
      since = now;
    } else if (now - since > PATIENCE) {
      // A failure is seen by its outcome: the lock is still there the next time.
      await free(lock.token).catch(() => undefined);
    }
    await pause(LOOK_EVERY, over);
  }
}
