import { holdsSlot } from '../domain/job/slot.ts';
import type { Step } from '../domain/job/step.ts';
import type { LeaderContext } from './context.ts';
import type { EngineRelay } from './relays.ts';

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

/** How many slots there are, of relays that new jobs may go to. */
export function slotsOf(relays: readonly Pick<EngineRelay, 'isListed' | 'slots'>[]): number {
  return relays.reduce((sum, { isListed, slots }) => (isListed ? sum + slots : sum), 0);
}

/** Of a process that does not lead: it knows of none. */
export const noCounts = (slots: number): JobCounts => ({
  steps: Object.fromEntries(openSteps.map((step) => [step, 0])),
  slots,
  slotsUsed: 0,
  oldestWaiting: 0,
});

export function createCounts({
  clock,
  relays,
  openJobs,
}: Pick<LeaderContext, 'clock' | 'relays' | 'openJobs'>): () => JobCounts {
  return () => ({
    steps: Object.fromEntries(openSteps.map((step) => [step, openJobs.in(step).length])),
    slots: slotsOf(relays.all),
    slotsUsed: openJobs.in('submitting', 'submittingModal', 'following').filter(holdsSlot).length,
    oldestWaiting: openJobs
      .in('waiting')
      .reduce((longest, { createdAt }) => Math.max(longest, clock.now() - createdAt), 0),
  });
}
