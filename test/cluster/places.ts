import { join } from 'node:path';
import type { ClusterAddress } from '../../src/cluster/cluster.ts';
import type { ServerAddress } from '../../src/lib/store-address.ts';
import { hasPostgres, startPostgres } from '../servers/postgres.ts';
import { hasRedis, startRedis } from '../servers/redis.ts';
import { temporaryFolder } from '../store/test-store.ts';

/** A server of its own, for tests that do something to it. */
export async function startServer(kind: ServerAddress['kind']) {
  return kind === 'redis' ? startRedis() : startPostgres();
}

/** Where the processes of a test meet, each kind that this machine has. */
export const servers: readonly ServerAddress['kind'][] = [
  ...(hasRedis() ? (['redis'] as const) : []),
  ...(hasPostgres() ? (['postgres'] as const) : []),
];

/** An address where nobody has been yet. */
export async function newPlace(kind: 'sqlite' | ServerAddress['kind']): Promise<ClusterAddress> {
  if (kind !== 'sqlite') return { kind, url: (await startServer(kind)).url };
  const folder = temporaryFolder();
  return {
    kind,
    lockFile: join(folder, 'store.lock'),
    wakeFile: join(folder, 'store.wake'),
    presenceFile: (id) => join(folder, `store.process-${id}`),
  };
}
