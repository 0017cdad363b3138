import type { Reason } from '../failures/reason.ts';
import type { Submission } from '../job/request.ts';
import type { Task } from '../job/task.ts';

/**
 * A submission whose pictures were read, so that it can be sent at once. `fields` are the relay's own business; `bytes` is
 * how much memory its pictures take.
 */
export type Prepared = {
  readonly submission: Submission;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly bytes: number;
};

/** What became of preparing a submission. The relay knows nothing of it, whatever it is. */
export type Preparation =
  | { readonly kind: 'prepared'; readonly prepared: Prepared }
  /** One of its pictures cannot be had, or is none. */
  | { readonly kind: 'refused'; readonly reason: Reason }
  /** The signal was aborted: it may be prepared again. */
  | { readonly kind: 'stopped' };

/** What became of one submission. `submit` answers with one of these and throws for nothing that the network does. */
export type SubmitOutcome =
  /** `window`: the answer itself says that the task waits for a text. `ahead`: tasks before ours in the relay's queue. */
  | {
      readonly kind: 'accepted';
      readonly taskId: string;
      readonly window: boolean;
      readonly ahead: number | null;
      /** Further tasks that the same submission began. */
      readonly others?: readonly string[];
    }
  /** Finished at once: the relay answered with the pictures, not with a task. */
  | { readonly kind: 'images'; readonly urls: readonly string[] }
  /** The relay said no: it made and billed nothing, and would say no again. */
  | { readonly kind: 'refused'; readonly reason: Reason }
  /**
   * The relay said "not now": it made nothing. The same may be sent again after `retryAfter` ms; null leaves that to us.
   */
  | { readonly kind: 'busy'; readonly reason: Reason; readonly retryAfter: number | null }
  /** The relay surely got nothing, as there was no connection. The same may be sent again. */
  | { readonly kind: 'unreached'; readonly detail: string }
  /**
   * No answer, or one that makes no sense: there may be a task, and it may be billed. Never to be sent again by itself.
   */
  | { readonly kind: 'unknown'; readonly detail: string };

/** `missing` are ids that the relay says it does not know. About an id in neither list it said nothing this time. */
export type Listing = { readonly tasks: readonly Task[]; readonly missing: readonly string[] };

/** What a listing of the newest tasks tells of each: whose it is. */
export type RecentlyListed = Pick<Task, 'id' | 'state'>;

/** The HTTP service in front of Midjourney. */
export type Relay = {
  /**
   * Reads the pictures of a submission, which may take a minute, and is free. It ends soon after the signal is aborted, and
   * throws for nothing that a picture may be.
   */
  prepare(submission: Submission, signal: AbortSignal): Promise<Preparation>;
  /** Sends a submission, which is billed, at most once. The relay may have got it even if the signal was aborted. */
  submit(prepared: Prepared, state: string, signal: AbortSignal): Promise<SubmitOutcome>;
  /** Whether a submission would get to Midjourney's server now, as far as a question that costs nothing can tell. Never rejects. */
  isReachable(signal: AbortSignal): Promise<boolean>;
  /** At most 50 ids. Throws RelayError or RelaySilence when there is no usable answer even after retries. */
  list(ids: readonly string[], signal: AbortSignal): Promise<Listing>;
  /** Null when the relay does not know the task. Throws as `list`. */
  fetch(taskId: string, signal: AbortSignal): Promise<Task | null>;
  /**
   * Those of the relay's newest tasks that have one of these states, or one of them with the number of a further task. Null
   * where it does not list them, at least now. Throws as `list`.
   */
  recent(states: readonly string[], signal: AbortSignal): Promise<readonly RecentlyListed[] | null>;
  /**
   * Asks the relay to stop a task: whether its answer says that it has. Some relays answer nothing and stop it all the
   * same, so the task itself should be looked at. Never throws.
   */
  cancel(taskId: string, signal: AbortSignal): Promise<boolean>;
  /** Midjourney's seed of a task, null where the relay cannot tell. Takes up to 70 s. Throws as `list`. */
  seed(taskId: string, signal: AbortSignal): Promise<string | null>;
};
