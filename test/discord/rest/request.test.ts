import type { RequestListener } from 'node:http';
import { DefaultRestOptions, DiscordAPIError, HTTPError, REST } from 'discord.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createMakeRequest, type MakeRequest } from '../../../src/discord/rest/request.ts';
import { direct } from '../../direct.ts';
import { freePort } from '../../emulator/free-port.ts';
import { serve } from '../../pictures/server.ts';

type Init = Parameters<MakeRequest>[1];

function ours(): MakeRequest {
  const dispatcher = direct.dispatcher({ allowH2: false });
  onTestFinished(() => dispatcher.destroy());
  return createMakeRequest(dispatcher);
}

/** What comes of a request, as far as discord.js looks at it. */
async function outcome(makeRequest: MakeRequest, url: string, init: Init, read: 'json' | 'text' | 'arrayBuffer') {
  try {
    const response = await makeRequest(url, init);
    const { status, ok } = response;
    // Of an unknown status discord.js says undefined, where its type promises a text.
    const statusText = response.statusText ?? '';
    const headers = [...response.headers].filter(([name]) => name !== 'date');
    const before = response.bodyUsed;
    const body = await response[read]().catch((error: unknown) => String(error));
    const bytes = body instanceof ArrayBuffer ? [...new Uint8Array(body)] : body;
    return { status, statusText, ok, headers, body: bytes, used: [before, response.bodyUsed] };
  } catch (error) {
    return error instanceof Error ? { name: error.name, code: 'code' in error ? error.code : null } : error;
  }
}

const answers: Readonly<Record<string, RequestListener>> = {
  'a JSON object': (_, response) => response.setHeader('content-type', 'application/json').end('{"id":"1"}'),
  'nothing at all (204)': (_, response) => response.writeHead(204).end(),
  'a refusal with a code': (_, response) =>
    response
      .writeHead(403, { 'content-type': 'application/json' })
      .end('{"code":50013,"message":"Missing Permissions"}'),
  'a rate limit': (_, response) =>
    response
      .writeHead(429, { 'content-type': 'application/json', 'retry-after': '2', 'x-ratelimit-scope': 'shared' })
      .end('{"retry_after":2,"global":false}'),
  'a web page that says 200': (_, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>'),
  'a web page that says 502': (_, response) =>
    response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>'),
  'half of a JSON object': (_, response) => response.setHeader('content-type', 'application/json').end('{"id":'),
  'one header twice': (_, response) => response.setHeader('set-cookie', ['a=1', 'b=2']).end('ok'),
  'a status of its own': (_, response) => response.writeHead(599).end('odd'),
  'a redirect': (_, response) => response.writeHead(302, { location: '/elsewhere' }).end(),
  'an object that breaks off': (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' }).write('{"id":');
    setImmediate(() => response.socket?.destroy());
  },
  'a connection that is cut': (request) => request.socket.destroy(),
};

describe('a request to Discord', () => {
  it.each(Object.keys(answers))('that is answered with %s comes out as discord.js would have it', async (name) => {
    const { url } = await serve(answers[name] ?? (() => {}));
    const mine = ours();
    for (const read of ['json', 'text', 'arrayBuffer'] as const) {
      const init: Init = { method: 'GET', body: null, headers: { Authorization: 'Bot token' } };
      const theirs = await outcome(DefaultRestOptions.makeRequest, `${url}/api/v10/users/@me?a=b%20c`, init, read);
      expect(await outcome(mine, `${url}/api/v10/users/@me?a=b%20c`, init, read)).toEqual(theirs);
    }
  });

  it.each([
    ['POST', '{"content":"Füchse"}'],
    ['PATCH', Buffer.from([0, 1, 2, 255])],
    ['PUT', null],
    ['DELETE', null],
  ] as const)('is sent as %s like discord.js sends it', async (method, body) => {
    const sent: unknown[] = [];
    const { url } = await serve(async (request, response) => {
      const chunks = await Array.fromAsync(request, (chunk: Buffer) => chunk);
      const { host, connection, ...headers } = request.headers;
      sent.push({ method: request.method, url: request.url, headers, body: Buffer.concat(chunks).toString('hex') });
      response.end('ok');
    });
    const init: Init = { method, body, headers: { Authorization: 'Bot token', 'Content-Type': 'application/json' } };
    for (const makeRequest of [DefaultRestOptions.makeRequest, ours()]) {
      await outcome(makeRequest, `${url}/api/v10/channels/1/messages?with=it`, init, 'text');
    }
    expect(sent).toHaveLength(2);
    expect(sent[1]).toEqual(sent[0]);
  });

  it('that nobody takes, or that is called off, fails as with discord.js', async () => {
    const mine = ours();
    const nobody = `http://127.0.0.1:${await freePort()}/`;
    expect(await outcome(mine, nobody, { method: 'GET' }, 'text')).toEqual(
      await outcome(DefaultRestOptions.makeRequest, nobody, { method: 'GET' }, 'text'),
    );
    const { url } = await serve(() => {});
    for (const signal of [AbortSignal.abort(), AbortSignal.timeout(50)]) {
      const theirs = await outcome(DefaultRestOptions.makeRequest, url, { method: 'GET', signal }, 'text');
      expect(await outcome(mine, url, { method: 'GET', signal }, 'text')).toEqual(theirs);
    }
  });

  it('that fails is retried, and thrown, by discord.js as ever', async () => {
    let asked = 0;
    const { url } = await serve((request, response) => {
      asked += 1;
      if (request.url?.includes('gone')) {
        response
          .writeHead(404, { 'content-type': 'application/json' })
          .end('{"code":10008,"message":"Unknown Message"}');
      } else response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>');
    });
    const rest = new REST({ api: url, retries: 2, makeRequest: ours() }).setToken('token');
    onTestFinished(() => {
      rest.clearHandlerSweeper();
      rest.clearHashSweeper();
    });
    await expect(rest.get('/users/@me')).rejects.toBeInstanceOf(HTTPError);
    expect(asked).toBe(3);
    await expect(rest.get('/gone')).rejects.toBeInstanceOf(DiscordAPIError);
  });

  it('carries texts, bytes and lists of bytes only', async () => {
    await expect(ours()('http://127.0.0.1:9', { method: 'POST', body: new URLSearchParams('a=b') })).rejects.toThrow(
      'only texts, bytes and lists of bytes',
    );
  });
});
