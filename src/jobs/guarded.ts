import type { Log } from '../domain/ports/log.ts';

/** Does a part of a round. What it fails with is logged, unless everything is stopping, and the next round does it again. */
export type Guarded = (what: string, work: Promise<void>) => Promise<void>;

type GuardedParts = { readonly log: Pick<Log, 'warn'>; readonly signal: AbortSignal };

export function createGuarded({ log, signal }: GuardedParts): Guarded {
  return async (what, work) => {
    try {
      await work;
    } catch (error) {
      if (!signal.aborted) log.warn({ error }, `${what} failed; it will be repeated`);
    }
  };
}
