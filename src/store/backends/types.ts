import type { KeyvStorageAdapter } from 'keyv';
import type { Log } from '../../domain/ports/log.ts';

/** What Keyv needs of a place to write to. Whatever it reads would be judged by the computer's clock, so it reads nothing. */
export type RowWriter = Pick<KeyvStorageAdapter, 'set' | 'delete' | 'disconnect' | 'capabilities'>;

/** The kinds of records. Each has a table of its own. */
export type Kind =
  | 'open'
  | 'jobs'
  | 'messages'
  | 'tasks'
  | 'claims'
  | 'members'
  | 'settings'
  | 'channels'
  | 'refusals'
  | 'drafts'
  | 'texts'
  | 'holds'
  | 'accounts'
  | 'rosters'
  | 'policies'
  | 'grants'
  | 'bot'
  | 'keys'
  | 'reports'
  | 'erasures'
  /** What processes on one store tell one another. It is of no use to another store. */
  | 'interactions'
  | 'indexes'
  | 'reservations'
  | 'processes'
  /** Records that the store writes to check itself. A write here, and all writes before it, survive a power cut. */
  | 'checks';

/** A row as it is stored. `value` is a text unless somebody damaged it. */
export type Row = { readonly key: string; readonly value: unknown };

/** What stands under one key. `expires` is in Unix ms; null when the row never expires. */
export type Found = { readonly value: unknown; readonly expires: number | null };

/**
 * The rows of one kind: Keyv's adapter, and what Keyv does not offer. Everything rejects when the backend fails. Whether a
 * row has expired is never decided by the computer's clock, which may be wrong: `past` (Unix ms) is up to when rows have.
 */
export type BackendTable = {
  /** For writing and deleting. */
  readonly adapter: RowWriter;
  /** The row under a key, expired or not; undefined when there is none. */
  find(key: string): Promise<Found | undefined>;
  /**
   * Stores the text if no row has this key, or only one that has expired; otherwise resolves with false. Atomic between
   * processes where the backend can be shared. Within one process, callers must not use the same key at the same time.
   * `expires` is in Unix ms.
   */
  insert(key: string, text: string, expires: number | undefined, past: number): Promise<boolean>;
  /**
   * Compare-and-set: gives the row that has just the text `from` the text `to`, or removes it when `to` is null. False when
   * the row has another text, has expired or is gone. Atomic between processes, as `insert`.
   */
  replace(key: string, from: string, to: string | null, expires: number | undefined, past: number): Promise<boolean>;
  /**
   * Every row that has not expired, damaged or not. Unlike the adapter's iterator, it never ends early without an
   * error.
   */
  rows(past: number): AsyncIterable<Row>;
  /** The keys of the same rows, which are there much sooner: for a look that is made often. */
  keys(past: number): AsyncIterable<string>;
  /** Removes expired rows. */
  sweep(past: number): Promise<void>;
};

/** A database for all kinds of records. */
export type Backend = {
  /** Opens the table of a kind; rejects when it cannot be used. */
  table(kind: Kind): Promise<BackendTable>;
  /** Rejects with StoreReplaced when a restart would not find what is written now, and when the disk does not take it. */
  verify(): Promise<void>;
  /**
   * Resolves when everything that was written before the call survives a power cut; may be called after the first write to
   * `checks`. Rejects as `verify` does. Missing where a write that has resolved needs nothing more.
   */
  flush?(): Promise<void>;
};

/** What a backend is opened with. */
export type OpenParts = {
  readonly log: Pick<Log, 'warn'>;
  /** Our time, Unix ms: a server's clock is compared with it. */
  readonly now: () => number;
};
