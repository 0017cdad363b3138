import { setImmediate as turn } from 'node:timers/promises';

/** Resolves when everything written before it was asked survives a power cut. Rejects as `write`. */
export type GroupCommit = () => Promise<void>;

/**
 * `write` makes the disk keep all that came before it, which blocks the event loop: everybody who asks within one turn of
 * the loop shares one.
 */
export function createGroupCommit(write: () => Promise<void>): GroupCommit {
  let next: Promise<void> | null = null;

  async function later(): Promise<void> {
    await turn();
    next = null;
    await write();
  }

  return () => {
    next ??= later();
    return next;
  };
}
