import type { Job } from '../domain/job/job.ts';
import type { Alerts } from '../domain/ports/alerts.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Presenter } from '../domain/ports/presenter.ts';
import type { Relay } from '../domain/ports/relay.ts';
import type { ServerLog } from '../domain/ports/server-log.ts';
import type { Store } from '../domain/ports/store.ts';
import type { AccountWatch } from './account-watch.ts';
import type { JobNotes } from './job-notes.ts';
import type { Looking } from './looking.ts';
import type { OpenJobs } from './open-jobs.ts';
import type { JobProgress } from './progress.ts';
import type { RelayCapabilities } from './relay-capabilities.ts';

/** Times in ms, counts in jobs. */
export type EngineLimits = {
  /** Jobs that may hold one of the relay's slots at once. */
  readonly concurrency: number;
  /** Jobs one member may have waiting or running. */
  readonly memberMaxWaiting: number;
  /** From acceptance to `overdue`; also how long a full or unreachable relay is asked again. */
  readonly deadline: number;
};

/** What every part of the engine works with. */
export type EngineContext = {
  readonly relay: Relay;
  readonly capabilities: RelayCapabilities;
  readonly store: Store;
  readonly presenter: Presenter;
  readonly clock: Clock;
  readonly alerts: Alerts;
  readonly serverLog: ServerLog;
  readonly log: Log;
  readonly limits: EngineLimits;
  readonly openJobs: OpenJobs;
  readonly progress: JobProgress;
  /** How long each job waited before it was submitted last, in ms. Not known of what an earlier process submitted. */
  readonly waits: JobNotes<number>;
  readonly looking: Pick<Looking, 'refusal'>;
  readonly account: Pick<AccountWatch, 'submitted' | 'refused' | 'failed' | 'finished'>;
  /** Aborted when a stop has waited long enough for requests to the relay. */
  readonly signal: AbortSignal;
  /** Whether new work is refused because the process is about to end. */
  isStopping(): boolean;
  /** Shows a job that has just entered its step, and starts what that step asks for. Never throws, never waits. */
  proceed(job: Job): void;
  /** Asks for a poll now. */
  wake(): void;
};

/** In ms. */
export const DAY = 24 * 3_600_000;
