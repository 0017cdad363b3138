import type { Job } from '../domain/job/job.ts';
import type { EngineContext } from './context.ts';
import type { createDelivery } from './deliver/delivery.ts';
import type { createIntake } from './intake/intake.ts';
import { holding, line, shares, toldPlace, wanting } from './submit/scheduler.ts';
import type { createSubmitter } from './submit/submitter.ts';
import type { createLostRecovery } from './track/recover-lost.ts';
import type { createTracker } from './track/tracker.ts';

type Movers = {
  readonly intake: Pick<ReturnType<typeof createIntake>, 'recover'>;
  readonly submission: Pick<ReturnType<typeof createSubmitter>, 'pump' | 'giveUp' | 'isTroubled'>;
  readonly following: Pick<ReturnType<typeof createTracker>, 'age'>;
  readonly search: ReturnType<typeof createLostRecovery>;
  readonly delivery: Pick<ReturnType<typeof createDelivery>, 'pump'>;
  /** Whether a received job is being answered right now. */
  readonly isInFlight: (id: string) => boolean;
};

/** What the passing of time asks for: deadlines, dead tokens, back-offs, places in line. To be called about every second. */
export function createTick(
  { presenter, openJobs, clock, progress, log, signal }: EngineContext,
  movers: Movers,
): () => Promise<void> {
  const { intake, submission, following, search, delivery, isInFlight } = movers;

  /** What a job needs now, null when nothing: nearly always, so that many open jobs cost little. */
  function needOf(job: Job): Promise<void> | null {
    if (job.step === 'received') return isInFlight(job.id) ? null : intake.recover(job.id);
    const isSpent = job.reply !== null && job.reply.expiresAt <= clock.now();
    return following.age(job) ?? (isSpent ? forgetToken(job.id) : null);
  }

  async function forgetToken(id: string): Promise<void> {
    await openJobs.alone(id, async (job) => {
      if (job?.reply && job.step !== 'received') await openJobs.record({ ...job, reply: null });
    });
  }

  function showLine(): void {
    const troubled = submission.isTroubled();
    for (const [place, job] of line(wanting(openJobs), shares(holding(openJobs))).entries()) {
      const ahead = toldPlace(place);
      const before = progress.of(job.id);
      if (before.ahead === ahead && (before.troubled ?? false) === troubled) continue;
      presenter.show(job, progress.update(job.id, { ahead, troubled }));
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
    await guarded('writing jobs down', openJobs.flush());
    for (const job of openJobs.all()) {
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
