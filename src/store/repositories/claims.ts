import type { Store } from '../../domain/ports/store.ts';
import { createMutex } from '../../lib/mutex.ts';
import type { Claim } from '../schema/lists.ts';
import type { Table } from '../tables/table.ts';

/**
 * The claims: which job pays for a press. The mutex decides within this process, the database's insert between
 * processes.
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

    pass: (key, from, to) =>
      mutex(key, async () => {
        const holder = await table.get(key);
        if (holder?.jobId !== from) return false;
        await table.put(key, { jobId: to, ttl: holder.ttl }, holder.ttl ?? undefined);
        return true;
      }),

    release: (key, jobId) =>
      mutex(key, async () => {
        const holder = await table.get(key);
        if (holder?.jobId === jobId) await table.delete(key);
      }),
  };
}
