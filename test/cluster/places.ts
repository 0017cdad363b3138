import { join } from 'node:path';
import pg from 'pg';
import type { ClusterAddress } from '../../src/cluster/cluster.ts';
import type { ServerAddress } from '../../src/lib/store-address.ts';
import { hasPostgres, startPostgres } from '../servers/postgres.ts';
import { hasRedis, startRedis } from '../servers/redis.ts';
import { askPort } from '../servers/server-process.ts';
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
export async function newPlace(kind: ClusterAddress['kind']): Promise<ClusterAddress> {
  if (kind === 'memory') return { kind };
  if (kind !== 'sqlite') return { kind, url: (await startServer(kind)).url };
  const folder = temporaryFolder();
  return {
    kind,
    lockFile: join(folder, 'store.lock'),
    wakeFile: join(folder, 'store.wake'),
    presenceFile: (id) => join(folder, `store.process-${id}`),
  };
}

/** Makes the server believe that thirty leaders have died already. */
export async function rememberDeaths(place: ClusterAddress): Promise<void> {
  if (place.kind === 'redis') {
    const { port } = new URL(place.url);
    const answer = await askPort(Number(port), 'HSET {darkroom}:leadership:leader stc 30\r\n');
    if (answer !== ':1\r\n') throw new Error(`HSET was answered ${answer}`);
  }
  if (place.kind === 'postgres') {
    const client = new pg.Client({ connectionString: place.url });
    await client.connect();
    const { rowCount } = await client.query("UPDATE bullmq.job SET stalled_count = 30 WHERE id = 'leader'");
    await client.end();
    if (rowCount !== 1) throw new Error(`${rowCount} jobs are called leader`);
  }
}
