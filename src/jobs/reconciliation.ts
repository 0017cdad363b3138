import { DamagedRecord } from '../domain/failures/errors.ts';
import { isEqual } from '../lib/is-equal.ts';
import type { LeaderContext } from './context.ts';

/** One look in so many compares whole records even when nothing was lost; the others see only which jobs there are. */
const WHOLE = 10;

/**
 * Compares what whoever leads has in memory with the store: a wake-up may have died with the process that was to send it. `heard` is
 * told of every job that is not as it is there, `adopt` of those that are received only. To be called about every minute, and with
 * `whole`, which compares whole records, when a process is gone and after the store was away. Rejects with StoreError.
 */
export function createReconciliation(
  { openJobs, store }: Pick<LeaderContext, 'openJobs' | 'store'>,
  { heard, adopt }: { heard(id: string): Promise<void>; adopt(id: string): void },
): (whole: boolean) => Promise<void> {
  let looks = 0;

  async function missing(): Promise<readonly string[]> {
    const before = new Set(openJobs.all().map(({ id }) => id));
    const news: string[] = [];
    for await (const id of store.jobs.openIds()) if (!before.delete(id)) news.push(id);
    return [...news, ...before];
  }

  async function changed(): Promise<readonly string[]> {
    const news: string[] = [];
    for await (const job of store.jobs.open()) {
      if (job instanceof DamagedRecord) continue;
      if (job.step === 'received') adopt(job.id);
      else if (!isEqual(openJobs.get(job.id), job)) news.push(job.id);
    }
    return news;
  }

  return async (whole) => {
    looks += 1;
    const ids = whole || looks % WHOLE === 0 ? await changed() : await missing();
    for (const id of ids) await heard(id);
  };
}
