/**
 * The place that STORE_URL names. A relative path starts at the working directory. A `url` may hold a password: never log one, nor
 * put it into a sentence.
 */
export type StoreAddress =
  | { readonly kind: 'memory' }
  | { readonly kind: 'sqlite'; readonly path: string }
  | ServerAddress;

/** A server that keeps the records, which several machines can share. */
export type ServerAddress = { readonly kind: 'redis' | 'postgres'; readonly url: string };

/** Schemes that people write for stores which this one is not. */
const foreignSchemes: ReadonlySet<string> = new Set(
  'memory valkey mysql mariadb mongodb mongodb+srv file sqlite3 http https'.split(' '),
);

const EXAMPLES = 'write sqlite:<file>, redis://<host>, postgres://<user>:<password>@<host>/<database> or memory:';

/**
 * Reads `memory:`, `sqlite:data/x.sqlite`, `sqlite://data/x.sqlite`, `sqlite:///abs/x.sqlite`, `redis://host:6379/0` (with a
 * database's number), `rediss://…`, `postgres://user:password@host/database` or `postgresql://…`. Throws a TypeError with one
 * plain sentence for anything else. The sentence repeats the scheme only where it is a known one: the rest may hold a password,
 * and what stands before the colon may be a key that was pasted into the wrong line.
 */
export function parseStoreUrl(given: string): StoreAddress {
  const url = given.trim();
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+.-]*):(?:\/\/)?(.*)$/is.exec(url) ?? [];
  const kind = scheme.toLowerCase();
  if (kind === 'memory' && rest === '') return { kind };
  if (kind === 'sqlite' && rest === ':memory:') return { kind: 'memory' };
  if (kind === 'sqlite' && rest !== '' && !rest.includes('\0')) return { kind, path: rest };
  if (kind === 'sqlite') throw new TypeError('The store address names no file: write sqlite:data/darkroom.sqlite.');
  if (kind === 'redis' || kind === 'rediss') return { kind: 'redis', url: redisUrl(url) };
  if (kind === 'postgres' || kind === 'postgresql') return { kind: 'postgres', url: postgresUrl(url) };
  const problem = foreignSchemes.has(kind) ? `does not understand "${kind}:"` : 'needs a scheme that it understands';
  throw new TypeError(`The store address ${problem}: ${EXAMPLES}.`);
}

const CODES = 'letters such as @ / : # ? % in a user name or password are written as codes, @ as %40';

function redisUrl(text: string): string {
  const url = serverUrl(text);
  if (!/^\/?\d*$/.test(url.pathname) || url.search !== '') {
    throw new TypeError('The store address may end with the number of a database, as in redis://localhost:6379/0.');
  }
  return url.href;
}

function postgresUrl(text: string): string {
  const url = serverUrl(text);
  if (!/^\/[^/@]+$/.test(url.pathname)) {
    throw new TypeError(`The store address names no database: ${EXAMPLES}; ${CODES}.`);
  }
  return url.href;
}

/** A server's address, with a host, and without anything that was cut off or cannot be decoded. */
function serverUrl(text: string): URL {
  const url = URL.parse(text);
  const parts = url && [url.username, url.password, url.pathname].map(decoded);
  if (!url || !parts || url.hostname === '' || url.hash !== '' || parts.includes(null)) {
    throw new TypeError(`The store address is none of a server: ${EXAMPLES}; ${CODES}.`);
  }
  return url;
}

/** How a store is called in a sentence: a file by its path, a server without user, password and parameters. */
export function storeName(address: StoreAddress): string {
  if (address.kind === 'memory') return 'in memory';
  if (address.kind === 'sqlite') return address.path;
  const { protocol, host, pathname } = new URL(address.url);
  return `${protocol}//${host}${pathname === '/' ? '' : pathname}`;
}

/** What no log may contain: the password in a store's address, as it is written and as it is meant. */
export function storeSecrets(given: string): readonly string[] {
  const address = parseStoreUrl(given);
  if (address.kind !== 'redis' && address.kind !== 'postgres') return [];
  const { password, searchParams } = new URL(address.url);
  const secrets = [password, decoded(password) ?? '', searchParams.get('password') ?? ''];
  return [...new Set(secrets)].filter((secret) => secret !== '');
}

/** Null for what cannot be decoded. */
function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
