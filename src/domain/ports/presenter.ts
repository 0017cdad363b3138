import type { Job, JobIn, Place, ReceivedJob } from '../job/job.ts';
import type { PostedButton } from '../job/task.ts';

/**
 * What is known of a running job beyond its record; never stored. `troubled`: it waits for a relay in trouble. `unseen`: the
 * relay does not let us look at its task. `queued`: the relay has taken it, and says that it has not begun.
 * `early`: the relay put it off because the picture that it is made from is not ready to be worked with yet.
 */
export type Progress = {
  readonly percent: number | null;
  readonly previewUrl: string;
  /** Jobs of ours before it in line, or tasks in the relay's queue; null when running. */
  readonly ahead: number | null;
  readonly troubled?: boolean;
  readonly unseen?: boolean;
  readonly queued?: boolean;
  readonly early?: boolean;
};

/** Where a job stands now. */
export type JobStatus = { readonly job: Job; readonly progress: Progress };

/** What became of an interaction's first answer. */
export type Acknowledgement =
  /**
   * `postedByBot`: the bot posted it as itself. Absent means that it is an answer to the interaction. `byAnother`: another process had
   * given that answer already. Absent means no. `isUnclear`: nobody knows whether this process has given it or another one. Absent means no.
   */
  | {
      readonly kind: 'shown';
      readonly place: Place;
      readonly private: boolean;
      readonly postedByBot?: true;
      readonly byAnother?: true;
      readonly isUnclear?: true;
    }
  /** Discord surely does not have the message, so nobody ever sees this job. */
  | { readonly kind: 'absent' }
  /** The message may be there, but we cannot see it. */
  | { readonly kind: 'hidden' }
  /** Nobody knows now, because of the network: to be asked again while the token lives. */
  | { readonly kind: 'unsure' };

/** What became of a result's message. */
export type Delivery =
  /**
   * Shown at `place`, perhaps another one than planned, with these buttons. `lacking`: some of its pictures could not be had
   * now, but perhaps later; links stand in their place. Absent means no. For a job whose pictures are tried once more and
   * still lack, nothing is changed and no buttons are told.
   */
  | {
      readonly kind: 'shown';
      readonly place: Place;
      readonly buttons: readonly PostedButton[];
      readonly lacking?: true;
    }
  /** Somebody has deleted the message; it is not posted again. */
  | { readonly kind: 'deleted' }
  /**
   * No way is left to show it; the result is kept for /jobs. `told`: its message says so. `refused`: Discord has something
   * against what is in it, not against the way. Absent means no.
   */
  | { readonly kind: 'kept'; readonly told?: true; readonly refused?: true }
  /** Discord cannot be reached or is overloaded: to be tried again after `retryAfter` ms. */
  | { readonly kind: 'later'; readonly retryAfter: number };

/** Shows a job at its place. Nothing here throws for anything that Discord answers. */
export type Presenter = {
  /** Gives the interaction's first answer, within Discord's three seconds; never tries twice. */
  acknowledge(job: ReceivedJob): Promise<Acknowledgement>;
  /** Finds out whether an earlier `acknowledge` has arrived. */
  find(job: ReceivedJob): Promise<Acknowledgement>;
  /**
   * Shows how a job gets on, soon: only its newest state, as far as the edit budget allows, and nothing that is shown
   * already.
   */
  show(job: Job, progress: Progress): void;
  /** Takes over a job whose first message another process has posted: it need not be edited to show the same. */
  takeOver(job: Job): void;
  /** Another process shows from now on how jobs get on: what was not sent yet is not sent any more. */
  rest(): void;
  /** Shows nothing more of how a job gets on, as another process may show its end; resolves when nothing is on its way. */
  endProgress(job: JobIn<'delivering'>): Promise<void>;
  /** Shows the end of a job by the best delivery route that is left. Safe to repeat. */
  deliver(job: JobIn<'delivering'>): Promise<Delivery>;
  /** Mentions the requester of a job that took long, once. Safe to repeat. */
  notify(job: JobIn<'delivering'>, place: Place): Promise<void>;
};
