import type { Agent, Dispatcher } from 'undici';
import type { RelayAuth } from '../../domain/relay-setup.ts';
import type { RelayAddress } from './address.ts';
import { type Answer, exchange, type Sink } from './exchange.ts';
import { writeJson } from './write-json.ts';

/** The bounds of a call: `cap` is the largest answer in bytes, `deadline` is in ms of `performance.now`. `sink` as in `exchange`. */
export type Bounds = {
  readonly cap: number;
  readonly deadline: number;
  readonly signal: AbortSignal;
  readonly sink?: Sink;
};

/** Sends requests to one relay. The key is never sent to another origin. Both methods throw as `exchange` does. */
export type Transport = {
  /** For requests that cost nothing. They share connections. */
  ask(method: 'GET' | 'POST', path: string, body: object | null, bounds: Bounds): Promise<Answer>;
  /** For what a server tells everybody, beside its API: the key is not sent. `path` begins at the relay's origin. */
  look(path: string, bounds: Bounds): Promise<Answer>;
  /**
   * For what gateways tell the owner of a key beside their API, for which all of them take the key as a bearer. `path` begins at
   * the relay's origin.
   */
  askBeside(path: string, bounds: Bounds): Promise<Answer>;
  /** For requests that are billed. Each has a connection of its own. */
  post(path: string, body: object, bounds: Bounds): Promise<Answer>;
  close(): Promise<void>;
};

/** Makes what sends requests, so that they may go through a proxy; with an `origin`, requests to that one only. */
export type CreateDispatcher = (options: Agent.Options, origin?: string) => Dispatcher;

const common = { allowH2: false, headersTimeout: 0, bodyTimeout: 0, connectTimeout: 10_000 } as const;

/**
 * A billed request never uses a connection that was kept open (`pipelining: 0`): the relay could close that just as we
 * write, and then nobody knows whether the request was received and charged.
 */
export function createTransport({
  address,
  auth,
  key,
  dispatcher,
}: {
  address: RelayAddress;
  auth: RelayAuth;
  key: string;
  dispatcher: CreateDispatcher;
}): Transport {
  const asking = dispatcher(common);
  const { origin } = address;
  const posting = dispatcher({ ...common, pipelining: 0 }, origin);
  const front = address.base.slice(origin.length);
  const open = { accept: 'application/json', 'accept-encoding': 'identity' };
  const headers = { ...open, ...credentials(auth, key) };

  async function send(way: Dispatcher, method: 'GET' | 'POST', path: string, body: object | null, bounds: Bounds) {
    return exchange(way, {
      ...bounds,
      method,
      origin,
      path: front + path,
      headers: body ? { ...headers, 'content-type': 'application/json' } : headers,
      ...(body ? { body: await writeJson(body) } : {}),
    });
  }

  return {
    ask: (method, path, body, bounds) => send(asking, method, path, body, bounds),
    look: (path, bounds) => exchange(asking, { ...bounds, method: 'GET', origin, path, headers: open }),
    askBeside: (path, bounds) =>
      exchange(asking, {
        ...bounds,
        method: 'GET',
        origin,
        path,
        headers: { ...open, ...credentials('bearer', key) },
      }),
    post: (path, body, bounds) => send(posting, 'POST', path, body, bounds),
    async close() {
      await Promise.all([asking.destroy(), posting.destroy()]);
    },
  };
}

/** The header that carries the key. `raw` is an `Authorization` field without "Bearer". */
function credentials(auth: RelayAuth, key: string): Record<string, string> {
  if (auth === 'mj-api-secret') return { 'mj-api-secret': key };
  return { authorization: auth === 'bearer' ? `Bearer ${key}` : key };
}
