import pg from 'pg';
import type { ServerAddress } from '../../src/lib/store-address.ts';
import { startPostgres } from '../servers/postgres.ts';
import { startRedis } from '../servers/redis.ts';
import { askPort } from '../servers/server-process.ts';
import { temporaryFolder } from '../store/test-store.ts';
import type { MeetingPlace } from './meeting-place.ts';
import { storesHere } from './shared-store.ts';

/** A server of its own, for tests that do something to it. */
export async function startServer(kind: ServerAddress['kind']) {
  return kind === 'redis' ? startRedis() : startPostgres();
}

/** The servers that this machine has. */
export const servers = storesHere().filter((kind) => kind !== 'sqlite');

/** Where nobody has been yet. */
export async function newPlace(kind: MeetingPlace['kind']): Promise<MeetingPlace> {
  if (kind === 'memory') return { kind };
  if (kind === 'sqlite') return { kind, folder: temporaryFolder() };
  return { kind, url: (await startServer(kind)).url };
}

/** Makes the server believe that thirty leaders have died already. */
export async function rememberDeaths(place: MeetingPlace): Promise<void> {
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
