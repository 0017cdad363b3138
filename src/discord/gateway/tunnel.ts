import https from 'node:https';
import { z } from 'zod';

/** The part of a request's options that says what is connected to. `ws` writes them so. */
const webSocket = z.object({
  host: z.string(),
  port: z.coerce.number(),
  headers: z.object({ Upgrade: z.literal('websocket') }),
});

/** How long a proxy may be silent before the connection is given up and tried anew, in ms. */
const SILENCE = 10_000;

/**
 * Leads the gateway's connections through the operator's proxy, and returns what undoes that. discord.js has no option for it
 * (https://github.com/discordjs/discord.js/issues/10716), and its `ws` opens sockets of its own, which neither Node's global
 * agent nor NODE_USE_ENV_PROXY reaches: so its requests are given an agent on their way to Node. All others are left alone.
 */
export function tunnelGateway(proxyFor: (url: URL) => string | null): () => void {
  const direct = https.request;
  const agents = new Map<string, https.Agent>();

  /** Node reads NO_PROXY in another way than undici, so only we do. */
  function agentFor(proxy: string): https.Agent {
    const agent = agents.get(proxy) ?? new https.Agent({ proxyEnv: { HTTPS_PROXY: proxy } });
    agents.set(proxy, agent);
    return agent;
  }

  function tunnelled(options: unknown): unknown {
    const found = webSocket.safeParse(options).data;
    if (!found || typeof options !== 'object') return options;
    const host = found.host.includes(':') ? `[${found.host}]` : found.host;
    const proxy = proxyFor(new URL(`https://${host}:${found.port}`));
    return proxy === null
      ? options
      : { ...options, agent: agentFor(proxy), createConnection: undefined, timeout: SILENCE };
  }

  const request = new Proxy(direct, {
    apply: (target, self, [options, ...rest]: unknown[]) => Reflect.apply(target, self, [tunnelled(options), ...rest]),
  });
  Reflect.set(https, 'request', request);
  return () => {
    if (https.request === request) Reflect.set(https, 'request', direct);
    for (const agent of agents.values()) agent.destroy();
  };
}
