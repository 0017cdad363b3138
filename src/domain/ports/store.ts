import type { Account } from '../credits/account.ts';
import type { DamagedRecord } from '../failures/errors.ts';
import type { Draft } from '../job/draft.ts';
import type { GivenText } from '../job/given-text.ts';
import type { Job, JobIn, Place, ReceivedJob } from '../job/job.ts';
import type { PostedButton } from '../job/task.ts';
import type { BotPolicy, ServerGrant } from '../policy/bot-policy.ts';
import type { ReportedPicture } from '../policy/report.ts';
import type { ServerPolicy } from '../policy/server-policy.ts';
import type { MemberSettings } from '../settings/settings.ts';
import type { Accounts } from './accounts.ts';
import type { Interactions } from './interactions.ts';
import type { OpenJobIndexes } from './open-job-indexes.ts';
import type { ServerKeys } from './server-keys.ts';

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
  /** Whether a moderator has removed it: then it is not shown to all again in its server. Absent means no. */
  readonly removed?: boolean;
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

/** What one of several processes may do at a time. */
export type Reservations = {
  /**
   * Atomic: whether `key` is the caller's from now on. It ends by itself after `ms`, and before that only with its process or by a clock
   * that is ahead. Throws StoreError.
   */
  take(key: string, ms: number): Promise<boolean>;
};

/** A record as it was, null when there was none, and as it is. */
export type Changed<T> = { readonly before: T | null; readonly after: T };

/** What has been decided. What another process has decided holds here within seconds. Changes made at once all count. */
export type Policies = {
  server(guildId: string): Promise<ServerPolicy>;
  /** Null where nothing is decided about a server. */
  grant(guildId: string): Promise<ServerGrant | null>;
  bot(): Promise<BotPolicy>;
  changeServer(guildId: string, change: (policy: ServerPolicy) => ServerPolicy): Promise<Changed<ServerPolicy>>;
  changeGrant(guildId: string, change: (grant: ServerGrant | undefined) => ServerGrant): Promise<Changed<ServerGrant>>;
  changeBot(change: (policy: BotPolicy) => BotPolicy): Promise<Changed<BotPolicy>>;
};

/** What is to be forgotten of members who asked for it. */
export type Erasures = {
  /** Writes down that all that is kept of a member until now is to be erased, and forgets their settings. */
  request(memberId: string): Promise<void>;
  /** Works off what is written down as far as it can be now. May be interrupted and repeated. Never rejects. */
  work(): Promise<void>;
};

/** What is kept about one member, apart from what others have said of them. */
export type PersonalData = {
  readonly settings: MemberSettings;
  readonly recentTasks: readonly RecentTask[];
  readonly jobs: readonly Job[];
  readonly drafts: readonly Draft[];
  readonly texts: readonly GivenText[];
  readonly accounts: readonly { readonly account: string; readonly month: string; readonly used: Account }[];
  /** Servers in which moderators have blocked them; of null, the people who run the bot have, everywhere. */
  readonly blocks: readonly { readonly guildId: string | null; readonly until: number | null }[];
  /** Servers whose key they have brought as a manager; the keys are the servers', and not told. */
  readonly keysBrought: readonly { readonly guildId: string; readonly host: string; readonly at: number }[];
  /** Whether this is all: beyond a number of bytes, the rest is left out. */
  readonly isComplete: boolean;
};

/** A process on the store. `renewals` grows while it lives; `bot` is the id of its bot, `format` that of its records. */
export type ProcessRecord = {
  readonly id: string;
  readonly bot: string;
  readonly version: string;
  readonly format: number;
  readonly leader: boolean;
  readonly renewals: number;
};

/** The processes on the store. The record of one that has died stays until somebody removes it. */
export type Processes = {
  /** Writes a process down and answers with all that are written down, itself included. */
  report(self: ProcessRecord): Promise<readonly ProcessRecord[]>;
  all(): Promise<readonly ProcessRecord[]>;
  remove(id: string): Promise<void>;
};

/**
 * What is remembered for good. Every method throws StoreError when the backend fails, and never answers "nothing"
 * instead.
 */
export type Store = {
  readonly jobs: {
    /**
     * Insert if absent: false when this id is already known (a replayed interaction). A settled job is one that has not been open:
     * somebody else's, which is looked up again.
     */
    add(job: ReceivedJob | JobIn<'settled'>): Promise<boolean>;
    /** Open or settled; undefined when unknown or past retention. Throws DamagedRecord. */
    get(id: string): Promise<Job | undefined>;
    /**
     * Compare-and-set of an open job: `from` is as it was last read or written. False when somebody else has moved it since, and
     * then nothing is written. Resolves when the record would survive SIGKILL. A settled `to` leaves the open set. When it
     * rejects, it may be written or not: the same call again finds that out.
     */
    replace(from: Job, to: Job): Promise<boolean>;
    /** Forgets a job that nobody has seen. False when somebody has moved it on, or has made another one of the same gesture. */
    drop(job: ReceivedJob): Promise<boolean>;
    /** Changes what is known of a settled job, where there is one. Changes made at the same moment all count. */
    amend(id: string, change: (job: JobIn<'settled'>) => JobIn<'settled'>): Promise<void>;
    /** The open set, row by row; a damaged row is yielded as such and does not end the listing. */
    open(): AsyncIterable<Job | DamagedRecord>;
    /** The ids of the open set. */
    openIds(): AsyncIterable<string>;
  };
  readonly interactions: Interactions;
  readonly indexes: OpenJobIndexes;
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
  readonly accounts: Accounts;
  readonly erasures: Erasures;
  /** Reads all that is kept about a member, of jobs no more than fit into so many bytes. Takes a while in a large store. */
  personalData(memberId: string, most: number): Promise<PersonalData>;
  readonly policies: Policies;
  readonly keys: ServerKeys;
  readonly drafts: {
    /** Undefined when unknown or older than a day. */
    get(id: string): Promise<Draft | undefined>;
    put(draft: Draft): Promise<void>;
  };
  readonly texts: {
    /** Undefined when unknown or older than a day. */
    get(id: string): Promise<GivenText | undefined>;
    put(text: GivenText): Promise<void>;
  };
  readonly reports: {
    /** Undefined when nobody has reported the picture in this message, or when that is past retention. */
    get(messageId: string): Promise<ReportedPicture | undefined>;
    /**
     * Changes what is known of a reported picture, and answers with what holds afterwards. `change` is called again when another writer
     * was faster; null forgets it.
     */
    change(
      messageId: string,
      change: (there: ReportedPicture | undefined) => ReportedPicture | null | undefined,
    ): Promise<ReportedPicture | undefined>;
  };
  readonly channels: {
    /** The newest results shown in a channel, newest first, at most 10. */
    newest(channelId: string): Promise<readonly RecentTask[]>;
    addNewest(channelId: string, task: RecentTask): Promise<void>;
  };
};
