import { z } from 'zod';
import { jobIdIn } from '../../../src/domain/job/echo.ts';
import { interactionOf, type Job } from '../../../src/domain/job/job.ts';
import type { MessageRecord } from '../../../src/domain/ports.ts';
import type { Discord } from '../../emulator/discord/server.ts';
import type { Fault } from '../../emulator/relay/faults.ts';
import type { Exchange } from '../../emulator/relay/options.ts';
import type { EmulatedRelay } from '../../emulator/relay/server.ts';
import type { ProcessRun } from './bot-supervisor.ts';
import type { Gesture } from './members.ts';
import type { ObservedMessages } from './observed-messages.ts';

/** What members asked, what the relay was asked and did, what channels show, and what the store remembers of it. */
export type Evidence = {
  readonly gestures: readonly Gesture[];
  readonly relay: Pick<EmulatedRelay, 'submissions' | 'tasks'>;
  /** Every request to the relay that was decided on, and its answer. */
  readonly exchanges: readonly Exchange[];
  /** The fault that the n-th submission met; null for none. */
  readonly faultsMet: readonly (Fault | null)[];
  /** When the relay broke every connection; Unix ms. */
  readonly outages: readonly number[];
  readonly discord: Pick<Discord, 'violations' | 'dms'>;
  readonly observed: ObservedMessages;
  readonly runs: readonly ProcessRun[];
  /** What the bots logged. */
  readonly log: readonly string[];
  readonly open: readonly Job[];
  record(messageId: string): Promise<MessageRecord | undefined>;
  /** A job as it was left. */
  job(id: string): Promise<Job | undefined>;
};

const Sent = z.object({ state: z.string() });

/** The job that a submission is for. */
export function jobIdOf(body: unknown): string {
  return jobIdIn(Sent.parse(body).state);
}

/** The interaction whose job a task with this state was made for. */
export function interactionIn(state: string): string {
  return interactionOf(jobIdIn(state));
}
