import { conclude, type Job, type JobIn } from '../../domain/job/job.ts';
import type { Clock } from '../../domain/ports/clock.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { Delivery } from '../../domain/ports/presenter.ts';
import type { Pause } from '../../lib/timeout.ts';
import type { GroupedMessage } from './grouped-message.ts';

/** The pauses before a message is told anew once more, in ms. */
const PAUSES = [2_000, 10_000, 60_000];

export type RetellingParts = {
  readonly groupedMessage: Pick<GroupedMessage, 'showsPictures'>;
  /** Sends all that the message of a job shows now. */
  readonly deliver: (job: JobIn<'delivering'>) => Promise<Delivery>;
  readonly clock: Clock;
  readonly pause: Pause;
  readonly log: Log;
  readonly stop: AbortSignal;
};

/**
 * Tells that a job of a shared message got no answer, or is overdue, where pictures of others are there already. Progress is
 * not edited into such a message, because that would take the pictures away, and the job's own end may be an hour off.
 */
export function createRetelling({ groupedMessage, deliver, clock, pause, log, stop }: RetellingParts) {
  async function retell(job: JobIn<'unknown'> | JobIn<'overdue'>): Promise<void> {
    // The message tells of all its jobs as they stand; of this one only its place and its member count.
    const end = { kind: 'failed', reason: { kind: job.step === 'overdue' ? 'overdue' : 'unanswered' } } as const;
    const told = { ...conclude(job, end, clock.now()), attaching: 0 };
    for (const ms of [0, ...PAUSES]) {
      await pause(ms, stop);
      if (stop.aborted || !(await groupedMessage.showsPictures(told))) return;
      if ((await deliver(told)).kind !== 'later') return;
    }
  }

  /** Never throws, never waits. */
  return (job: Job): void => {
    if (job.group.length === 0 || (job.step !== 'unknown' && job.step !== 'overdue')) return;
    retell(job).catch((error: unknown) => {
      if (!stop.aborted) log.error({ job: job.id, error }, 'a shared message could not be told anew');
    });
  };
}
