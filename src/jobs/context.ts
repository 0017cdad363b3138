import type { Job } from '../domain/job/job.ts';
import type { Clock, Log, Presenter, Relay, Store } from '../domain/ports.ts';
import type { OpenJobs } from './open-jobs.ts';
import type { JobProgress } from './progress.ts';

/** Times in ms, counts in jobs. */
export type EngineLimits = {
  /** Jobs that may hold one of the relay's slots at once. */
  readonly concurrency: number;
  /** Jobs one member may have waiting or running. */
  readonly memberMaxWaiting: number;
  /** From acceptance to `overdue`; also how long a full or unreachable relay is asked again. */
  readonly deadline: number;
};

/** What every mover of jobs works with. */
export type EngineContext = {
  readonly relay: Relay;
  readonly store: Store;
  readonly presenter: Presenter;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits: EngineLimits;
  readonly openJobs: OpenJobs;
  readonly progress: JobProgress;
  /** Aborted when waiting for the relay has gone on long enough after a stop. */
  readonly signal: AbortSignal;
  /** Whether new work is refused because the process is about to end. */
  stopping(): boolean;
  /** Called after a job entered a step: shows it and does what that step asks for. Never throws, never waits. */
  proceed(job: Job): void;
  /** Asks for a poll now. */
  wake(): void;
};

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
