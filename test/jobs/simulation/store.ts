import { StoreError } from '../../../src/domain/failures/errors.ts';
import type { Draft } from '../../../src/domain/job/draft.ts';
import type { Job, Place } from '../../../src/domain/job/job.ts';
import type { MessageRecord, RecentTask, Refusal, Store } from '../../../src/domain/ports.ts';
import { defaultSettings, type MemberSettings } from '../../../src/domain/settings/settings.ts';
import type { Life } from './process-life.ts';

/** What survives a process. */
export type Disk = {
  readonly open: Map<string, Job>;
  readonly settled: Map<string, Job>;
  readonly messages: Map<string, MessageRecord>;
  readonly places: Map<string, Place[]>;
  readonly claims: Map<string, string>;
  readonly recent: Map<string, RecentTask[]>;
  readonly newest: Map<string, RecentTask[]>;
  readonly settings: Map<string, MemberSettings>;
  readonly drafts: Map<string, Draft>;
  readonly refusals: Refusal[];
  /** Ids of jobs that were ever written as `unknown`. */
  readonly unanswered: Set<string>;
  /** How many of the next writes of jobs fail; Infinity is a full disk. */
  failures: number;
  /** How many have failed. */
  failed: number;
  /** Whether the next claim that passes from job to job does so, but nobody hears of it. */
  losesPass: boolean;
};

export function createDisk(): Disk {
  return {
    open: new Map(),
    settled: new Map(),
    messages: new Map(),
    places: new Map(),
    claims: new Map(),
    recent: new Map(),
    newest: new Map(),
    settings: new Map(),
    drafts: new Map(),
    refusals: [],
    unanswered: new Set(),
    failures: 0,
    failed: 0,
    losesPass: false,
  };
}

/** The store port over a disk, as one process sees it. */
export function mountDisk(disk: Disk, life: Life): Store {
  const prepend = <T>(map: Map<string, T[]>, key: string, value: T) => {
    map.set(key, [value, ...(map.get(key) ?? [])]);
  };
  return {
    jobs: {
      add: (job) =>
        life.write(() => {
          if (disk.open.has(job.id) || disk.settled.has(job.id)) return false;
          disk.open.set(job.id, job);
          return true;
        }),
      get: (id) => life.call(() => disk.open.get(id) ?? disk.settled.get(id)),
      put: (job) =>
        life.write(() => {
          if (disk.failures > 0) {
            disk.failures -= 1;
            disk.failed += 1;
            throw new StoreError('the disk is full');
          }
          if (job.step === 'unknown') disk.unanswered.add(job.id);
          if (job.step === 'settled') {
            disk.settled.set(job.id, job);
            disk.open.delete(job.id);
          } else disk.open.set(job.id, job);
        }),
      drop: (id) => life.write(() => void disk.open.delete(id)),
      async *open() {
        for (const job of [...disk.open.values()]) yield life.call(() => job);
      },
    },
    messages: {
      get: (id) => life.call(() => disk.messages.get(id)),
      put: (record) => life.write(() => void disk.messages.set(record.place.messageId, record)),
    },
    tasks: {
      places: (id) => life.call(() => disk.places.get(id) ?? []),
      addPlace: (id, place) => life.write(() => void disk.places.set(id, [...(disk.places.get(id) ?? []), place])),
    },
    claims: {
      claim: (key, id) =>
        life.write(() => {
          const holder = disk.claims.get(key) ?? id;
          disk.claims.set(key, holder);
          return holder;
        }),
      pass: (key, from, to) =>
        life.write(() => {
          if (disk.claims.get(key) !== from) return false;
          disk.claims.set(key, to);
          if (!disk.losesPass) return true;
          disk.losesPass = false;
          throw new StoreError('the answer got lost');
        }),
      release: (key, id) =>
        life.write(() => {
          if (disk.claims.get(key) === id) disk.claims.delete(key);
        }),
    },
    members: {
      recent: (id) => life.call(() => disk.recent.get(id) ?? []),
      addRecent: (id, task) => life.write(() => prepend(disk.recent, id, task)),
      settings: (id) => life.call(() => disk.settings.get(id) ?? defaultSettings),
      changeSettings: (id, change) =>
        life.write(() => {
          const settings = change(disk.settings.get(id) ?? defaultSettings);
          disk.settings.set(id, settings);
          return settings;
        }),
    },
    drafts: {
      get: (id) => life.call(() => disk.drafts.get(id)),
      put: (draft) => life.write(() => void disk.drafts.set(draft.id, draft)),
    },
    channels: {
      newest: (id) => life.call(() => disk.newest.get(id) ?? []),
      addNewest: (id, task) => life.write(() => prepend(disk.newest, id, task)),
    },
  };
}
