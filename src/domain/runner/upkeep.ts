import type { Job } from '../job.ts';
import type { createDelivery } from './delivery.ts';
import type { Desk } from './desk.ts';
import type { createFollowing } from './following.ts';
import type { createReception } from './reception.ts';
import type { createSearch } from './search.ts';
import type { createSubmission } from './submission.ts';
import { line } from './turns.ts';

type Movers = {
  readonly reception: Pick<ReturnType<typeof createReception>, 'recover'>;
  readonly submission: Pick<ReturnType<typeof createSubmission>, 'pump' | 'giveUp' | 'isTroubled'>;
  readonly following: Pick<ReturnType<typeof createFollowing>, 'age'>;
  readonly search: ReturnType<typeof createSearch>;
  readonly delivery: Pick<ReturnType<typeof createDelivery>, 'pump'>;
  /** Whether a received job is being answered right now. */
  readonly isReceiving: (id: string) => boolean;
};

/** What the passing of time asks for: deadlines, dead tokens, back-offs, places in line. To be called about every second. */
export function createUpkeep({ board, book, clock, gauge, log, signal }: Desk, movers: Movers): () => Promise<void> {
  const { reception, submission, following, search, delivery, isReceiving } = movers;

  async function tend(job: Job): Promise<void> {
    if (job.step === 'received') {
      if (!isReceiving(job.id)) await reception.recover(job.id);
      return;
    }
    if (job.reply && job.reply.expiresAt <= clock.now()) await forgetToken(job.id);
    await following.age(job);
  }

  async function forgetToken(id: string): Promise<void> {
    await book.alone(id, async (job) => {
      if (job?.reply && job.step !== 'received') await book.record({ ...job, reply: null });
    });
  }

  function showLine(): void {
    const troubled = submission.isTroubled();
    for (const [ahead, job] of line(book.all()).entries()) {
      const before = gauge.of(job.id);
      if (before.ahead === ahead && (before.troubled ?? false) === troubled) continue;
      board.show(job, gauge.update(job.id, { ahead, troubled }));
    }
  }

  async function guarded(what: string, work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      if (!signal.aborted) log.warn({ error }, `${what} failed; it will be repeated`);
    }
  }

  return async () => {
    await guarded('writing jobs down', book.flush());
    for (const job of book.all()) await guarded('tending a job', tend(job));
    await guarded('ending a wait', submission.giveUp());
    submission.pump();
    delivery.pump();
    showLine();
    await guarded('searching lost submissions', search.search());
  };
}
