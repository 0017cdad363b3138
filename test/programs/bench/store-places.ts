import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasPostgres, startPostgres } from '../../servers/postgres.ts';
import { hasRedis, startRedis } from '../../servers/redis.ts';

/** An empty store of one kind. */
export type StorePlace = { readonly name: string; readonly url: string };

/** SQLite in a folder of its own, which goes with what was `opened`. */
export async function sqlitePlace(opened: AsyncDisposableStack): Promise<StorePlace> {
  const folder = await mkdtemp(join(tmpdir(), 'darkroom-bench-store-'));
  opened.defer(() => rm(folder, { recursive: true, force: true }));
  return { name: 'SQLite', url: `sqlite:${join(folder, 'store.sqlite')}` };
}

/** Servers of those kinds that are installed, started for this and stopped with what was `opened`. */
export async function serverPlaces(opened: AsyncDisposableStack): Promise<StorePlace[]> {
  const onEnd = (end: () => void | Promise<void>) => void opened.defer(async () => end());
  const found: StorePlace[] = [];
  if (hasRedis()) found.push({ name: 'Redis', url: (await startRedis(onEnd)).url });
  if (hasPostgres()) found.push({ name: 'PostgreSQL', url: await (await startPostgres(onEnd)).database() });
  return found;
}
