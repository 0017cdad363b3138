import type { DamagedRecord } from './failures/errors.ts';
import type { Reason } from './failures/reason.ts';
import type { Draft } from './job/draft.ts';
import type { Job, JobIn, Place, ReceivedJob } from './job/job.ts';
import type { Submission } from './job/request.ts';
import type { PostedButton, Task } from './job/task.ts';
import type { MemberSettings } from './settings/settings.ts';

export type { PostedButton } from './job/task.ts';
export type { Media, MediaFetcher, MediaTrouble } from './pictures/media.ts';

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

/**
 * What a message shows and what its buttons mean. It is kept for every message with a result, so that its buttons never
 * die; and for the message of a private job without one, so that nobody else may look at its task.
 */
export type MessageRecord = {
  readonly place: Place;
  readonly jobId: string;
  readonly taskId: string | null;
  readonly buttons: readonly PostedButton[];
  readonly requesterId: string;
  readonly prompt: string;
  /** Unix ms. */
  readonly createdAt: number;
  /** Whether nobody but the requester may see what it shows, also when its job is forgotten. Absent means no. */
  readonly private?: boolean;
};

/** One finished task of a member, newest first in their list. */
export type RecentTask = {
  readonly taskId: string;
  readonly prompt: string;
  readonly place: Place;
  readonly at: number;
};

/** A class of buttons of which a relay said that it cannot press them. `at` is Unix ms. */
export type Refusal = { readonly class: string; readonly at: number };

/** Refusals by the relay that they come from. */
export type Refusals = {
  all(relay: string): Promise<readonly Refusal[]>;
  add(relay: string, refusal: Refusal): Promise<void>;
};

/**
 * What is remembered for good. Every method throws StoreError when the backend fails, and never answers "nothing"
 * instead.
 */
export type Store = {
  readonly jobs: {
    /** Insert if absent: false when this id is already known (a replayed interaction). */
    add(job: ReceivedJob): Promise<boolean>;
    /** Open or settled; undefined when unknown or past retention. Throws DamagedRecord. */
    get(id: string): Promise<Job | undefined>;
    /** Resolves when the record would survive SIGKILL. A settled job leaves the open set. */
    put(job: Job): Promise<void>;
    /** Forgets a job that nobody has seen. */
    drop(id: string): Promise<void>;
    /** The open set, row by row; a damaged row is yielded as such and does not end the listing. */
    open(): AsyncIterable<Job | DamagedRecord>;
  };
  readonly messages: {
    get(messageId: string): Promise<MessageRecord | undefined>;
    put(record: MessageRecord): Promise<void>;
  };
  readonly tasks: {
    /** Places that show a task, oldest first. */
    places(taskId: string): Promise<readonly Place[]>;
    addPlace(taskId: string, place: Place): Promise<void>;
  };
  readonly claims: {
    /** Atomic set-if-absent: the id of the job that holds the key afterwards, ours or an earlier one's. `ttl` in ms. */
    claim(key: string, jobId: string, ttl?: number): Promise<string>;
    /** Replaces the holder if it still is `from`; false when someone else holds it now. */
    pass(key: string, from: string, to: string): Promise<boolean>;
    /** Only if this job holds it. */
    release(key: string, jobId: string): Promise<void>;
  };
  readonly members: {
    /** Newest first, at most 100; prompts may be cut. */
    recent(memberId: string): Promise<readonly RecentTask[]>;
    addRecent(memberId: string, task: RecentTask): Promise<void>;
    settings(memberId: string): Promise<MemberSettings>;
    /** Changes what a member chose and answers with what holds now. Changes made at the same moment all count. */
    changeSettings(memberId: string, change: (settings: MemberSettings) => MemberSettings): Promise<MemberSettings>;
  };
  readonly drafts: {
    /** Undefined when unknown or older than a day. */
    get(id: string): Promise<Draft | undefined>;
    put(draft: Draft): Promise<void>;
  };
  readonly channels: {
    /** The newest results shown in a channel, newest first, at most 10. */
    newest(channelId: string): Promise<readonly RecentTask[]>;
    addNewest(channelId: string, task: RecentTask): Promise<void>;
  };
};

/** Tells time. A port, so that a test can run a day in a second, or a wrong clock. */
export type Clock = {
  /** Unix ms: for what is stored or told. It may jump when the time is set, so it measures no duration. */
  now(): number;
  /**
   * Ms since some moment, for durations: it goes on evenly, whoever sets the computer's clock. It means nothing to another
   * process, so it is not stored.
   */
  monotonic(): number;
  /**
   * Unix ms: what ends by then is surely over and may be given up, forgotten or replaced. As `now`, but -Infinity while
   * nobody confirms the computer's clock.
   */
  past(): number;
};

/** Takes the facts, then one sentence; never a secret. A pino logger fits. */
export type Log = {
  debug(facts: object, message: string): void;
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
};

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
  | { readonly kind: 'shown'; readonly place: Place; readonly private: boolean }
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
  /** Shows the end of a job by the best delivery route that is left. Safe to repeat. */
  deliver(job: JobIn<'delivering'>): Promise<Delivery>;
  /** Mentions the requester of a job that took long, once. Safe to repeat. */
  notify(job: JobIn<'delivering'>, place: Place): Promise<void>;
};
