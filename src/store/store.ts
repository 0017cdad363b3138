import type { DamagedRecord } from '../domain/failures/errors.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Log } from '../domain/ports/log.ts';
import type { MessageRecord, Processes, Refusals, Store } from '../domain/ports/store.ts';
import { defaultSettings } from '../domain/settings/settings.ts';
import { randomId } from '../lib/random-id.ts';
import { parseStoreUrl } from '../lib/store-address.ts';
import { openCurrent } from './copies/format.ts';
import { createAccounts } from './repositories/accounts.ts';
import { createClaims } from './repositories/claims.ts';
import { createErasures } from './repositories/erasures.ts';
import { createIndexes } from './repositories/indexes.ts';
import { createInteractions } from './repositories/interactions.ts';
import { createJobs } from './repositories/jobs.ts';
import { createLists, listRules } from './repositories/lists.ts';
import { readPersonalData } from './repositories/personal-data.ts';
import { createPolicies } from './repositories/policies.ts';
import { createProcesses } from './repositories/processes.ts';
import { createRemembered } from './repositories/remembered.ts';
import { createReservations, type StoredReservations } from './repositories/reservations.ts';
import { createSecondLook } from './repositories/second-look.ts';
import { createServerKeys } from './repositories/server-keys.ts';
import type { TablesParts } from './tables/tables.ts';

export const DAY_MS = 24 * 60 * 60 * 1000;

type Options = {
  /** See `parseStoreUrl`; a bad one throws its TypeError. */
  url: string;
  log: Log;
  /** What encrypts the keys of servers, the first of them; all decrypt. None, unless given: no key can be kept or read. Secret. */
  secretsKeys?: readonly string[];
  /** How long settled jobs, messages, places, claims and lists are kept after their last use. */
  retentionDays?: number;
  /** The computer's clock, unless given. */
  clock?: Clock;
  /** The id of this process among those on the store: one of its own, unless given. */
  self?: string;
  /** See `TablesParts`. */
  alone?: TablesParts['alone'];
  /** How many holds an account puts away at once: what is quick, unless given. */
  holdsPerPage?: number;
  /** Told of every record that is found damaged, each time. */
  onDamaged?: (record: DamagedRecord) => void;
};

export type OpenStore = Store & {
  /** The classes of buttons that each relay has refused. */
  readonly refusals: Refusals;
  readonly processes: Processes;
  readonly reservations: StoredReservations;
  close(): Promise<void>;
  /**
   * Forgets expired tokens, and removes the records that an earlier sweep, some minutes ago at least, found past their
   * retention, and renews the encryption of servers’ keys. Does nothing while the time is unsure. The store has no timer: somebody has to call this.
   */
  sweep(): Promise<void>;
  /** Removes what is of use for minutes only. To be called more often than `sweep`. */
  sweepBrief(): Promise<void>;
  /** Writes and reads. Rejects with StoreError when that fails, or when what is written would be lost at a restart. */
  check(): Promise<void>;
  /** When the store was backed up last, Unix ms; null when it never was. Throws as the rest. */
  lastBackup(): Promise<number | null>;
};

/** The computer's clock, as it is. */
export const wallClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  past: () => Date.now(),
};

/**
 * Opens the store and creates what is missing. Throws StoreError with one plain sentence when it cannot be used, and
 * SetupError when it never can.
 */
export async function openStore({
  url,
  log,
  secretsKeys = [],
  retentionDays = 90,
  clock = wallClock,
  self = randomId(),
  alone,
  holdsPerPage,
  onDamaged,
}: Options): Promise<OpenStore> {
  const tables = await openCurrent(parseStoreUrl(url), { ttl: retentionDays * DAY_MS, clock, log, onDamaged, alone });
  const jobs = createJobs({ open: tables.open, settled: tables.jobs, commit: tables.commit, clock, log });
  const places = createLists({ table: tables.tasks, rule: listRules.tasks, log });
  const recent = createLists({ table: tables.members, rule: listRules.members, log });
  const refusals = createLists({ table: createRemembered(tables.refusals, clock), rule: listRules.refusals, log });
  const newest = createLists({ table: tables.channels, rule: listRules.channels, log });

  const keys = createServerKeys({ table: tables.keys, secretsKeys, log });

  /** Starts the retention of a message in use anew, and that of the records which its buttons need. */
  async function renew({ place: { messageId }, jobId, taskId }: MessageRecord): Promise<void> {
    try {
      if (!(await tables.messages.renew(messageId))) return;
      await tables.jobs.renew(jobId);
      if (taskId) await tables.tasks.renew(taskId);
    } catch (error) {
      log.warn({ error }, 'a record that is in use could not be renewed');
    }
  }

  const sureOf = createSecondLook(tables.checks);
  const settings = async (memberId: string) => (await tables.settings.get(memberId)) ?? defaultSettings;

  return {
    jobs,
    messages: {
      async get(messageId) {
        const record = await tables.messages.get(messageId);
        if (record) await renew(record);
        return record;
      },
      put: (record) => tables.messages.put(record.place.messageId, record),
    },
    tasks: { places: places.all, addPlace: places.add },
    claims: createClaims(tables.claims),
    members: {
      recent: async (memberId) => (await recent.all(memberId)).toReversed(),
      addRecent: recent.add,
      settings,
      async changeSettings(memberId, change) {
        let after = defaultSettings;
        await tables.settings.change(memberId, (record) => {
          const before = record ?? defaultSettings;
          after = change(before);
          return after === before ? record : after;
        });
        return after;
      },
    },
    channels: {
      newest: async (channelId) => (await newest.all(channelId)).toReversed(),
      addNewest: newest.add,
    },
    refusals,
    interactions: createInteractions(tables.interactions, self),
    indexes: createIndexes({ table: tables.indexes, log }),
    processes: createProcesses(tables.processes),
    reservations: createReservations(tables.reservations, self, clock),
    accounts: createAccounts({ ...tables, log, page: holdsPerPage }),
    erasures: createErasures({ tables, clock, log }),
    personalData: (memberId, most) => readPersonalData(tables, memberId, most),
    policies: createPolicies({ servers: tables.policies, grants: tables.grants, bots: tables.bot, clock }),
    keys,
    drafts: {
      get: (id) => tables.drafts.get(id),
      put: (draft) => tables.drafts.put(draft.id, draft),
    },
    texts: {
      get: (id) => tables.texts.get(id),
      put: (text) => tables.texts.put(text.id, text),
    },
    reports: {
      get: (messageId) => tables.reports.get(messageId),
      change: (messageId, change) => tables.reports.change(messageId, change),
    },
    async sweep() {
      await jobs.forgetTokens();
      const past = await sureOf(clock.past());
      if (past !== null) for (const table of tables.expiring) await table.sweep(past);
      await keys.renew();
    },
    async sweepBrief() {
      const past = clock.past();
      if (Number.isFinite(past)) for (const table of tables.brief) await table.sweep(past);
    },
    async lastBackup() {
      const at = await tables.checks.get('backup');
      return at === undefined ? null : Number(at);
    },
    check: tables.check,
    close: tables.close,
  };
}
