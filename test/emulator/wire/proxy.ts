import { once } from 'node:events';
import { createServer } from 'node:net';
import { type Connection, createConnection, type Loses, type Target, type Way } from './connection.ts';

export type WireProxy = Awaited<ReturnType<typeof createWireProxy>>;

/** A network between any client and any server, on 127.0.0.1, which can be bad in every way at any moment. */
export async function createWireProxy(target: Target) {
  const connections = new Set<Connection>();
  let way: Way = 'pass';
  let accepted = 0;
  let lossy: { readonly loses: Loses; readonly done: () => void } | null = null;

  /** Whether this is what somebody waits for: then its answer is lost, and no other. */
  function isLost(bytes: Buffer): { readonly done: () => void } | null {
    if (!lossy?.loses(bytes)) return null;
    const { done } = lossy;
    lossy = null;
    return { done };
  }

  const server = createServer({ allowHalfOpen: true }, (client) => {
    accepted += 1;
    client.on('error', () => undefined);
    if (way === 'refuse') return void client.resetAndDestroy();
    let lost: { readonly done: () => void } | null = null;
    const loses = (bytes: Buffer) => {
      lost ??= isLost(bytes);
      return lost !== null;
    };
    const connection = createConnection(client, target, way, loses, () => lost?.done());
    connections.add(connection);
    client.on('close', () => connections.delete(connection));
    connection.set(way);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  const { port } = address;

  return {
    host: '127.0.0.1',
    port,
    /** The address for clients, such as `redis://127.0.0.1:4711`. */
    url: (scheme: string) => `${scheme}://127.0.0.1:${port}`,
    /** How many connections there are, and were accepted so far. */
    open: () => connections.size,
    accepted: () => accepted,
    /** For every connection, those there are and those to come. */
    set(next: Way): void {
      way = next;
      for (const connection of connections) connection.set(next);
    },
    /** For connections to come: those there are stay as they are. */
    setNew(next: Way): void {
      way = next;
    },
    /** Ends every connection there is as a crash would; the next ones are taken. */
    reset(): void {
      for (const connection of connections) connection.reset();
    },
    /**
     * The next bytes for the server that fit reach it, and the connection is reset in place of its answer. Resolves when that has
     * happened: what was asked has been done.
     */
    loseAnswer(fits: Loses = () => true): Promise<void> {
      const { promise, resolve } = Promise.withResolvers<void>();
      lossy = { loses: fits, done: resolve };
      return promise;
    },
    async close(): Promise<void> {
      for (const connection of connections) connection.reset();
      server.close();
      await once(server, 'close');
    },
  };
}
