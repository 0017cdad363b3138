import { StoreError } from '../../domain/failures/errors.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Log } from '../../domain/ports/log.ts';
import { type ServerAddress, storeName } from '../../lib/store-address.ts';
import { withDeadline } from '../../lib/timeout.ts';
import { connectBull } from './connection.ts';
import { createBullDeliveries } from './deliveries.ts';
import { createBullLeadership } from './leadership.ts';
import { createBullWakeUps } from './wake-ups.ts';

/** How long the server may take to be ready, in ms: on PostgreSQL, tables are made the first time. */
const PATIENCE = 10_000;

type Options = {
  readonly address: ServerAddress;
  /** Of this process; whoever lists the server's connections sees it. */
  readonly id: string;
  readonly log: Log;
  readonly signal: AbortSignal;
};

/**
 * For processes that share a Redis or a PostgreSQL, on however many machines. Rejects with StoreError when the server cannot be used
 * within ten seconds, and with the signal's reason when that is aborted.
 */
export async function openBullCluster({ address, id, log, signal }: Options): Promise<Cluster> {
  await prepare(address, id, signal);
  const leadership = createBullLeadership({ address, id, log });
  const wakeUps = createBullWakeUps({ address, id, log });
  const deliveries = createBullDeliveries({ address, id, log });
  return {
    leadership,
    wakeUps,
    deliveries,
    isGone: async () => null,
    async close() {
      await leadership.leave();
      await wakeUps.close();
      await deliveries.close();
    },
  };
}

async function prepare(address: ServerAddress, id: string, signal: AbortSignal): Promise<void> {
  let trouble: unknown = null;
  const bull = connectBull(address, id, (error) => (trouble = error));
  try {
    await withDeadline(PATIENCE, signal, () => bull.queue('leadership', {}).waitUntilReady());
  } catch (error) {
    signal.throwIfAborted();
    const cause = trouble ?? error;
    const why = cause instanceof Error ? cause.message : 'no reason given';
    throw new StoreError(`The processes of ${storeName(address)} cannot agree on who leads (${why}).`, { cause });
  } finally {
    await bull.close();
  }
}
