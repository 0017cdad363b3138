import { randomUUID } from 'node:crypto';
import { type DamagedRecord, SetupError, StoreError, StoreReplaced } from '../../domain/failures/errors.ts';
import type { Job } from '../../domain/job/job.ts';
import type { Clock } from '../../domain/ports/clock.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { ProcessRecord } from '../../domain/ports/store.ts';
import { createMutex } from '../../lib/mutex.ts';
import { type StoreAddress, storeName } from '../../lib/store-address.ts';
import { openBackend, readBackend } from '../backends/backend.ts';
import { createGroupCommit } from '../backends/group-commit.ts';
import type { Backend, Kind, OpenParts } from '../backends/types.ts';
import type { Codec } from '../schema/versioned.ts';
import { codecs } from './codecs.ts';
import { createTable, type Table } from './table.ts';

/** How long a draft, or a text that was not taken, waits for the member, in ms. */
const DRAFT_MS = 24 * 60 * 60 * 1000;

/** How long it is remembered who answers an interaction, in ms: its token lives no longer. */
const INTERACTION_MS = 15 * 60 * 1000;

/** How long an id of an open job is kept, in ms, since its list was changed last: longer than a job can be open. */
const INDEX_MS = 14 * 24 * 60 * 60 * 1000;

/** How long an account is kept after its last change, in ms: 13 months. */
const ACCOUNT_MS = 396 * 24 * 60 * 60 * 1000;

/** The one plain sentence about a store that cannot be used. */
export function unusable(address: StoreAddress, cause: unknown): StoreError {
  const why = cause instanceof Error ? cause.message : 'no reason given';
  return new StoreError(`The store ${storeName(address)} cannot be used (${why}): ${advice(address)}.`, { cause });
}

function advice({ kind }: StoreAddress): string {
  const isFile = kind === 'sqlite' || kind === 'memory';
  return isFile
    ? 'make sure that STORE_URL names a SQLite file, or a new one, in a folder Darkroom may write to'
    : 'make sure that STORE_URL is right, and that the server runs and can be reached from here';
}

/** An interaction's token, which is part of a job's `reply`, does not leave the store. */
const jobs = { keyOf: ({ id }: Job) => id, bare: (job: Job): Job => ({ ...job, reply: null }) };

async function open(
  backend: Backend,
  { ttl, clock, onDamaged }: Pick<TablesParts, 'ttl' | 'clock' | 'onDamaged'>,
  closers: (() => Promise<void>)[],
) {
  type More<T> = { keyOf?: (record: T) => string; bare?: (record: T) => T };
  async function table<T>(kind: Kind, codec: Codec<T>, ttl?: number, more: More<T> = {}): Promise<Table<T>> {
    const opened = createTable({
      kind,
      backendTable: await backend.table(kind),
      codec,
      clock,
      onDamaged,
      ttl,
      ...more,
    });
    closers.push(opened.close);
    return opened;
  }

  const tables = {
    open: await table('open', codecs.open, undefined, jobs),
    jobs: await table('jobs', codecs.jobs, ttl, jobs),
    messages: await table('messages', codecs.messages, ttl, { keyOf: ({ place }) => place.messageId }),
    tasks: await table('tasks', codecs.tasks, ttl),
    claims: await table('claims', codecs.claims, ttl),
    members: await table('members', codecs.members, ttl),
    settings: await table('settings', codecs.settings),
    channels: await table('channels', codecs.channels, ttl),
    refusals: await table('refusals', codecs.refusals, ttl),
    drafts: await table('drafts', codecs.drafts, DRAFT_MS, { keyOf: ({ id }) => id }),
    texts: await table('texts', codecs.texts, DRAFT_MS, { keyOf: ({ id }) => id }),
    holds: await table('holds', codecs.holds, ACCOUNT_MS),
    accounts: await table('accounts', codecs.accounts, ACCOUNT_MS),
    rosters: await table('rosters', codecs.rosters, ACCOUNT_MS),
    policies: await table('policies', codecs.policies),
    grants: await table('grants', codecs.grants),
    bot: await table('bot', codecs.bot),
    keys: await table('keys', codecs.keys),
    reports: await table('reports', codecs.reports, ttl, { keyOf: ({ place }) => place.messageId }),
    erasures: await table('erasures', codecs.erasures, undefined, { keyOf: ({ memberId }) => memberId }),
    interactions: await table('interactions', codecs.interactions, INTERACTION_MS),
    indexes: await table('indexes', codecs.indexes, INDEX_MS),
    reservations: await table('reservations', codecs.reservations),
    processes: await table('processes', codecs.processes, undefined, { keyOf: ({ id }) => id }),
    checks: await table('checks', codecs.checks),
  };
  const { jobs: settled, messages, tasks, claims, members, channels, refusals, drafts, texts } = tables;
  const lists = [tasks, members, channels, refusals, tables.rosters, tables.indexes];
  const brief = [tables.interactions];
  return {
    ...tables,
    brief,
    expiring: [settled, messages, claims, drafts, texts, tables.accounts, tables.holds, tables.reports, ...lists],
  };
}

async function openFor(address: StoreAddress, parts: OpenParts): Promise<Backend> {
  try {
    return await openBackend(address, parts);
  } catch (cause) {
    if (cause instanceof SetupError) throw cause;
    throw unusable(address, cause);
  }
}

/** Only the table of `checks`, for a word beside a running bot. Rejects when it cannot be used. */
export async function openChecks(
  address: StoreAddress,
  { clock, log }: Pick<TablesParts, 'clock' | 'log'>,
): Promise<Pick<Table<string>, 'put' | 'close'>> {
  const backend = await openFor(address, { log, now: clock.now });
  return createTable({ kind: 'checks', backendTable: await backend.table('checks'), codec: codecs.checks, clock });
}

/** Only the tables that an erasure is asked for in, beside a running bot. Rejects when they cannot be used. */
export async function openForErasure(
  address: StoreAddress,
  { clock, log }: Pick<TablesParts, 'clock' | 'log'>,
): Promise<Pick<Tables, 'erasures' | 'settings'> & { close(): Promise<void> }> {
  const backend = await openFor(address, { log, now: clock.now });
  const erasures = createTable({
    kind: 'erasures',
    backendTable: await backend.table('erasures'),
    codec: codecs.erasures,
    clock,
  });
  const settings = createTable({
    kind: 'settings',
    backendTable: await backend.table('settings'),
    codec: codecs.settings,
    clock,
  });
  return {
    erasures,
    settings,
    close: () => closeAll([erasures.close, settings.close]),
  };
}

async function flush(backend: Backend, { kind }: StoreAddress): Promise<void> {
  try {
    await backend.flush?.();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : 'no reason given';
    const todo = kind === 'sqlite' ? 'Darkroom must be started again' : 'nothing is submitted until it can';
    throw new StoreError(`The store cannot rely on the disk (${why}): ${todo}.`, { cause });
  }
}

async function closeAll(closers: readonly (() => Promise<void>)[]): Promise<void> {
  const failed = (await Promise.allSettled(closers.map((close) => close()))).find(
    ({ status }) => status === 'rejected',
  );
  if (failed?.status === 'rejected') throw failed.reason;
}

export type Tables = Awaited<ReturnType<typeof openTables>>;

export type TablesParts = {
  /** How long most records are kept, in ms. */
  readonly ttl: number;
  readonly clock: Clock;
  readonly log: Pick<Log, 'warn'>;
  readonly onDamaged?: ((record: DamagedRecord) => void) | undefined;
  /**
   * Does the work while no process uses the store that knows only older formats, or rejects. It need not wait where nobody else can have
   * the store, as unless given.
   */
  readonly alone?:
    | ((processes: Pick<Table<ProcessRecord>, 'rows'>, work: () => Promise<void>) => Promise<void>)
    | undefined;
  /** Nothing can be written then, and all tables show what was there at one moment, while others may write. */
  readonly readOnly?: boolean;
};

/** Opens all tables or none. Throws StoreError. */
export async function openTables(address: StoreAddress, parts: TablesParts) {
  const { clock, log, readOnly = false } = parts;
  const closers: (() => Promise<void>)[] = [];
  const mutex = createMutex();
  try {
    const backend = await (readOnly ? readBackend : openBackend)(address, { log, now: clock.now });
    const tables = await open(backend, parts, closers);

    async function prove(): Promise<void> {
      const before = await tables.checks.get('check').catch(() => undefined);
      await tables.checks.put('check', randomUUID());
      // Another process may have written its own meanwhile.
      const after = await tables.checks.get('check');
      if (after === undefined || after === before) throw new Error('it does not keep what it is given');
      await backend.verify();
    }

    // SQLite opens a file that may be read but not written without an error.
    if (!readOnly) await prove();
    return {
      ...tables,
      /** Resolves when everything that was written before the call survives a power cut. */
      commit: createGroupCommit(() => flush(backend, address)),
      close: () => closeAll(closers),
      check: () =>
        mutex('check', () =>
          prove().catch(async (cause: unknown) => {
            // A write may fail because of that, in other words.
            const moved = await backend.verify().catch((error: unknown) => error);
            throw unusable(address, moved instanceof StoreReplaced ? moved : cause);
          }),
        ),
    };
  } catch (cause) {
    await closeAll(closers).catch(() => undefined);
    if (cause instanceof SetupError) throw cause;
    throw unusable(address, cause);
  }
}
