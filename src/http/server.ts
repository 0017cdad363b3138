import { once } from 'node:events';
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { SetupError } from '../domain/failures/errors.ts';
import { neighbourOn } from './neighbour.ts';
import { createRoutes, type Routes } from './routes.ts';

export type HttpOptions = Routes & {
  /** With 0, the system chooses a free one. */
  readonly port: number;
  readonly host?: string;
  /** How long a caller may take to send a whole request, in ms. */
  readonly requestTimeoutMs?: number;
};

export type HttpServer = { readonly port: number; stop(): Promise<void> };

/**
 * Starts the server for callbacks and health checks. Where `cluster` is given, its processes may all listen on one port of a
 * Linux computer, and the system hands each connection to one of them. Rejects with a SetupError when it cannot listen on the
 * port.
 */
export async function startHttp({
  port,
  host,
  requestTimeoutMs = 15_000,
  ...routes
}: HttpOptions): Promise<HttpServer> {
  const app = createRoutes(routes);
  const server = createServer(
    {
      requestTimeout: requestTimeoutMs,
      headersTimeout: Math.min(10_000, requestTimeoutMs),
      connectionsCheckingInterval: Math.max(50, requestTimeoutMs / 10),
      keepAliveTimeout: 5_000,
    },
    getRequestListener(app.fetch, { overrideGlobalObjects: false }),
  );

  const { cluster } = routes;
  const reusePort = cluster !== undefined && process.platform === 'linux';
  try {
    if (reusePort && port !== 0 && (await neighbourOn(port, cluster.id)) === 'foreign') throw new PortTaken();
    server.listen({ port, host, reusePort });
    await once(server, 'listening');
  } catch (error) {
    throw new SetupError(bindTrouble(port, error), { needsPerson: false, cause: error });
  }
  const address = server.address();

  let stopped: Promise<void> | undefined;
  return {
    port: typeof address === 'object' && address ? address.port : port,
    stop() {
      stopped ??= new Promise((resolve) => {
        const timer = setTimeout(() => server.closeAllConnections(), GRACE_MS);
        // This also closes idle connections.
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
      });
      return stopped;
    },
  };
}

/** How long requests in flight may still take when the server stops, in ms. */
const GRACE_MS = 1_000;

/** What the system says of a port that is somebody else's, where that one would share it. */
class PortTaken extends Error {
  readonly code = 'EADDRINUSE';
}

function bindTrouble(port: number, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return `Port ${port} is already in use by another program: stop that one, or set PORT to a free port.`;
  if (code === 'EACCES') return `Port ${port} may not be opened by this user: set PORT to one above 1023.`;
  return `The HTTP server cannot listen on port ${port} (${String(code ?? 'unknown')}): set PORT to another one.`;
}
