import type { Job } from '../domain/job/job.ts';
import type { Sight, Store } from '../domain/ports.ts';
import type { createReceiving } from './intake/in-flight.ts';
import type { Book } from './open-jobs.ts';
import type { Gauge } from './progress.ts';

type Sources = {
  readonly book: Book;
  readonly gauge: Gauge;
  readonly jobs: Pick<Store['jobs'], 'get'>;
  readonly receiving: Pick<ReturnType<typeof createReceiving>, 'over'>;
};

/** What is known of jobs, wherever it is. Changes nothing. */
export function createLookup({ book, gauge, jobs, receiving }: Sources) {
  const seen = (job: Job): Sight => ({ job, progress: gauge.of(job.id) });

  async function job(id: string): Promise<Job | undefined> {
    return book.get(id) ?? (await jobs.get(id));
  }

  return {
    job,

    async begun(id: string): Promise<Job | undefined> {
      await receiving.over(id);
      return job(id);
    },

    async sights(ids: readonly string[]): Promise<readonly Sight[]> {
      const found = await Promise.all(ids.map(job));
      return found.flatMap((one) => (one ? [seen(one)] : []));
    },

    jobsOf(memberId: string): readonly Sight[] {
      return book
        .byMember(memberId)
        .toSorted((one, other) => one.createdAt - other.createdAt)
        .map(seen);
    },

    onTask: book.byTask,
  };
}
