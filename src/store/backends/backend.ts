import type { Log } from '../../domain/ports/log.ts';
import type { StoreAddress } from '../../lib/store-address.ts';
import { openMemory } from './memory.ts';
import { openSqlite, readSqlite } from './sqlite.ts';
import type { Backend } from './types.ts';

/** Opens what an address names. Rejects when it cannot be used. */
export async function openBackend(address: StoreAddress, log: Pick<Log, 'warn'>): Promise<Backend> {
  if (address.kind === 'memory') return openMemory();
  if (address.kind === 'sqlite') return openSqlite(address.path, log);
  throw new Error(`${address.kind} is not there yet`);
}

/** Opens what an address names for reading only, while others may write to it. Rejects when it cannot be used. */
export async function readBackend(address: StoreAddress, log: Pick<Log, 'warn'>): Promise<Backend> {
  return address.kind === 'sqlite' ? readSqlite(address.path, log) : openBackend(address, log);
}
