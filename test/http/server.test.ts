import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Health } from '../../src/http/health.ts';
import { openConnection, SECRET, sendRequest, startTestServer } from './test-server.ts';

const MiB = 1024 * 1024;

describe('callbacks', () => {
  it('a body rings with exactly its text', async () => {
    const { url, bodies } = await startTestServer();
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), async (body) => {
        const { status } = await fetch(`${url}/notify/${SECRET}`, { method: 'POST', body });
        expect(status).toBe(204);
        await vi.waitFor(() => expect(bodies.at(-1)).toBe(Buffer.from(body).toString()), 10_000);
      }),
      { numRuns: 50 },
    );
  });

  it('bytes that are no text are taken too', async () => {
    const { url, bodies } = await startTestServer();
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array(),
        fc.constantFrom('text/plain', 'application/json', 'nonsense'),
        async (body, type) => {
          const before = bodies.length;
          const headers = { 'content-type': type };
          const { status } = await fetch(`${url}/notify/${SECRET}`, {
            method: 'POST',
            body: new Uint8Array(body),
            headers,
          });
          expect(status).toBe(204);
          await vi.waitFor(() => expect(bodies).toHaveLength(before + 1), 10_000);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('is answered before the work begins', async () => {
    const worked = Promise.withResolvers<void>();
    const { port } = await startTestServer({
      onCallback: () => {
        const until = performance.now() + 1_000;
        while (performance.now() < until);
        worked.resolve();
      },
    });
    // The work blocks this very thread, so the caller sits in another one.
    const caller = new Worker(
      `const { parentPort, workerData } = require('node:worker_threads');
       const started = performance.now();
       const socket = require('node:net').connect(workerData.port, '127.0.0.1');
       socket.write('POST ' + workerData.path + ' HTTP/1.1\\r\\nhost: bot\\r\\ncontent-length: 2\\r\\n\\r\\n{}');
       socket.once('data', () => { parentPort.postMessage(performance.now() - started); socket.destroy(); });`,
      { eval: true, workerData: { port, path: `/notify/${SECRET}` } },
    );
    const [took] = await Promise.all([once(caller, 'message'), worked.promise]);
    expect(took[0]).toBeLessThan(900);
  });

  it('a callback that throws is logged and the next one is heard', async () => {
    const onCallback = vi.fn(() => {
      throw new Error('no such task');
    });
    const { url, lines } = await startTestServer({ onCallback });
    for (const body of ['1', '2']) {
      expect((await fetch(`${url}/notify/${SECRET}`, { method: 'POST', body })).status).toBe(204);
    }
    await vi.waitFor(() => expect(onCallback).toHaveBeenCalledTimes(2), 10_000);
    expect(lines.join()).toContain('no such task');
    expect(lines.join()).not.toContain(SECRET);
  });

  it('a body of one MiB is taken, a larger one is not, announced or not', async () => {
    const { url, bodies } = await startTestServer();
    const post = (body: NonNullable<RequestInit['body']>) =>
      fetch(`${url}/notify/${SECRET}`, { method: 'POST', body, duplex: 'half' });
    expect((await post('x'.repeat(MiB))).status).toBe(204);
    expect((await post('x'.repeat(MiB + 1))).status).toBe(413);
    expect((await post(new Blob(['x'.repeat(MiB + 1)]).stream())).status).toBe(413);
    await vi.waitFor(() => expect(bodies).toHaveLength(1), 10_000);
  });

  it('an endless body is refused and cut off', async () => {
    const { port, bodies } = await startTestServer();
    const { socket, heard, closed } = await openConnection(port);
    socket.write(`POST /notify/${SECRET} HTTP/1.1\r\nhost: bot\r\ntransfer-encoding: chunked\r\n\r\n`);
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    const pour = () => {
      while (socket.writable && socket.write(chunk));
    };
    socket.on('drain', pour);
    pour();
    await closed;
    expect(heard()).toMatch(/^HTTP\/1\.1 413 /);
    expect(bodies).toHaveLength(0);
  });

  it('a body that trickles in is cut off at the deadline, without a fault in the log', async () => {
    const { port, bodies, lines } = await startTestServer({ requestTimeoutMs: 300 });
    const { socket, heard, closed } = await openConnection(port);
    socket.write(`POST /notify/${SECRET} HTTP/1.1\r\nhost: bot\r\ncontent-length: 1000\r\n\r\n`);
    const timer = setInterval(() => socket.write('x'), 30);
    await closed;
    clearInterval(timer);
    expect(heard()).toMatch(/^(HTTP\/1\.1 408 |$)/);
    expect(bodies).toHaveLength(0);
    expect(lines).toEqual([]);
  });

  it('headers that trickle in are cut off as well', async () => {
    const { port } = await startTestServer({ requestTimeoutMs: 300 });
    const { socket, closed } = await openConnection(port);
    socket.write('GET /healthz HTTP/1.1\r\n');
    const timer = setInterval(() => socket.write('a: b\r\n'), 30);
    await closed;
    clearInterval(timer);
    expect(socket.destroyed).toBe(true);
  });

  it('a caller who hangs up in the middle rings nothing', async () => {
    const { port, url, bodies, lines } = await startTestServer();
    const { socket, closed } = await openConnection(port);
    socket.write(`POST /notify/${SECRET} HTTP/1.1\r\nhost: bot\r\ncontent-length: 1000\r\n\r\n{`);
    socket.destroy();
    await closed;
    expect((await fetch(`${url}/notify/${SECRET}`, { method: 'POST', body: 'after' })).status).toBe(204);
    await vi.waitFor(() => expect(bodies).toEqual(['after']), 10_000);
    expect(lines).toEqual([]);
  });
});

describe('whoever does not know the secret', () => {
  const wrong = [
    `/notify/${SECRET.slice(1)}`,
    `/notify/${SECRET}x`,
    `/notify/${SECRET.toLowerCase()}`,
    `/notify/${SECRET}/`,
    `/notify/${SECRET}/more`,
    `/notify//${SECRET}`,
    `//notify/${SECRET}`,
    `/Notify/${SECRET}`,
    `/${SECRET}`,
    '/notify/%2e%2e',
    '/notify/..',
    '/notify/../healthz',
    '/notify/%00',
    '/notify/%',
    '/notify/%ff%fe',
    '/notify/',
    '/notify',
    '/notify?secret=',
    '/healthz',
    '/',
  ];

  it.each(wrong)('POST %s is answered like any unknown path', async (path) => {
    const { port, bodies } = await startTestServer();
    const unknown = await sendRequest(port, 'POST /nothing-here', '{}');
    expect(unknown).toMatch(/^HTTP\/1\.1 404 /);
    expect(await sendRequest(port, `POST ${path}`, '{}')).toBe(unknown);
    expect(bodies).toHaveLength(0);
  });

  it.each(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])(
    '%s with the secret is answered like any unknown path',
    async (method) => {
      const { port, bodies } = await startTestServer();
      const unknown = await sendRequest(port, `${method} /nothing-here`);
      expect(unknown).toMatch(/^HTTP\/1\.1 404 /);
      expect(await sendRequest(port, `${method} /notify/${SECRET}`)).toBe(unknown);
      expect(bodies).toHaveLength(0);
    },
  );

  it('a large body is not read for them', async () => {
    const { port } = await startTestServer();
    const { socket, heard } = await openConnection(port);
    socket.write(`POST /notify/wrong HTTP/1.1\r\nhost: bot\r\ncontent-length: 100000000\r\n\r\n{`);
    await vi.waitFor(() => expect(heard()).toMatch(/^HTTP\/1\.1 404 /), 10_000);
  });

  it('only the one path gets in, however it is spelt, and none is logged', async () => {
    const { port, bodies, lines } = await startTestServer();
    const segment = fc.oneof(fc.string({ maxLength: 50 }), fc.constantFrom('..', '%2e', SECRET, '', 'notify'));
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(segment, { maxLength: 5 }), async (segments) => {
        const path = `/${segments.map(encodeURIComponent).join('/')}`;
        const right = new URL(`http://bot${path}`).pathname === `/notify/${SECRET}`;
        if (right) accepted++;
        expect(await sendRequest(port, `POST ${path}`, '{}')).toMatch(right ? /^HTTP\/1\.1 204 / : /^HTTP\/1\.1 404 /);
      }),
      { numRuns: 60, examples: [[['x', '..', 'notify', SECRET]], [['notify', SECRET]], [['', 'notify', SECRET]]] },
    );
    await vi.waitFor(() => expect(bodies).toHaveLength(accepted), 10_000);
    expect(lines).toEqual([]);
  });

  it('garbage instead of HTTP is answered and closed', async () => {
    const { port } = await startTestServer();
    const { socket, heard, closed } = await openConnection(port);
    socket.write('\x16\x03\x01 hello\r\n\r\n');
    await closed;
    expect(heard()).toMatch(/^HTTP\/1\.1 400 /);
  });
});

describe('health', () => {
  it.each([
    [{ status: 'ok', reasons: [] }, 200],
    [{ status: 'degraded', reasons: ['relay: silent'] }, 200],
    [{ status: 'unhealthy', reasons: ['gateway: closed'] }, 503],
  ] satisfies [Health, number][])('%j is told with status %i', async (state, status) => {
    const { url } = await startTestServer({ health: () => state });
    const answer = await fetch(`${url}/healthz`);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toEqual(state);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
  });
});

describe('starting and stopping', () => {
  it('a port in use is told in one sentence', async () => {
    const { port } = await startTestServer();
    await expect(startTestServer({ port })).rejects.toThrow(
      `Port ${port} is already in use by another program: stop that one, or set PORT to a free port.`,
    );
  });

  it('a host that is not ours is told in one sentence', async () => {
    await expect(startTestServer({ host: '192.0.2.1' })).rejects.toThrow(
      /^The HTTP server cannot listen on port 0 \(\w+\): set PORT to another one\.$/,
    );
  });

  it('a stop closes resting connections at once and frees the port', async () => {
    const { port, stop } = await startTestServer();
    const { socket, heard, closed } = await openConnection(port);
    socket.write('GET /healthz HTTP/1.1\r\nhost: bot\r\n\r\n');
    await vi.waitFor(() => expect(heard()).toContain('"ok"'), 10_000);
    const started = performance.now();
    await Promise.all([stop(), stop()]);
    await closed;
    expect(performance.now() - started).toBeLessThan(500);
    await expect(startTestServer({ port })).resolves.toMatchObject({ port });
  });

  it('a stop does not wait long for a request that never ends', async () => {
    const { port, stop } = await startTestServer();
    const { socket } = await openConnection(port);
    socket.write(`POST /notify/${SECRET} HTTP/1.1\r\nhost: bot\r\ncontent-length: 9\r\nexpect: 100-continue\r\n\r\n`);
    await new Promise((resolve) => socket.once('data', resolve));
    const started = performance.now();
    await stop();
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});
