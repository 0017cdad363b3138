import type { Job, JobIn, Place, ReceivedJob } from './job/job.ts';
import type { PostedButton } from './job/task.ts';

/** What is known of a running job beyond its record; never stored. `troubled`: it waits for a relay in trouble. */
export type Progress = {
  readonly percent: number | null;
  readonly previewUrl: string;
  /** Jobs of ours before it in line, or tasks in the relay's queue; null when running. */
  readonly ahead: number | null;
  readonly troubled?: boolean;
};

/** Where a job stands now. */
export type Sight = { readonly job: Job; readonly progress: Progress };

/** What became of an interaction's first answer. */
export type Acknowledgement =
  | { readonly kind: 'shown'; readonly place: Place; readonly private: boolean }
  /** Discord surely does not have it: nobody will ever see this job. */
  | { readonly kind: 'absent' }
  /** Nobody but its reader can see whether it is there. */
  | { readonly kind: 'hidden' }
  /** No way to tell now (network): ask again later, while the token lives. */
  | { readonly kind: 'unsure' };

/** What became of a final message. */
export type Delivery =
  /** Shown, perhaps elsewhere than planned. `buttons` as posted there. */
  | { readonly kind: 'shown'; readonly place: Place; readonly buttons: readonly PostedButton[] }
  /** Somebody deleted the message: not posted again. */
  | { readonly kind: 'deleted' }
  /** No way left to reach the member: kept for /jobs. */
  | { readonly kind: 'kept' }
  /** Discord is unreachable or overloaded: try again after `retryAfter` ms. */
  | { readonly kind: 'later'; readonly retryAfter: number };

/** Shows a job at its place. Nothing here throws for what Discord answers. */
export type Board = {
  /** The first answer, within Discord's three seconds: own time-out 2.5 s, no retries. */
  acknowledge(job: ReceivedJob): Promise<Acknowledgement>;
  /** Whether an earlier acknowledgement arrived. */
  find(job: ReceivedJob): Promise<Acknowledgement>;
  /** The newest state wins; shown when the budget allows, never when nothing changed. */
  show(job: Job, progress: Progress): void;
  /** The end of a job, by the best way left (the ladder). Safe to repeat. */
  deliver(job: JobIn<'delivering'>): Promise<Delivery>;
  /** Mentions the requester once about a job that took long. Safe to repeat. */
  notify(job: JobIn<'delivering'>, place: Place): Promise<void>;
};
