import type { Job } from '../domain/job/job.ts';
import type { Desk } from './context.ts';
import type { createDelivery } from './deliver/delivery.ts';
import type { createReception } from './intake/intake.ts';
import { holding, line, shares, toldPlace, wanting } from './submit/scheduler.ts';
import type { createSubmission } from './submit/submitter.ts';
import type { createSearch } from './track/recover-lost.ts';
import type { createFollowing } from './track/tracker.ts';

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

  /** What a job needs now, null when nothing: nearly always, so that many open jobs cost little. */
  function needOf(job: Job): Promise<void> | null {
    if (job.step === 'received') return isReceiving(job.id) ? null : reception.recover(job.id);
    const isSpent = job.reply !== null && job.reply.expiresAt <= clock.now();
    return following.age(job) ?? (isSpent ? forgetToken(job.id) : null);
  }

  async function forgetToken(id: string): Promise<void> {
    await book.alone(id, async (job) => {
      if (job?.reply && job.step !== 'received') await book.record({ ...job, reply: null });
    });
  }

  function showLine(): void {
    const troubled = submission.isTroubled();
    for (const [place, job] of line(wanting(book), shares(holding(book))).entries()) {
      const ahead = toldPlace(place);
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
    for (const job of book.all()) {
      const need = needOf(job);
      if (need) await guarded('tending a job', need);
    }
    await guarded('ending a wait', submission.giveUp());
    submission.pump();
    delivery.pump();
    showLine();
    await guarded('searching lost submissions', search.search());
  };
}
