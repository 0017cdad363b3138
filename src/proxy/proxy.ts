import { Agent, type Dispatcher, EnvHttpProxyAgent, Pool } from 'undici';
import { readBypass } from './bypass.ts';
import type { ProxySettings } from './settings.ts';

/** The address of the proxy through which an address is asked, null when it is asked directly. It may hold a password. */
export type ProxyFor = (url: URL) => string | null;

/**
 * Makes what sends requests with undici. Of the options, `connect` is for direct connections only. With an `origin`, nothing is sent
 * to another one, and nothing is given up with its last connection: that makes each new connection cheaper.
 */
export type CreateDispatcher = (options: Agent.Options, origin?: string) => Dispatcher;

/** The way to everybody outside: through the operator's proxies, or directly. */
export type Proxy = {
  readonly dispatcher: CreateDispatcher;
  readonly proxyFor: ProxyFor;
  /** Where the proxy is to which most is sent, as `host:port`, null without one. It holds no password. */
  readonly host: string | null;
};

/** How long a proxy may take to open a tunnel, in ms. A request that waits for one has not been sent. */
const TUNNEL_TIMEOUT = 10_000;

/**
 * Everything that goes through a proxy, unencrypted requests too, goes through a tunnel: then an answer is the server's own, never
 * the proxy's. The environment is not looked at.
 */
export function createProxy({ http, https, bypass }: ProxySettings): Proxy {
  if (http === '' && https === '') {
    return {
      dispatcher: (options, origin) => (origin === undefined ? new Agent(options) : new Pool(origin, options)),
      proxyFor: () => null,
      host: null,
    };
  }
  const isBypassed = readBypass(bypass);
  return {
    dispatcher: (options) =>
      new EnvHttpProxyAgent({
        ...options,
        httpProxy: http,
        httpsProxy: https,
        noProxy: bypass,
        proxyTunnel: true,
        clientFactory: (origin, proxyOptions) => new Pool(origin, { ...proxyOptions, headersTimeout: TUNNEL_TIMEOUT }),
      }),
    proxyFor(url) {
      if (isBypassed(url)) return null;
      return (url.protocol === 'https:' && https) || http || null;
    },
    host: URL.parse(https || http)?.host ?? null,
  };
}
