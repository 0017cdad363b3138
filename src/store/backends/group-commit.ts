import { setImmediate as nextTurn } from 'node:timers/promises';

/** Resolves when everything that was written before the call survives a power cut. Rejects as `write` does. */
export type GroupCommit = () => Promise<void>;

/**
 * Makes one write for all calls within one turn of the event loop. `write` waits until the disk has everything that was
 * written before it. That blocks the event loop, so it should happen seldom.
 */
export function createGroupCommit(write: () => Promise<void>): GroupCommit {
  let next: Promise<void> | null = null;

  async function later(): Promise<void> {
    await nextTurn();
    next = null;
    await write();
  }

  return () => {
    next ??= later();
    return next;
  };
}
