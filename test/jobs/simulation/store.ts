import { isDeepStrictEqual } from 'node:util';
import { type Account, emptyAccount, isHeld } from '../../../src/domain/credits/account.ts';
import { StoreError } from '../../../src/domain/failures/errors.ts';
import type { Draft } from '../../../src/domain/job/draft.ts';
import type { GivenText } from '../../../src/domain/job/given-text.ts';
import { isFurther, type Job, type Place } from '../../../src/domain/job/job.ts';
import type { MessageRecord, RecentTask, Refusal, Store } from '../../../src/domain/ports/store.ts';
import { defaultSettings, type MemberSettings } from '../../../src/domain/settings/settings.ts';
import { createIndexes } from '../../../src/store/repositories/indexes.ts';
import type { InteractionClaim } from '../../../src/store/schema/processes.ts';
import { noServerKeys } from '../../no-server-keys.ts';
import { openPolicies } from '../../open-policies.ts';
import { silentLog } from '../../store/sample-records.ts';
import type { SimulatedProcess } from './process.ts';

/** Records of the store. They survive every process. */
export type SimulatedStore = {
  readonly open: Map<string, Job>;
  readonly settled: Map<string, Job>;
  readonly messages: Map<string, MessageRecord>;
  readonly places: Map<string, Place[]>;
  readonly claims: Map<string, string>;
  /** Which process answers each interaction. */
  readonly interactions: Map<string, InteractionClaim>;
  readonly recent: Map<string, RecentTask[]>;
  readonly newest: Map<string, RecentTask[]>;
  readonly settings: Map<string, MemberSettings>;
  readonly drafts: Map<string, Draft>;
  readonly texts: Map<string, GivenText>;
  readonly refusals: Refusal[];
  /** Ids of open jobs by member and by task. */
  readonly indexes: Map<string, readonly string[]>;
  /** By account and month. */
  readonly accounts: Map<string, Account>;
  /** Ids of jobs that were ever written as `unknown`. */
  readonly everUnknown: Set<string>;
  /** How many of the next writes of jobs fail; Infinity is a full disk. */
  failingWrites: number;
  /** How many have failed. */
  failedWrites: number;
  /** How often a job was not as its process knew it: never, while no other process writes. */
  conflicts: number;
  /**
   * Of the writes that take a gesture in or drop a job: how many find room yet, and how many fail then. Further tasks are no
   * gestures.
   */
  intakeRoom: { left: number; failing: number };
  /** Whether the next claim that passes from job to job does so, but nobody hears of it. */
  losesNextPass: boolean;
};

export function createSimulatedStore(): SimulatedStore {
  return {
    open: new Map(),
    settled: new Map(),
    messages: new Map(),
    places: new Map(),
    claims: new Map(),
    interactions: new Map(),
    recent: new Map(),
    newest: new Map(),
    settings: new Map(),
    drafts: new Map(),
    texts: new Map(),
    refusals: [],
    indexes: new Map(),
    accounts: new Map(),
    everUnknown: new Set(),
    failingWrites: 0,
    failedWrites: 0,
    conflicts: 0,
    intakeRoom: { left: 0, failing: 0 },
    losesNextPass: false,
  };
}

/** The store as one process sees it. */
export function storePort(store: SimulatedStore, process: SimulatedProcess): Store {
  const prepend = <T>(map: Map<string, T[]>, key: string, value: T) => {
    map.set(key, [value, ...(map.get(key) ?? [])]);
  };
  const intakeWrite = <T>(effect: () => T, isSpared = false) =>
    process.write(() => {
      const { left, failing } = store.intakeRoom;
      if (failing === 0 || isSpared) return effect();
      store.intakeRoom = left > 0 ? { left: left - 1, failing } : { left, failing: failing - 1 };
      if (left > 0) return effect();
      throw new StoreError('the disk is full');
    });
  return {
    jobs: {
      add: (job) =>
        intakeWrite(() => {
          if (store.open.has(job.id) || store.settled.has(job.id)) return false;
          store.open.set(job.id, job);
          return true;
        }, isFurther(job)),
      get: (id) => process.call(() => store.open.get(id) ?? store.settled.get(id)),
      replace: (from, to) =>
        process.write(() => {
          if (store.failingWrites > 0) {
            store.failingWrites -= 1;
            store.failedWrites += 1;
            throw new StoreError('the disk is full');
          }
          if (!isDeepStrictEqual(store.open.get(to.id), from)) {
            store.conflicts += 1;
            return false;
          }
          if (to.step === 'unknown') store.everUnknown.add(to.id);
          if (to.step === 'settled') {
            store.settled.set(to.id, to);
            store.open.delete(to.id);
          } else store.open.set(to.id, to);
          return true;
        }),
      drop: ({ id }) =>
        intakeWrite(() => {
          if ((store.open.get(id)?.step ?? 'received') !== 'received') return false;
          store.open.delete(id);
          return true;
        }),
      amend: (id, change) =>
        process.write(() => {
          const job = store.settled.get(id);
          if (job?.step === 'settled') store.settled.set(id, change(job));
        }),
      async *open() {
        for (const job of [...store.open.values()]) yield process.call(() => job);
      },
      async *openIds() {
        for (const id of [...store.open.keys()]) yield process.call(() => id);
      },
    },
    interactions: {
      claim: (id) =>
        process.write(() => {
          if (store.interactions.has(id)) return false;
          store.interactions.set(id, { by: process.id, fallback: null, answered: null });
          return true;
        }),
      claimFallback: (id) =>
        process.write(() => {
          const there = store.interactions.get(id) ?? { by: process.id, fallback: null, answered: null };
          if (there.answered !== null || there.fallback !== null) return false;
          store.interactions.set(id, { ...there, fallback: process.id });
          return true;
        }),
      answered: (id) =>
        process.write(() => {
          const there = store.interactions.get(id) ?? { by: process.id, fallback: null };
          store.interactions.set(id, { ...there, answered: process.id });
        }),
      leave: (id) =>
        process.write(() => {
          const there = store.interactions.get(id);
          if (!there || there.answered === process.id) return;
          const claimers = [there.by, there.fallback];
          const other = claimers.includes(process.id) ? claimers.find((one) => one !== process.id) : null;
          if (other) store.interactions.set(id, { by: other, fallback: null, answered: there.answered ?? other });
        }),
      isAnsweredElsewhere: (id) =>
        process.call(() => {
          const answered = store.interactions.get(id)?.answered ?? null;
          return answered !== null && answered !== process.id;
        }),
      claimers: (id) =>
        process.call(() => {
          const there = store.interactions.get(id);
          const all = there ? [there.by, there.fallback, there.answered] : [];
          return [...new Set(all.filter((one) => one !== null))];
        }),
    },
    indexes: createIndexes({
      table: {
        get: (key) => process.call(() => store.indexes.get(key)),
        change: (key, make) =>
          process.write(() => {
            const after = make(store.indexes.get(key));
            if (after) store.indexes.set(key, after);
            else store.indexes.delete(key);
            return after ?? undefined;
          }),
      },
      log: silentLog,
    }),
    messages: {
      get: (id) => process.call(() => store.messages.get(id)),
      put: (record) => process.write(() => void store.messages.set(record.place.messageId, record)),
    },
    tasks: {
      places: (id) => process.call(() => store.places.get(id) ?? []),
      addPlace: (id, place) => process.write(() => void store.places.set(id, [...(store.places.get(id) ?? []), place])),
    },
    claims: {
      claim: (key, id) =>
        intakeWrite(() => {
          const holder = store.claims.get(key) ?? id;
          store.claims.set(key, holder);
          return holder;
        }),
      pass: (key, from, to) =>
        process.write(() => {
          if (store.claims.get(key) !== from) return false;
          store.claims.set(key, to);
          if (!store.losesNextPass) return true;
          store.losesNextPass = false;
          throw new StoreError('the answer got lost');
        }),
      release: (key, id) =>
        process.write(() => {
          if (store.claims.get(key) === id) store.claims.delete(key);
        }),
    },
    members: {
      recent: (id) => process.call(() => store.recent.get(id) ?? []),
      addRecent: (id, task) => process.write(() => prepend(store.recent, id, task)),
      settings: (id) => process.call(() => store.settings.get(id) ?? defaultSettings),
      changeSettings: (id, change) =>
        process.write(() => {
          const settings = change(store.settings.get(id) ?? defaultSettings);
          store.settings.set(id, settings);
          return settings;
        }),
    },
    accounts: {
      get: (account, month) => process.call(() => store.accounts.get(`${account}|${month}`) ?? emptyAccount),
      change: async (account, month, change) => {
        const key = `${account}|${month}`;
        const before = await process.call(() => store.accounts.get(key) ?? emptyAccount);
        if (change(before) === before) return before;
        return process.write(() => {
          const after = change(store.accounts.get(key) ?? emptyAccount);
          store.accounts.set(key, after);
          return after;
        });
      },
      isHeld: (account, month, id) =>
        process.call(() => isHeld(store.accounts.get(`${account}|${month}`) ?? emptyAccount, id)),
      whole: (account, month) => process.call(() => store.accounts.get(`${account}|${month}`) ?? emptyAccount),
      roster: async () => [],
    },
    policies: openPolicies,
    keys: noServerKeys,
    erasures: { request: async () => {}, work: async () => {} },
    personalData: () => Promise.reject(new Error('the engine asks for nobody’s data')),
    reports: { get: async () => undefined, change: async () => undefined },
    drafts: {
      get: (id) => process.call(() => store.drafts.get(id)),
      put: (draft) => process.write(() => void store.drafts.set(draft.id, draft)),
    },
    texts: {
      get: (id) => process.call(() => store.texts.get(id)),
      put: (text) => process.write(() => void store.texts.set(text.id, text)),
    },
    channels: {
      newest: (id) => process.call(() => store.newest.get(id) ?? []),
      addNewest: (id, task) => process.write(() => prepend(store.newest, id, task)),
    },
  };
}
