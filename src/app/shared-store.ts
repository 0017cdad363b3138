import { openCluster } from '../cluster/cluster.ts';
import type { Config } from '../config.ts';
import { type DamagedRecord, SetupError, StoreError } from '../domain/failures/errors.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Log } from '../domain/ports/log.ts';
import type { ProcessRecord } from '../domain/ports/store.ts';
import { parseStoreUrl, type ServerAddress } from '../lib/store-address.ts';
import { lookAtServer } from '../store/backends/backend.ts';
import { openStore } from '../store/store.ts';
import { unusable } from '../store/tables/tables.ts';
import { closeSoon } from './close-soon.ts';
import { clusterAddress } from './cluster-address.ts';
import { createGate, waitForWork } from './older-processes.ts';
import { createProcessList } from './process-list.ts';

export type SharedStoreParts = {
  readonly config: Config;
  readonly self: Omit<ProcessRecord, 'leader' | 'renewals'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly opened: AsyncDisposableStack;
  /** Aborted when Darkroom is to stop before it is ready. */
  readonly signal: AbortSignal;
  /** Aborted when nothing is waited for any more. */
  readonly halt: AbortSignal;
  readonly isLeading: () => boolean;
  readonly onDamaged: (record: DamagedRecord) => void;
};

/**
 * Opens the store, once nobody works on it as a whole and no older Darkroom uses it, and what its processes share beside it. Throws
 * StoreError and SetupError.
 */
export async function openSharedStore({
  config,
  self,
  clock,
  log,
  opened,
  signal,
  halt,
  isLeading,
  onDamaged,
}: SharedStoreParts) {
  const { storeUrl, secretsKeys, retentionDays } = config;
  const address = parseStoreUrl(storeUrl);
  if (address.kind === 'redis' || address.kind === 'postgres') await refuseUnfit(address, clock);
  // In this order: whoever works on the store as a whole first looks who lives.
  const cluster = await told(storeUrl, signal, async () =>
    openCluster({ address: await clusterAddress(storeUrl), id: self.id, log, signal }),
  );
  opened.defer(closeSoon('the cluster', cluster.close));
  await told(storeUrl, signal, () => waitForWork(config, log, signal));
  const store = await openStore({
    url: storeUrl,
    secretsKeys,
    retentionDays,
    clock,
    log,
    self: self.id,
    alone: createGate({ ...config, clock, log, signal }),
    onDamaged,
  });
  opened.defer(closeSoon('the store', store.close));
  const processes = createProcessList({ ...store, self, cluster, isLeading, clock, log, signal: halt });
  return { cluster, store, processes };
}

/** Throws SetupError where a server can never hold a store, before anything is made on it. One that is silent yet has time to come up. */
async function refuseUnfit(address: ServerAddress, clock: Clock): Promise<void> {
  try {
    await lookAtServer(address, clock.now);
  } catch (error) {
    if (error instanceof SetupError) throw error;
  }
}

/** Does what needs files beside the store. Throws StoreError, with one plain sentence, when they cannot be made or used. */
async function told<T>(storeUrl: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof StoreError || error instanceof SetupError) throw error;
    throw unusable(parseStoreUrl(storeUrl), error);
  }
}
