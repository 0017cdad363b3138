import type { Log } from '../../domain/ports.ts';
import { openMemory } from './memory.ts';
import { openSqlite } from './sqlite.ts';
import type { Backend } from './types.ts';

/** The place that STORE_URL names. A relative path starts at the working directory. */
export type StoreAddress = { readonly kind: 'memory' } | { readonly kind: 'sqlite'; readonly path: string };

/**
 * Reads `memory:`, `sqlite:data/x.sqlite`, `sqlite://data/x.sqlite` or `sqlite:///abs/x.sqlite`. Throws a TypeError
 * with one plain sentence for anything else. The sentence repeats only the scheme: the rest may hold a password.
 */
export function parseStoreUrl(url: string): StoreAddress {
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+.-]*):(?:\/\/)?(.*)$/is.exec(url.trim()) ?? [];
  const kind = scheme.toLowerCase();
  if (kind === 'memory' && rest === '') return { kind };
  if (kind === 'sqlite' && rest === ':memory:') return { kind: 'memory' };
  if (kind === 'sqlite' && rest !== '' && !rest.includes('\0')) return { kind, path: rest };
  if (kind === 'sqlite') throw new TypeError('The store address names no file: write sqlite:data/darkroom.sqlite.');
  const problem = kind ? `does not understand "${kind}:"` : 'needs a scheme';
  throw new TypeError(`The store address ${problem}: write sqlite:<file> or memory:.`);
}

/** Opens what an address names. Rejects when it cannot be used. */
export async function openBackend(address: StoreAddress, log: Pick<Log, 'warn'>): Promise<Backend> {
  return address.kind === 'sqlite' ? openSqlite(address.path, log) : openMemory();
}
