import type { Store } from '../../domain/ports/store.ts';
import { createMutex } from '../../lib/mutex.ts';
import type { Claim } from '../schema/lists.ts';
import type { Table } from '../tables/table.ts';

/**
 * The claims: which job pays for a press. The mutex decides within this process, the database's insert and
 * compare-and-set between processes.
 */
export function createClaims(table: Table<Claim>): Store['claims'] {
  const mutex = createMutex();

  return {
    claim: (key, jobId, ttl) =>
      mutex(key, async () => {
        for (;;) {
          if (await table.insert(key, { jobId, ttl: ttl ?? null }, ttl)) return jobId;
          const holder = await table.get(key);
          // The claim that kept us out has expired meanwhile.
          if (!holder) continue;
          if (holder.ttl === null) await table.renew(key);
          return holder.jobId;
        }
      }),

    async pass(key, from, to) {
      let hasPassed = false;
      await table.change(
        key,
        (holder) => {
          hasPassed = holder?.jobId === from;
          return hasPassed && holder ? { ...holder, jobId: to } : holder;
        },
        { ttlOf: ({ ttl }) => ttl ?? undefined },
      );
      return hasPassed;
    },

    async release(key, jobId) {
      await table.change(key, (holder) => (holder?.jobId === jobId ? null : holder));
    },
  };
}
