import { holdsSlot } from '../domain/job/slot.ts';
import type { Step } from '../domain/job/step.ts';
import type { LeaderContext } from './context.ts';

/** How many jobs are open. */
export type JobCounts = {
  /** By their step. */
  readonly steps: Readonly<Record<string, number>>;
  readonly slots: number;
  readonly slotsUsed: number;
  /** How long the first in the queue has waited, in ms; 0 when nobody waits. */
  readonly oldestWaiting: number;
};

const openSteps = [
  'received',
  'waiting',
  'submitting',
  'window',
  'submittingModal',
  'following',
  'unknown',
  'overdue',
  'delivering',
] as const satisfies readonly Step[];

/** Of a process that does not lead: it knows of none. */
export const noCounts = (slots: number): JobCounts => ({
  steps: Object.fromEntries(openSteps.map((step) => [step, 0])),
  slots,
  slotsUsed: 0,
  oldestWaiting: 0,
});

export function createCounts({
  clock,
  limits,
  openJobs,
}: Pick<LeaderContext, 'clock' | 'limits' | 'openJobs'>): () => JobCounts {
  return () => ({
    steps: Object.fromEntries(openSteps.map((step) => [step, openJobs.in(step).length])),
    slots: limits.concurrency,
    slotsUsed: openJobs.in('submitting', 'submittingModal', 'following').filter(holdsSlot).length,
    oldestWaiting: openJobs
      .in('waiting')
      .reduce((longest, { createdAt }) => Math.max(longest, clock.now() - createdAt), 0),
  });
}
