import type { LookRefusal } from './look-refusal.ts';
import type { Reason } from './reason.ts';

/** Something that the member can understand and put right. They are told the reason; nothing is logged as a fault. */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly reason: Reason;

  constructor(reason: Reason) {
    super(reason.kind);
    this.reason = reason;
  }
}

/**
 * The relay answered, but not as its API promises. (A refusal is a `SubmitOutcome` or a `UserError`, no answer at all a
 * `RelaySilence`.) It carries the path of the request, never the address, headers or key.
 */
export class RelayError extends Error {
  override readonly name = 'RelayError';
  readonly path: string;
  /** HTTP status. */
  readonly status: number;
  /** From Retry-After, in ms. */
  readonly retryAfter: number | null;
  /** Why the relay lets nobody with our key look at tasks, null when it does not say that. */
  readonly refusal: LookRefusal | null;

  constructor(
    path: string,
    status: number,
    what: string,
    retryAfter: number | null = null,
    refusal: LookRefusal | null = null,
  ) {
    super(`${path} answered ${status}: ${what}`);
    this.path = path;
    this.status = status;
    this.retryAfter = retryAfter;
    this.refusal = refusal;
  }
}

/**
 * The relay did not answer: the connection was refused or broke, or the time was up. `received` is false when it surely
 * got nothing.
 */
export class RelaySilence extends Error {
  override readonly name = 'RelaySilence';
  readonly path: string;
  readonly received: boolean;

  constructor(path: string, received: boolean, cause: unknown) {
    super(`${path} got no answer`, { cause });
    this.path = path;
    this.received = received;
  }
}

/** The store could not be read or written. Never to be mistaken for "no record". */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}

/** The file of the store is another one than was opened, or gone: nobody will find what is written now. */
export class StoreReplaced extends Error {
  override readonly name = 'StoreReplaced';
}

/** A record of the store that could be read but makes no sense. Others are not affected. */
export class DamagedRecord extends Error {
  override readonly name = 'DamagedRecord';
  readonly table: string;
  readonly key: string;

  constructor(table: string, key: string, cause: unknown) {
    super(`the record ${key} in ${table} is damaged`, { cause });
    this.table = table;
    this.key = key;
  }
}

/** Another process has given an interaction's first answer: nothing more is to be said or done about it here. */
export class AlreadyAnswered extends Error {
  override readonly name = 'AlreadyAnswered';

  constructor() {
    super('another process has answered');
  }
}

/** Somebody else has moved a job since it was read: nothing was written, and whoever wanted to move it decides anew. */
export class Conflict extends Error {
  override readonly name = 'Conflict';
  readonly jobId: string;

  constructor(jobId: string) {
    super(`the job ${jobId} has been moved meanwhile`);
    this.jobId = jobId;
  }
}

/**
 * Darkroom cannot run as it was set up. The message is one plain sentence for the operator, without secrets. `needsPerson`:
 * starting it again will not help before somebody has changed something.
 */
export class SetupError extends Error {
  override readonly name = 'SetupError';
  readonly needsPerson: boolean;

  constructor(message: string, { needsPerson, cause }: { needsPerson: boolean; cause?: unknown }) {
    super(message, { cause });
    this.needsPerson = needsPerson;
  }
}
