import type { ServerAddress, StoreAddress } from '../../lib/store-address.ts';
import { openMemory } from './memory.ts';
import { openSqlite, readSqlite } from './sqlite.ts';
import type { Backend, OpenParts } from './types.ts';

/** Opens what an address names. Rejects when it cannot be used, and with SetupError when it never can. */
export async function openBackend(address: StoreAddress, parts: OpenParts): Promise<Backend> {
  if (address.kind === 'memory') return openMemory();
  if (address.kind === 'sqlite') return openSqlite(address.path, parts.log);
  // A client takes its time to load, and most stores are files.
  if (address.kind === 'redis') return (await import('./redis/backend.ts')).openRedis(address, parts);
  return (await import('./postgres/backend.ts')).openPostgres(address, parts);
}

/** Opens what an address names for reading only, while others may write to it. Rejects when it cannot be used. */
export async function readBackend(address: StoreAddress, { log }: Pick<OpenParts, 'log'>): Promise<Backend> {
  if (address.kind === 'memory') return openMemory();
  if (address.kind === 'sqlite') return readSqlite(address.path, log);
  if (address.kind === 'redis') return (await import('./redis/backend.ts')).readRedis(address);
  return (await import('./postgres/backend.ts')).readPostgres(address);
}

/**
 * Looks at a server without writing to it; `now` is our time, Unix ms. Resolves with what is worth knowing of it. Throws SetupError
 * with what is wrong with it, and an error when it cannot be reached.
 */
export async function lookAtServer(address: ServerAddress, now: () => number): Promise<readonly string[]> {
  if (address.kind === 'redis') return (await (await import('./redis/backend.ts')).lookAtRedis(address, now)).notes;
  return (await import('./postgres/backend.ts')).lookAtPostgres(address, now);
}
