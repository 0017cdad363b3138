import type { Log } from '../../domain/ports/log.ts';
import { openMemory } from './memory.ts';
import { openSqlite, readSqlite } from './sqlite.ts';
import type { Backend } from './types.ts';

/** The place that STORE_URL names. A relative path starts at the working directory. */
export type StoreAddress = { readonly kind: 'memory' } | { readonly kind: 'sqlite'; readonly path: string };

/** Schemes that people write for stores which this one is not. */
const foreignSchemes: ReadonlySet<string> = new Set(
  'memory redis rediss valkey postgres postgresql mysql mariadb mongodb mongodb+srv file sqlite3 http https'.split(' '),
);

/**
 * Reads `memory:`, `sqlite:data/x.sqlite`, `sqlite://data/x.sqlite` or `sqlite:///abs/x.sqlite`. Throws a TypeError
 * with one plain sentence for anything else. The sentence repeats the scheme only where it is a known one: the rest may hold
 * a password, and what stands before the colon may be a key that was pasted into the wrong line.
 */
export function parseStoreUrl(url: string): StoreAddress {
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+.-]*):(?:\/\/)?(.*)$/is.exec(url.trim()) ?? [];
  const kind = scheme.toLowerCase();
  if (kind === 'memory' && rest === '') return { kind };
  if (kind === 'sqlite' && rest === ':memory:') return { kind: 'memory' };
  if (kind === 'sqlite' && rest !== '' && !rest.includes('\0')) return { kind, path: rest };
  if (kind === 'sqlite') throw new TypeError('The store address names no file: write sqlite:data/darkroom.sqlite.');
  const problem = foreignSchemes.has(kind) ? `does not understand "${kind}:"` : 'needs a scheme that it understands';
  throw new TypeError(`The store address ${problem}: write sqlite:<file> or memory:.`);
}

/** Opens what an address names. Rejects when it cannot be used. */
export async function openBackend(address: StoreAddress, log: Pick<Log, 'warn'>): Promise<Backend> {
  return address.kind === 'sqlite' ? openSqlite(address.path, log) : openMemory();
}

/** Opens what an address names for reading only, while others may write to it. Rejects when it cannot be used. */
export async function readBackend(address: StoreAddress, log: Pick<Log, 'warn'>): Promise<Backend> {
  return address.kind === 'sqlite' ? readSqlite(address.path, log) : openMemory();
}
