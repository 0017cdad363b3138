import type { Desk } from '../../jobs/context.ts';
import type { Reply } from '../job/job.ts';

/** Gives an open job a new way back to its message. Without one, nothing reaches a private message after 15 minutes. */
export function createRenewing({ book, proceed }: Desk) {
  return (id: string, reply: Reply): Promise<'renewed' | 'gone'> =>
    book.alone(id, async (job) => {
      if (!job || job.step === 'received') return 'gone';
      const renewed = { ...job, reply };
      await book.record(renewed);
      proceed(renewed);
      return 'renewed';
    });
}
