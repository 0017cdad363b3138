import type { KeyvStorageAdapter } from 'keyv';

/** A kind of record; each has its own table. */
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
  /** Holds what the store proves itself with. A write here survives a power cut, and with it all that was written before. */
  | 'checks';

/** A stored row as it is: `value` is text unless somebody damaged it. */
export type Row = { readonly key: string; readonly value: unknown };

/** Where records of one kind lie: Keyv's adapter, and what Keyv has no word for. Everything rejects when the backend fails. */
export type BackendTable = {
  readonly adapter: KeyvStorageAdapter;
  /**
   * Stores the text unless a living row has this key, then answers false. Atomic where processes can share the
   * backend; within one process the caller sees to it that nothing else touches the key. `expires` is Unix ms.
   */
  insert(key: string, text: string, expires: number | undefined): Promise<boolean>;
  /** Every living row, damaged or not. Unlike the adapter's iterator, it never ends early without a word. */
  rows(): AsyncIterable<Row>;
  /** Removes expired rows. */
  sweep(): Promise<void>;
};

/** One place that keeps records. */
export type Backend = {
  /** Opens the table of a kind; rejects when it cannot be used. */
  table(kind: Kind): Promise<BackendTable>;
  /** Rejects when what is written no longer reaches the place that will be read after a restart. */
  verify(): Promise<void>;
};
