import type { Cluster } from '../domain/ports/cluster.ts';
import type { Log } from '../domain/ports/log.ts';
import type { ServerAddress } from '../lib/store-address.ts';
import { createLoneCluster } from './alone.ts';
import { type FileClusterPaths, openFileCluster } from './file/file-cluster.ts';

/** What the processes on one store share beside it. */
export type ClusterAddress =
  | { readonly kind: 'memory' }
  | ({ readonly kind: 'sqlite' } & FileClusterPaths)
  | ServerAddress;

type Options = {
  readonly address: ClusterAddress;
  /** Of this process, other than that of any other one. */
  readonly id: string;
  readonly log: Log;
  readonly signal: AbortSignal;
};

/**
 * Opens what the processes on one store agree by on who leads, and how they tell the leader what happens. Rejects with StoreError when
 * a server cannot be used, with the signal's reason when that is aborted, and as Node and SQLite do when files cannot be made.
 */
export async function openCluster({ address, id, log, signal }: Options): Promise<Cluster> {
  if (address.kind === 'memory') return createLoneCluster(log);
  if (address.kind === 'sqlite') return openFileCluster({ ...address, id, log });
  // Only who shares a server waits for BullMQ to be loaded.
  const { openBullCluster } = await import('./bullmq/bull-cluster.ts');
  return openBullCluster({ address, id, log, signal });
}
