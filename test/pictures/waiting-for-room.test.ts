import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { createByteBudget } from '../../src/pictures/byte-budget.ts';
import { noise } from './samples.ts';
import { serve } from './server.ts';
import { createWatchedFetcher } from './watched-fetcher.ts';

const never = new AbortController().signal;
const picture = await noise(400, 300);

/** A budget of which somebody holds all that there is, and may take more before anybody else. */
async function createFullBudget() {
  const budget = createByteBudget(1_000_000);
  const holder = budget.open();
  await holder.take(1_000_000, never);
  await holder.take(1, never);
  return { budget, free: holder.end };
}

/** Waits until so many answers of a server have come, so that whatever else it could send would have arrived. */
async function letPass(url: string): Promise<void> {
  for (let n = 0; n < 50; n++) await (await fetch(`${url}/other`)).text();
}

describe('a picture for which there is no room', () => {
  it('stays with its host, ends at once when nobody wants it any more, and takes nothing', async () => {
    const { budget, free } = await createFullBudget();
    const piece = Buffer.alloc(65_536);
    let sent = 0;
    const answers: ServerResponse[] = [];
    const { url } = await serve(({ url: path }, response) => {
      if (path === '/other') return void response.end('so it goes');
      answers.push(response);
      response.writeHead(200, { 'content-length': 40_000_000 }).write(picture);
      const pour = () => {
        while (!response.destroyed && response.write(piece)) sent += piece.length;
      };
      response.on('drain', pour);
      pour();
    });
    const stopping = new AbortController();
    const fetched = createWatchedFetcher({ trustedOrigins: [url], budget }).fetch(`${url}/a.png`, stopping.signal);
    await expect.poll(() => answers.length).toBe(1);
    await letPass(url);
    expect(sent).toBeLessThan(20_000_000);
    expect(answers[0]?.destroyed).toBe(false);
    stopping.abort();
    expect(await fetched).toBe('unreachable');
    await expect.poll(() => answers[0]?.destroyed).toBe(true);
    free();
    expect(budget.inUse()).toBe(0);
  });

  it.each([
    ['says how long it is', { 'content-length': picture.byteLength }],
    ['comes in chunks', {}],
    ['ends with its connection', { connection: 'close', 'transfer-encoding': 'identity' }],
  ])('that %s comes whole when there is room again, though its host has long sent it and gone', async (_, headers) => {
    const { budget, free } = await createFullBudget();
    const { url, seen } = await serve((request, response) => {
      if (request.url === '/other') return void response.end('so it goes');
      response.useChunkedEncodingByDefault = !('connection' in headers);
      response.writeHead(200, headers).end(picture);
    });
    const fetched = createWatchedFetcher({ trustedOrigins: [url], budget, timeoutMs: 2_000 }).fetch(
      `${url}/a.png`,
      never,
    );
    await expect.poll(() => seen.length).toBe(1);
    await letPass(url);
    free();
    expect(await fetched).toMatchObject({ data: picture, mime: 'image/png', size: { width: 400, height: 300 } });
  });

  it('is not lost where it came in one go and its host has gone', async () => {
    const { budget, free } = await createFullBudget();
    const small = await noise(40, 30);
    const { url, seen } = await serve((request, response) => {
      if (request.url === '/other') return void response.end('so it goes');
      request.socket.end(Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n'), small]));
    });
    const { fetch } = createWatchedFetcher({ trustedOrigins: [url], budget, timeoutMs: 2_000 });
    const fetched = fetch(`${url}/a.png`, never);
    await expect.poll(() => seen.length).toBe(1);
    await letPass(url);
    free();
    expect(await fetched).toMatchObject({ data: small });
  });

  it('is looked at as soon as there is some, and left when it is none', async () => {
    const { budget, free } = await createFullBudget();
    const { url, seen } = await serve((_, response) => void response.write('<!doctype html><title>'));
    const fetched = createWatchedFetcher({ trustedOrigins: [url], budget }).fetch(url, never);
    await expect.poll(() => seen.length).toBe(1);
    free();
    expect(await fetched).toBe('notMedia');
    const [request] = seen;
    if (request && !request.socket.destroyed) await once(request.socket, 'close');
  });
});

it('a picture that announces its length is given memory of exactly that length, in one piece', async () => {
  const { url } = await serve((_, response) => {
    response.writeHead(200, { 'content-length': picture.byteLength }).end(picture);
  });
  const media = await createWatchedFetcher({ trustedOrigins: [url] }).fetch(url, never);
  expect(media).toMatchObject({ data: picture });
  if (typeof media === 'object') expect(media.data.buffer.byteLength).toBe(picture.byteLength);
});

it('a picture that ends before the length that it announced is not passed on, nor one that goes on behind it', async () => {
  const { url } = await serve(({ url: path, socket }) => {
    const length = picture.byteLength + (path === '/short' ? 1 : 0);
    socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${length}\r\n\r\n`);
    socket.end(path === '/short' ? picture : Buffer.concat([picture, Buffer.from('more')]));
  });
  const { fetch } = createWatchedFetcher({ trustedOrigins: [url] });
  expect(await fetch(`${url}/short`, never)).toBe('unreachable');
  expect(await fetch(`${url}/long`, never)).toMatchObject({ data: picture });
});
