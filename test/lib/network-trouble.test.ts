import { once } from 'node:events';
import { Agent, get } from 'node:https';
import { createServer, type Socket } from 'node:net';
import { type Dispatcher, request } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { networkTroubleOf } from '../../src/lib/network-trouble.ts';
import { createProxy } from '../../src/proxy/proxy.ts';
import { freePort } from '../emulator/free-port.ts';

async function troubleAt(url: string, options: { signal?: AbortSignal; dispatcher?: Dispatcher } = {}) {
  const error: unknown = await request(url, options).then(
    () => null,
    (reason: unknown) => reason,
  );
  return networkTroubleOf(error);
}

/** A server that does this to each connection. */
async function serverThat(does: (socket: Socket) => void): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    does(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
}

describe('trouble of the network', () => {
  it('is told apart, as undici reports it', async () => {
    expect(await troubleAt('http://nobody.invalid')).toBe('dns');
    expect(await troubleAt(`http://127.0.0.1:${await freePort()}`)).toBe('refused');
    expect(await troubleAt(`https://${await serverThat((socket) => void socket.end('hello'))}`)).toBe('tls');
    expect(await troubleAt(`http://${await serverThat((socket) => socket.destroy())}`)).toBe('broken');
    expect(await troubleAt(`http://${await serverThat(() => {})}`, { signal: AbortSignal.timeout(30) })).toBe(
      'timeout',
    );
  });

  it('is the proxy’s where that opens no tunnel, as undici and Node report it', async () => {
    for (const answer of ['HTTP/1.1 407 No\r\n\r\n', '']) {
      const proxy = `http://${await serverThat((socket) => void socket.once('data', () => socket.end(answer)))}`;
      const dispatcher = createProxy({ http: proxy, https: '', bypass: '' }).dispatcher({});
      onTestFinished(() => dispatcher.destroy());
      expect(await troubleAt('https://discord.test', { dispatcher })).toBe('proxy');
      const agent = new Agent({ proxyEnv: { HTTPS_PROXY: proxy } });
      const [error] = await once(get('https://discord.test', { agent }), 'error');
      expect(networkTroubleOf(error)).toBe('proxy');
    }
  });

  it('is found in causes, and not in faults of ours', () => {
    const refused = Object.assign(new Error('no'), { code: 'ECONNREFUSED' });
    expect(networkTroubleOf(new Error('wrapped', { cause: new AggregateError([refused]) }))).toBe('refused');
    expect(networkTroubleOf(new TypeError('x is not a function'))).toBeNull();
    expect(networkTroubleOf('no error at all')).toBeNull();
  });

  it('is looked for no longer than it takes', () => {
    const circle = new Error('round');
    circle.cause = circle;
    expect(networkTroubleOf(circle)).toBeNull();
  });
});
