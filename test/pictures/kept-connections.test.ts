import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { noise } from './samples.ts';
import { serve } from './server.ts';
import { createWatchedFetcher } from './watched-fetcher.ts';

const picture = await noise(40, 30);
const never = new AbortController().signal;
const isPicture = { data: picture, mime: 'image/png' };

function send(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'image/png', 'content-length': picture.byteLength }).end(picture);
}

/** A host that answers the first request of each connection, and does something else to those after it. */
async function serveOnce(again: (request: IncomingMessage, response: ServerResponse) => void) {
  const used = new Set<unknown>();
  const spoilt: IncomingMessage[] = [];
  const host = await serve((request, response) => {
    if (used.has(request.socket)) {
      spoilt.push(request);
      return again(request, response);
    }
    used.add(request.socket);
    send(response);
  });
  return { ...host, spoilt };
}

function socketsOf(seen: readonly IncomingMessage[]) {
  return [...new Set(seen.map(({ socket }) => socket))];
}

describe('a connection that is kept', () => {
  it('carries picture after picture', async () => {
    const { url, seen } = await serve((_, response) => send(response));
    const { fetch } = createWatchedFetcher({ trustedOrigins: [url] });
    for (let n = 0; n < 20; n++) expect(await fetch(`${url}/${n}.png`, never)).toMatchObject(isPicture);
    expect(socketsOf(seen).length).toBeLessThanOrEqual(2);
  });

  it.each([
    ['closes it', ({ socket }: IncomingMessage) => socket.end()],
    ['resets it', ({ socket }: IncomingMessage) => socket.resetAndDestroy()],
    [
      'says that we were silent for too long',
      (_: IncomingMessage, response: ServerResponse) => response.writeHead(408, { connection: 'close' }).end(),
    ],
    ['answers with what is no HTTP', ({ socket }: IncomingMessage) => socket.end('what?\r\n\r\n')],
    [
      'has begun an answer without a status',
      ({ socket }: IncomingMessage) => socket.end('HTTP/1.1 103 Early Hints\r\n\r\n'),
    ],
  ])('costs no picture where its host %s just as it is asked again', async (_, again) => {
    const { url, spoilt } = await serveOnce(again);
    const { fetch } = createWatchedFetcher({ trustedOrigins: [url] });
    for (let n = 0; n < 6; n++) expect(await fetch(`${url}/${n}.png`, never)).toMatchObject(isPicture);
    expect(spoilt.length).toBeGreaterThan(0);
  });

  it('costs no picture where its host closes it between two of them', async () => {
    const { url, seen } = await serve((_, response) => send(response));
    const { fetch } = createWatchedFetcher({ trustedOrigins: [url] });
    expect(await fetch(url, never)).toMatchObject(isPicture);
    for (const socket of socketsOf(seen)) socket.destroy();
    expect(await fetch(url, never)).toMatchObject(isPicture);
  });

  it('leads nowhere else: not to the same machine under a name that nobody trusts', async () => {
    const { port, seen } = await serve((_, response) => send(response));
    const trusted = `http://localhost:${port}`;
    const { fetch } = createWatchedFetcher({ trustedOrigins: [trusted] });
    expect(await fetch(`${trusted}/a.png`, never)).toMatchObject(isPicture);
    for (const name of ['127.0.0.1', 'LOCALHOST.', '[::1]', '127.1', 'localhost.localdomain']) {
      expect(await fetch(`http://${name}:${port}/a.png`, never)).toMatch(/^(?:blocked|unreachable)$/);
    }
    expect(seen).toHaveLength(1);
  });

  it('is closed after some seconds, though its host offers it for hours', async () => {
    const offer = (_: IncomingMessage, response: ServerResponse) => {
      response.setHeader('keep-alive', 'timeout=3600');
      send(response);
    };
    const { url, seen } = await serve(offer, { keepAliveTimeout: 0 });
    const { fetch, hosts } = createWatchedFetcher({ trustedOrigins: [url] });
    expect(await fetch(url, never)).toMatchObject(isPicture);
    const [socket] = socketsOf(seen);
    if (socket && !socket.destroyed) await once(socket, 'close');
    await expect.poll(hosts).toBe(0);
  }, 20_000);
});

describe('a host that is asked once more', () => {
  it('is not asked a third time', async () => {
    const { url, seen } = await serve(({ socket }) => socket.destroy());
    expect(await createWatchedFetcher({ trustedOrigins: [url] }).fetch(url, never)).toBe('unreachable');
    expect(seen).toHaveLength(2);
  });

  it('has no more time for that than for the first time', async () => {
    const { url, seen } = await serve(({ socket }) => void (seen.length === 1 && socket.destroy()));
    const { fetch } = createWatchedFetcher({ trustedOrigins: [url], timeoutMs: 300 });
    const started = performance.now();
    expect(await fetch(url, never)).toBe('unreachable');
    expect(performance.now() - started).toBeLessThan(3_000);
    expect(seen).toHaveLength(2);
  });

  it('is left alone where nobody wants the picture any more', async () => {
    const stopping = new AbortController();
    const { url, seen } = await serve(({ socket }) => {
      stopping.abort();
      socket.destroy();
    });
    expect(await createWatchedFetcher({ trustedOrigins: [url] }).fetch(url, stopping.signal)).toBe('unreachable');
    expect(seen).toHaveLength(1);
  });

  it('is not asked again where it has begun to answer', async () => {
    const { url, seen } = await serve((_, response) => {
      response.writeHead(200, { 'content-length': picture.byteLength });
      response.write(picture.subarray(0, 20), () => response.destroy());
    });
    expect(await createWatchedFetcher({ trustedOrigins: [url] }).fetch(url, never)).toBe('unreachable');
    expect(seen).toHaveLength(1);
  });
});

describe('however many are asked', () => {
  it('forty that never answer hold up no picture of the same host', async () => {
    const { url, seen } = await serve(({ url: path }, response) => {
      if (path !== '/dead') send(response);
    });
    const { fetch } = createWatchedFetcher({ trustedOrigins: [url] });
    const stopping = new AbortController();
    const dead = Array.from({ length: 40 }, () => fetch(`${url}/dead`, stopping.signal));
    await expect.poll(() => seen.length).toBe(40);
    expect(await fetch(`${url}/a.png`, never)).toMatchObject(isPicture);
    stopping.abort();
    expect(new Set(await Promise.all(dead))).toEqual(new Set(['unreachable']));
  });

  it('sixteen connections to a host are kept after a rush', async () => {
    const { url, seen } = await serve((_, response) => send(response));
    const { fetch } = createWatchedFetcher({ trustedOrigins: [url] });
    await Promise.all(Array.from({ length: 50 }, (_, n) => fetch(`${url}/${n}`, never)));
    expect(socketsOf(seen).length).toBe(50);
    await expect.poll(() => socketsOf(seen).filter(({ destroyed }) => !destroyed).length).toBe(16);
  });

  it('connections to sixteen hosts are kept, every host is heard, and none is remembered when its connections are gone', async () => {
    const all = await Promise.all(Array.from({ length: 40 }, () => serve((_, response) => send(response))));
    const { fetch, hosts } = createWatchedFetcher({ trustedOrigins: all.map(({ url }) => url) });
    for (const { url } of all) expect(await fetch(url, never)).toMatchObject(isPicture);
    await expect.poll(hosts).toBe(16);
    for (const { seen } of all) for (const { socket } of seen) socket.destroy();
    await expect.poll(hosts).toBe(0);
  });

  it('hosts that take no connection are not remembered either', async () => {
    const { fetch, hosts } = createWatchedFetcher({ trustedOrigins: ['http://127.0.0.1:1'] });
    expect(await fetch('http://127.0.0.1:1/a.png', never)).toBe('unreachable');
    expect(await fetch('http://10.0.0.1/a.png', never)).toBe('blocked');
    await expect.poll(hosts).toBe(0);
  });
});
