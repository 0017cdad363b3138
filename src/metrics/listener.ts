import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Registry } from 'prom-client';
import { SetupError } from '../domain/failures/errors.ts';

/** Where the metrics are told. */
export type MetricsAddress = { readonly host: string; readonly port: number };

/** How long a caller may take to send a request, in ms. */
const REQUEST = 5_000;

/** Tells the metrics to whoever asks there for /metrics. Rejects with a SetupError when it cannot listen there. */
export async function listen(registry: Registry, { host, port }: MetricsAddress) {
  const server = createServer({ requestTimeout: REQUEST, headersTimeout: REQUEST }, (request, response) => {
    if (request.url?.split('?', 1)[0] !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    registry.metrics().then(
      (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    throw new SetupError(trouble(`${host}:${port}`, error), { needsPerson: false, cause: error });
  }
  return {
    async stop(): Promise<void> {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function trouble(where: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return `METRICS cannot use ${where}, as another program does: stop that one, or set METRICS to a free port.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `METRICS names an address that this computer does not have (${where}): set it to 127.0.0.1:9464, say.`;
  return `The metrics cannot be told at ${where} (${String(code ?? 'unknown')}): set METRICS to another address or port.`;
}
