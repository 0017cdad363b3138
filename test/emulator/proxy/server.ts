import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createServer as createFront, type Server as Front } from 'node:tls';
import type { Certificate } from './certificate.ts';

/** What a proxy does instead of opening a tunnel. */
export type ProxyTrouble = 'password' | 'bad gateway' | 'hang-up' | 'silence';

export type EmulatedProxy = Awaited<ReturnType<typeof createProxy>>;

/** Emulates an HTTP proxy on 127.0.0.1, in front of other emulators. What it does and leaves out stands in `test/emulator/README.md`. */
export async function createProxy(certificate: Certificate) {
  const fronts = new Map<string, Front>();
  const sockets = new Set<Duplex>();
  const tunnels: string[] = [];
  const trouble = new Map<string, ProxyTrouble>();
  let password = '';

  function keep(socket: Duplex): void {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
  }

  function join(one: Duplex, other: Duplex): void {
    one.pipe(other).pipe(one);
    one.once('close', () => other.destroy());
    other.once('close', () => one.destroy());
  }

  function refuse(socket: Duplex, status: string, field = ''): void {
    socket.end(`HTTP/1.1 ${status}\r\n${field}content-type: text/html\r\ncontent-length: 13\r\n\r\n<h1>Proxy</h1>`);
  }

  const server = createServer((_, response) => response.writeHead(502).end('<h1>Proxy</h1>'));
  server.on('connection', keep);
  server.on('connect', (request, socket: Socket, head: Buffer) => {
    const asked = request.url ?? '';
    tunnels.push(asked);
    const basic = `Basic ${Buffer.from(password).toString('base64')}`;
    const isKnown = password === '' || request.headers['proxy-authorization'] === basic;
    const fault = trouble.get(asked.replace(/:\d+$/, '')) ?? (isKnown ? null : 'password');
    const front = fronts.get(asked);
    if (fault === 'password')
      return refuse(socket, '407 Proxy Authentication Required', 'proxy-authenticate: Basic\r\n');
    if (fault === 'hang-up') return void socket.destroy();
    if (fault === 'silence') return;
    if (fault === 'bad gateway' || !front) return refuse(socket, '502 Bad Gateway');
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    if (head.length > 0) socket.unshift(head);
    front.emit('connection', socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');

  return {
    host: `127.0.0.1:${address.port}`,
    url: `http://127.0.0.1:${address.port}`,
    /** Every tunnel that was asked for, as `host:port`, in their order. */
    tunnels,
    /** What the proxy does with tunnels to some hosts from now on. */
    trouble,
    /** Demands `user:password` from now on, for all tunnels. */
    demand(userAndPassword: string): void {
      password = userAndPassword;
    },
    /** A name that only this proxy knows leads to a port of this machine, with TLS in front of it. */
    lead(name: string, to: string): void {
      const port = Number(new URL(to).port);
      const front = createFront(certificate, (secure) => {
        const inner = connect(port, '127.0.0.1');
        keep(secure);
        keep(inner);
        join(secure, inner);
      });
      front.on('tlsClientError', (_, socket) => socket.destroy());
      fronts.set(`${name}:443`, front);
    },
    async close(): Promise<void> {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
