import type { Job } from '../domain/job/job.ts';
import type { Alerts } from '../domain/ports/alerts.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Deliveries, WakeUps } from '../domain/ports/cluster.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Presenter } from '../domain/ports/presenter.ts';
import type { ServerLog } from '../domain/ports/server-log.ts';
import type { Store } from '../domain/ports/store.ts';
import type { JobNotes } from './job-notes.ts';
import type { OpenJobs } from './open-jobs.ts';
import type { JobProgress } from './progress.ts';
import type { EngineRelay, Relays, ServerRelays } from './relays.ts';
import type { StoredJobs } from './stored-jobs.ts';

/** Times in ms, counts in jobs. */
export type EngineLimits = {
  /** Jobs one member may have waiting or running. */
  readonly memberMaxWaiting: number;
  /** From acceptance to `overdue`; also how long a full or unreachable relay is asked again. */
  readonly deadline: number;
};

/** What everything in the engine works with. */
type Common = {
  readonly store: Store;
  readonly presenter: Presenter;
  readonly clock: Clock;
  readonly alerts: Alerts;
  readonly serverLog: ServerLog;
  readonly log: Log;
  readonly limits: EngineLimits;
  /** Aborted when a stop has waited long enough for requests to the relay. */
  readonly signal: AbortSignal;
};

export type EngineParts = Common & {
  /** In the order of preference. */
  readonly relays: readonly EngineRelay[];
  readonly serverRelays: ServerRelays;
  /** Asks whoever polls to do it now. */
  readonly wake: () => void;
  /** Tells the process that leads of what it has to go on with, where this one does not lead. */
  readonly wakeUps: Pick<WakeUps, 'send'>;
  /** Has results shown by any process. Null where whoever leads shows them all. */
  readonly deliveries: Pick<Deliveries, 'send'> | null;
  /** Of this process, other than that of any other one. */
  readonly processId: string;
  /** Whether a process, by its id, is not there any more. */
  readonly isGone: (processId: string) => Promise<boolean>;
};

/** What every process works with that takes gestures in, whether it leads or not. */
export type ProcessContext = Common & {
  readonly processId: string;
  readonly relays: Relays;
  readonly jobs: StoredJobs;
  /** Whether new work is refused because the process is about to end. */
  isStopping(): boolean;
  /** Whether this process leads, and submits a job as soon as it is told of it, as far as can be told now. */
  startsAtOnce(job: Job): boolean;
  /** A job has just been moved here: whoever leads goes on with it. Never throws, never waits. */
  moved(job: Job): void;
};

/** What the parts of one term of leadership work with. */
export type LeaderContext = Common & {
  readonly relays: Relays;
  readonly openJobs: OpenJobs;
  readonly progress: JobProgress;
  /** How long each job waited before it was submitted last, in ms. Not known of what an earlier leader submitted. */
  readonly waits: JobNotes<number>;
  /** Whether the term is over, or about to be: nothing new is started. */
  isStopping(): boolean;
  /** Shows a job that has just entered its step, and starts what that step asks for. Never throws, never waits. */
  proceed(job: Job): void;
  /** Asks for a poll now. */
  wake(): void;
};

/** In ms. */
export const DAY = 24 * 3_600_000;
