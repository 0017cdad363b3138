import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { occupy } from '../../src/doctor/port.ts';
import { livezProof, PROOF_HEADER } from '../../src/http/livez-proof.ts';

const TOKEN = 'a.bot.token';

/** Listens beside others on a port of this computer; 0 takes a free one. */
async function share(server: Server, port: number): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => void sockets.add(socket));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  server.listen({ port, reusePort: true });
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}

/** A process of a bot that proves whose it is. */
const process = (token: string) =>
  createHttpServer((request, response) => {
    const nonce = URL.parse(request.url ?? '', 'http://localhost')?.searchParams.get('nonce') ?? '';
    response.setHeader(PROOF_HEADER, livezProof(token, nonce)).end();
  });

it.skipIf(globalThis.process.platform !== 'linux')(
  'a bot of several processes is known while one of them is frozen',
  async () => {
    const port = await share(createServer({ pauseOnConnect: true }), 0);
    await share(process(TOKEN), port);
    await share(process(TOKEN), port);
    await share(process(TOKEN), port);
    expect(await occupy(port, TOKEN, new AbortController().signal)).toBeNull();
  },
);

it.skipIf(globalThis.process.platform !== 'linux')('another bot on the port is told', async () => {
  const port = await share(process('another.bot.token'), 0);
  expect(await occupy(port, TOKEN, new AbortController().signal)).toMatchObject({ trouble: { id: 'portTaken' } });
});
