import { z } from 'zod';
import type { Account } from '../../../src/domain/credits/account.ts';
import { jobIdIn } from '../../../src/domain/job/echo.ts';
import { interactionOf, type Job } from '../../../src/domain/job/job.ts';
import type { MessageRecord } from '../../../src/domain/ports/store.ts';
import type { Discord } from '../../emulator/discord/server.ts';
import type { Fault } from '../../emulator/relay/faults.ts';
import type { Exchange } from '../../emulator/relay/options.ts';
import type { EmulatedRelay } from '../../emulator/relay/server.ts';
import type { ProcessRun, Span } from './bot-run.ts';
import type { Gesture } from './member-gestures.ts';
import type { ObservedMessages } from './observed-messages.ts';
import type { Outage } from './relay-faults.ts';
import type { Stall } from './stalls.ts';

/** What members asked, what the relay was asked and did, what channels show, and what the store remembers of it. */
export type Evidence = {
  readonly gestures: readonly Gesture[];
  readonly relay: Pick<EmulatedRelay, 'profile' | 'submissions' | 'tasks' | 'requests'>;
  /** Every request to the relay that was decided on, and its answer. */
  readonly exchanges: readonly Exchange[];
  /** The fault that the n-th submission met; null for none. */
  readonly faultsMet: readonly (Fault | null)[];
  /** Whether the relay can list its newest tasks, and what it listed whole: at (Unix ms) somebody had each answer. */
  readonly listable: boolean;
  readonly listings: readonly Listing[];
  /** When the relay was down and broke every connection. */
  readonly outages: readonly Outage[];
  /** Tasks, by what their pictures' addresses name, of which a picture met a fault. */
  readonly spoiltPictures: ReadonlySet<string>;
  readonly discord: Pick<Discord, 'violations' | 'channel' | 'dms' | 'requests' | 'rateLimited'>;
  readonly observed: ObservedMessages;
  /** How many relays the bot had. */
  readonly relays: number;
  /** How many processes the bot was. */
  readonly processes: number;
  /** All that there were, one after another and at the same time. */
  readonly runs: readonly ProcessRun[];
  /** When the server with the records was away. */
  readonly storeOutages: readonly Span[];
  /** When the emulators themselves stood still. */
  readonly stalls: readonly Stall[];
  /** When all this was looked at; Unix ms. */
  readonly endedAt: number;
  /** What the bots logged. */
  readonly log: readonly string[];
  readonly open: readonly Job[];
  record(messageId: string): Promise<MessageRecord | undefined>;
  /** A job as it was left. */
  job(id: string): Promise<Job | undefined>;
  /** What an account has used in a month such as `2026-11`, as the bot would tell it. */
  account(name: string, month: string): Promise<Account>;
};

/** Tasks that the relay listed: asked for at `begun`, had by the bot at `at`; Unix ms. */
export type Listing = { readonly begun: number; readonly at: number; readonly tasks: z.infer<typeof Listed> };

const Listed = z.array(
  z.object({
    id: z.string(),
    state: z
      .string()
      .nullish()
      .transform((state) => state ?? ''),
  }),
);

/** What an exchange lists; null when it is none, or could not be read. */
export function listingOf({ path, answer, at, ms }: Exchange): Listing | null {
  const { data } = Listed.safeParse(answer);
  return path.endsWith('/task/list') && data ? { begun: at, at: at + ms, tasks: data } : null;
}

/** Whether a submission names nothing at all: the bot asks so whether the relay's upstream answers. It makes and costs nothing. */
export function isQuestion(body: unknown): boolean {
  return z.strictObject({}).safeParse(body).success;
}

const Sent = z.object({ state: z.string() });

/** The job that a submission is for. */
export function jobIdOf(body: unknown): string {
  return jobIdIn(Sent.parse(body).state);
}

/** The interaction whose job a task with this state was made for. */
export function interactionIn(state: string): string {
  return interactionOf(jobIdIn(state));
}
