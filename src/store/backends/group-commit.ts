import { setImmediate as nextTurn } from 'node:timers/promises';

/** Resolves when everything that was written before the call survives a power cut. Rejects as `write` does. */
export type GroupCommit = () => Promise<void>;

/**
 * Makes one write for all calls within one turn of the event loop, and one for all that come while it is under way: two at once
 * would only hold each other up. `write` resolves when the disk has everything that was written before it was called.
 */
export function createGroupCommit(write: () => Promise<void>): GroupCommit {
  let before: Promise<unknown> = Promise.resolve();
  let next: Promise<void> | null = null;

  async function later(): Promise<void> {
    await Promise.allSettled([before, nextTurn()]);
    const writing = write();
    before = writing;
    next = null;
    await writing;
  }

  return () => {
    next ??= later();
    return next;
  };
}
