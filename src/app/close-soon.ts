import { endsWithin } from '../lib/timeout.ts';

/** How long one part may take to close, in ms. */
const PATIENCE = 2_000;

/** Closes a part, and waits for that only for a while: one that hangs must not keep the others open. It throws then. */
export function closeSoon(name: string, close: () => Promise<void>, ms = PATIENCE): () => Promise<void> {
  return async () => {
    if (!(await endsWithin(ms, close()))) throw new Error(`${name} did not close within ${ms} ms`);
  };
}
