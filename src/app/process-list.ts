import { SetupError } from '../domain/failures/errors.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Cluster } from '../domain/ports/cluster.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Processes, ProcessRecord } from '../domain/ports/store.ts';
import { pause } from '../lib/timeout.ts';
import { createProcessWatch } from './process-watch.ts';

/** How often a process says that it lives, in seconds. */
export const REPORT_PAUSE = 2;
/** How often the start looks whether another bot's process lives, in ms. */
const LOOK_EVERY = 500;
/** How long a leader may stand still before that is told, in ms. */
const FROZEN = 15_000;

export type ProcessListParts = {
  readonly self: Omit<ProcessRecord, 'leader' | 'renewals'>;
  readonly processes: Processes;
  readonly cluster: Pick<Cluster, 'isGone'>;
  readonly isLeading: () => boolean;
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly log: Log;
  readonly signal: AbortSignal;
};

/** The processes of one bot on one store, as one of them knows them. */
export function createProcessList({ self, processes, cluster, isLeading, clock, log, signal }: ProcessListParts) {
  const watch = createProcessWatch(clock);
  let records: readonly ProcessRecord[] = [];
  let renewals = 0;
  let isLeaving = false;
  /** The leader that was told to stand still, null when none does. */
  let frozen: string | null = null;

  function saw(read: readonly ProcessRecord[]): void {
    records = read;
    watch.saw(read);
    lookAtLeader();
  }

  /** A leader that neither lives nor dies keeps everybody else from leading, where only its death would end that. */
  function lookAtLeader(): void {
    const leader = records.find((one) => one.leader && one.id !== self.id);
    const isFrozen = leader !== undefined && !isLeading() && watch.stillFor(leader.id) >= FROZEN;
    if (isFrozen && frozen !== leader.id)
      log.error({ leader: leader.id }, 'the process that leads does not respond, and jobs wait for it: stop it');
    frozen = isFrozen ? leader.id : null;
  }

  async function isGone(id: string): Promise<boolean> {
    if (id === self.id) return false;
    if (await cluster.isGone(id).catch(() => null)) return true;
    // Whoever has just come may have been written down since the last look.
    if (!records.some((one) => one.id === id)) saw(await processes.all());
    return watch.isGone(id);
  }

  async function report(): Promise<void> {
    if (isLeaving) return;
    renewals += 1;
    saw(await processes.report({ ...self, leader: isLeading(), renewals }));
  }

  const others = () => records.filter(({ id }) => id !== self.id);

  return {
    /** Throws SetupError when a process of another bot lives on this store, and StoreError. */
    async join(): Promise<void> {
      await report();
      for (;;) {
        const foreign = await firstOf(others(), async ({ id, bot }) => bot !== self.bot && !(await isGone(id)));
        if (!foreign) return;
        const before = foreign.renewals;
        await pause(LOOK_EVERY, signal);
        signal.throwIfAborted();
        await report();
        if (others().some(({ id, renewals }) => id === foreign.id && renewals !== before)) {
          await processes.remove(self.id);
          throw new SetupError('Another bot uses the same STORE_URL: give each bot a store of its own.', {
            needsPerson: true,
          });
        }
      }
    },

    /** Says that this process lives, and whoever leads forgets those that do not: whether any is gone since the last time. Throws StoreError. */
    async tend(): Promise<boolean> {
      const before = others();
      await report();
      if (!isLeading()) return false;
      let hasLost = before.some(({ id }) => records.every((one) => one.id !== id));
      for (const { id } of others()) {
        if (!(await isGone(id))) continue;
        await processes.remove(id);
        records = records.filter((one) => one.id !== id);
        hasLost = true;
        log.info({ gone: id }, 'a process is gone; what it had in hand goes on elsewhere');
      }
      return hasLost;
    },

    /** Whether a process is surely gone. Rejects with StoreError when one that is not known cannot be looked up. */
    isGone,

    /** How many there are that are not surely gone, this one included. */
    count: () => 1 + others().filter(({ id }) => !watch.isGone(id)).length,

    /** Whether one of them is of a newer version. */
    isOutdated: () => others().some(({ id, version }) => !watch.isGone(id) && isNewer(version, self.version)),

    /** Says that this process is gone. */
    async leave(): Promise<void> {
      isLeaving = true;
      await processes.remove(self.id);
    },
  };
}

export type ProcessList = ReturnType<typeof createProcessList>;

async function firstOf<T>(all: readonly T[], fits: (one: T) => Promise<boolean>): Promise<T | undefined> {
  for (const one of all) if (await fits(one)) return one;
  return undefined;
}

/** Whether a version such as `1.10.0` is newer than another one. */
function isNewer(one: string, other: string): boolean {
  return one.localeCompare(other, 'en', { numeric: true }) > 0;
}
