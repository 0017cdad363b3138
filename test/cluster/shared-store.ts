import { hasPostgres, startPostgres } from '../servers/postgres.ts';
import { hasRedis, startRedis } from '../servers/redis.ts';
import type { TestServer } from '../servers/test-server.ts';
import type { OnTestFinished } from '../test-end.ts';

export const storeKinds = ['sqlite', 'redis', 'postgres'] as const;
export type StoreKind = (typeof storeKinds)[number];

/** Where a cluster's records are; `server` is null where that is a file. */
export type SharedStore = { readonly url: string; readonly server: TestServer | null };

/** The kinds of store that can be had here. `CLUSTER_STORES`, such as `redis postgres`, names fewer. */
export function storesHere(): readonly StoreKind[] {
  const named = process.env.CLUSTER_STORES?.split(/[\s,]+/) ?? storeKinds;
  return storeKinds.filter((kind) => {
    if (!named.includes(kind)) return false;
    return kind === 'sqlite' || (kind === 'redis' ? hasRedis() : hasPostgres());
  });
}

/**
 * Those of these kinds that can be had here, or all that `CLUSTER_STORES` names: what takes minutes on each store runs on some of them
 * only, unless it is asked for.
 */
export function someStores(...kinds: readonly StoreKind[]): readonly StoreKind[] {
  const isAsked = process.env.CLUSTER_STORES !== undefined;
  return storesHere().filter((kind) => isAsked || kinds.includes(kind));
}

/** An empty store of this kind, until the test ends. `file` is where a file would be. */
export async function openSharedStore(kind: StoreKind, file: string, onEnd: OnTestFinished): Promise<SharedStore> {
  if (kind === 'sqlite') return { url: file, server: null };
  if (kind === 'redis') {
    const server = await startRedis(onEnd, { appendfsync: 'always' });
    return { url: server.url, server };
  }
  const server = await startPostgres(onEnd);
  return { url: await server.database(), server };
}
