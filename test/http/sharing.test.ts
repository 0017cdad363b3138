import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { z } from 'zod';
import { startTestServer } from './test-server.ts';

const Told = z.looseObject({ leader: z.boolean() });

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}

describe('several processes of one bot', () => {
  const view = (id: string, leader: boolean) => ({ id, state: () => ({ leader, processes: 2 }) });
  const told = async (url: string) =>
    Told.parse(await (await fetch(`${url}/healthz`, { headers: { connection: 'close' } })).json());

  it('health tells who leads and how many there are', async () => {
    const { url } = await startTestServer({ cluster: view('c1', true) });
    expect(await told(url)).toEqual({ status: 'ok', reasons: [], leader: true, processes: 2, cluster: 'c1' });
  });

  it.skipIf(process.platform !== 'linux')('share one port, and both are asked', async () => {
    const { port, url } = await startTestServer({ cluster: view('c1', true) });
    const second = await startTestServer({ port, cluster: view('c1', false) });
    const leaders = new Set<boolean>();
    await vi.waitFor(async () => {
      leaders.add((await told(url)).leader);
      expect(leaders.size).toBe(2);
    }, 10_000);
    await second.stop();
    for (let n = 0; n < 10; n += 1) expect((await told(url)).leader).toBe(true);
  });

  it('another bot or store on the port is told like every program there', async () => {
    const { port } = await startTestServer({ cluster: view('c1', true) });
    await expect(startTestServer({ port, cluster: view('c2', true) })).rejects.toThrow(
      `Port ${port} is already in use by another program: stop that one, or set PORT to a free port.`,
    );
  });

  it.each([
    ['answers something else', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}'],
    ['speaks no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n'],
  ])('a program that would share the port and %s is told, too', async (_, words) => {
    const server = createServer((socket) => void socket.on('error', () => {}).end(words));
    onTestFinished(() => void server.close());
    server.listen({ port: 0, reusePort: process.platform === 'linux' });
    await once(server, 'listening');
    const port = portOf(server.address());
    await expect(startTestServer({ port, cluster: view('c1', true) })).rejects.toThrow(
      `Port ${port} is already in use by another program`,
    );
  });

  it.skipIf(process.platform !== 'linux')('one that is frozen keeps no other one from starting', async () => {
    const frozen = createServer({ pauseOnConnect: true });
    const sockets = new Set<Socket>();
    frozen.on('connection', (socket) => void sockets.add(socket));
    frozen.listen({ port: 0, host: '127.0.0.1', reusePort: true });
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy();
      frozen.close();
    });
    await once(frozen, 'listening');
    const port = portOf(frozen.address());
    await expect(startTestServer({ port, cluster: view('c1', true) })).resolves.toMatchObject({ port });
  });
});
