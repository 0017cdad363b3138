import type { Job } from '../domain/job/job.ts';
import { wantsSlot } from '../domain/job/slot.ts';
import { piecesOf } from '../lib/pieces.ts';
import type { LeaderContext } from './context.ts';
import type { createDelivery } from './deliver/delivery.ts';
import { createGuarded } from './guarded.ts';
import { unanswered } from './late-answer.ts';
import { createSpentTokens } from './spent-tokens.ts';
import { FAR, roundedPosition } from './submit/scheduler.ts';
import type { Submitter } from './submit/submitter.ts';
import type { LostRecoveries } from './track/lost-recoveries.ts';
import type { Tracker } from './track/tracker.ts';

/** How long after its beginning the answer to a submission of another process may still come, in ms. */
const ANSWERED = 5 * 60_000;

export type TickParts = {
  readonly beginFurther: (id: string) => Promise<void>;
  readonly submitter: Pick<Submitter, 'startReady' | 'failExpired' | 'isTroubled' | 'inLine' | 'isSubmitting'>;
  readonly tracker: Pick<Tracker, 'age'>;
  readonly lostRecovery: Pick<LostRecoveries, 'search'>;
  readonly delivery: Pick<ReturnType<typeof createDelivery>, 'startReady'>;
};

/**
 * What time alone asks of whoever leads: deadlines, dead tokens, back-offs, positions in the queue. To be called about every second.
 */
export function createTick(
  context: LeaderContext,
  { beginFurther, submitter, tracker, lostRecovery, delivery }: TickParts,
): () => Promise<void> {
  const { presenter, openJobs, clock, progress, relays, proceed, isStopping } = context;
  const guarded = createGuarded(context);
  const spentTokens = createSpentTokens(context);

  /** What a job needs now, null when nothing: nearly always, so that many open jobs cost little. */
  function needOf(job: Job): Promise<void> | null {
    if (job.furtherTasks.length > 0) return beginFurther(job.id);
    return tracker.age(job) ?? (spentTokens.isSpent(job) ? spentTokens.forget(job.id) : null);
  }

  /** A process that led before may have died over a submission that it began when another one led already. */
  async function giveUpForeign(): Promise<void> {
    for (const { id } of openJobs.in('submitting', 'submittingModal')) {
      if (submitter.isSubmitting(id)) continue;
      await openJobs.withLock(id, async (job) => {
        if (job?.step !== 'submitting' && job?.step !== 'submittingModal') return;
        if (job.since + ANSWERED >= clock.past()) return;
        const unknown = unanswered(job);
        await openJobs.record(unknown);
        proceed(unknown);
      });
    }
  }

  async function showPositions(): Promise<void> {
    const near = new Map<string, number>();
    for (const { id } of submitter.inLine()) {
      if (near.size >= FAR) break;
      near.set(id, roundedPosition(near.size));
    }
    for await (const some of piecesOf(openJobs.in('waiting', 'window'))) {
      if (isStopping()) return;
      for (const job of some) if (wantsSlot(job) && isStill(job)) showPosition(job, near.get(job.id) ?? FAR);
    }
  }

  function showPosition(job: Job, ahead: number): void {
    const troubled = submitter.isTroubled(job);
    const before = progress.of(job.id);
    if (before.ahead === ahead && (before.troubled ?? false) === troubled) return;
    presenter.show(job, progress.update(job.id, { ahead, troubled }));
  }

  /** Whether nobody has moved a job since it was listed. */
  const isStill = (job: Job) => openJobs.get(job.id) === job;

  /** Tells those whose tasks their relay does not let us look at, and tells them when it does again. */
  function showUnseen(): void {
    for (const job of openJobs.in('following', 'overdue')) {
      const unseen = (relays.of(job)?.looking.refusal() ?? null) !== null;
      if ((progress.of(job.id).unseen ?? false) !== unseen) presenter.show(job, progress.update(job.id, { unseen }));
    }
  }

  return async () => {
    for await (const some of piecesOf(openJobs.all())) {
      for (const job of some) {
        // The next leader tends them.
        if (isStopping()) return;
        const need = needOf(job);
        if (need) await guarded('tending a job', need);
      }
    }
    await guarded('looking for a submission', giveUpForeign());
    await guarded('ending a wait', submitter.failExpired());
    submitter.startReady();
    delivery.startReady();
    await showPositions();
    if (isStopping()) return;
    for (const { looking } of relays.all) looking.askAgain();
    showUnseen();
    lostRecovery.search();
  };
}
