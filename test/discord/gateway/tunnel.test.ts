import { once } from 'node:events';
import { createServer } from 'node:http';
import https from 'node:https';
import { connect } from 'node:net';
import { createServer as createTlsServer, getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { tunnelGateway } from '../../../src/discord/gateway/tunnel.ts';
import { createProxy } from '../../../src/proxy/proxy.ts';
import { type Certificate, createCertificate } from '../../emulator/proxy/certificate.ts';
import { createProxy as createEmulator } from '../../emulator/proxy/server.ts';

const trusted = getCACertificates('default');
let certificate: Certificate;
beforeAll(async () => {
  certificate = await createCertificate(['gateway.test', '127.0.0.1']);
  setDefaultCACertificates([...trusted, certificate.cert]);
});
afterAll(() => setDefaultCACertificates(trusted));

function portOf(address: ReturnType<ReturnType<typeof createServer>['address']>): number {
  if (typeof address !== 'object' || !address) throw new Error('there is no port');
  return address.port;
}

/** A gateway that only a proxy leads to, and that proxy, which is also to be had over TLS. */
async function createGateway() {
  const proxy = await createEmulator(certificate);
  const server = createServer();
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => socket.send('hello'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  proxy.lead('gateway.test', `http://127.0.0.1:${portOf(server.address())}`);
  const secure = createTlsServer(certificate, (socket) => {
    const inner = connect(Number(new URL(proxy.url).port), '127.0.0.1');
    socket.on('error', () => inner.destroy()).on('close', () => inner.destroy());
    inner.on('error', () => socket.destroy()).on('close', () => socket.destroy());
    socket.pipe(inner).pipe(socket);
  }).listen(0, '127.0.0.1');
  await once(secure, 'listening');
  onTestFinished(async () => {
    for (const client of sockets.clients) client.terminate();
    server.close();
    await proxy.close();
    secure.close();
  });
  return { proxy, secureUrl: `https://127.0.0.1:${portOf(secure.address())}` };
}

/** The first words of a gateway, or what went wrong. */
async function hear(url: string): Promise<string> {
  const socket = new WebSocket(url, { handshakeTimeout: 5_000 });
  onTestFinished(() => socket.terminate());
  return new Promise((resolve) => {
    socket.once('message', (data) => resolve(String(data))).once('error', (error) => resolve(error.message));
  });
}

function tunnelled(http: string, bypass = ''): () => void {
  const undo = tunnelGateway(createProxy({ http, https: '', bypass }).proxyFor);
  onTestFinished(undo);
  return undo;
}

describe('the gateway behind a proxy', () => {
  it('is heard through the proxy, also where that is spoken to by TLS, with a password', async () => {
    const { proxy, secureUrl } = await createGateway();
    proxy.demand('me:p@ss');
    const undo = tunnelled(`http://me:p%40ss@${proxy.host}`);
    expect(await hear('wss://gateway.test/?v=10')).toBe('hello');
    undo();
    tunnelled(secureUrl.replace('//', '//me:p%40ss@'));
    expect(await hear('wss://gateway.test/?v=10')).toBe('hello');
    expect(proxy.tunnels).toEqual(['gateway.test:443', 'gateway.test:443']);
  });

  it('is not asked for through the proxy where NO_PROXY covers it, nor when the bot has stopped', async () => {
    const { proxy } = await createGateway();
    tunnelled(proxy.url, 'test')();
    const undo = tunnelled(proxy.url, '.test');
    expect(await hear('wss://gateway.test')).toMatch(/ENOTFOUND|EAI_AGAIN/);
    undo();
    expect(await hear('wss://gateway.test')).toMatch(/ENOTFOUND|EAI_AGAIN/);
    expect(proxy.tunnels).toEqual([]);
  });

  it('is all that the proxy gets: other requests of the process go their own way', async () => {
    const { proxy } = await createGateway();
    const before = https.request;
    const undo = tunnelled(proxy.url);
    const request = https.request('https://gateway.test/', { timeout: 5_000 });
    const [error]: unknown[] = await once(request, 'error');
    expect(String(error)).toMatch(/ENOTFOUND|EAI_AGAIN/);
    expect(proxy.tunnels).toEqual([]);
    undo();
    expect(https.request).toBe(before);
  });
});
