import type { Log } from '../domain/ports.ts';

/** What must be let go of, in the reverse order of its taking. */
export type Cleanup = {
  add(close: () => unknown): void;
  /** One part that will not close keeps none of the others open. Safe to call twice. */
  close(): Promise<void>;
};

export function createCleanup(log: Log): Cleanup {
  const open: (() => unknown)[] = [];
  return {
    add: (close) => void open.push(close),
    async close() {
      for (const close of open.splice(0).reverse()) {
        try {
          await close();
        } catch (error) {
          log.warn({ error }, 'a part did not stop cleanly');
        }
      }
    },
  };
}
