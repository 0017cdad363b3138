import type { RequestListener } from 'node:http';
import { REST, Routes } from 'discord.js';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createSendAnswer } from '../../../src/discord/rest/answers.ts';
import { ANSWER_RATE_LIMIT_WAIT } from '../../../src/discord/rest/deadlines.ts';
import { troubleOf } from '../../../src/discord/rest/errors.ts';
import { createMakeRequest } from '../../../src/discord/rest/request.ts';
import { direct } from '../../direct.ts';
import { serve } from '../../pictures/server.ts';

const reply = { interactionId: '123456789012345678', token: 'aW50ZXJhY3Rpb24' };
const body = { type: 4, data: { content: 'Füchse' } };
const never = new AbortController().signal;

/** Two ways to send a first answer to a server: ours, and that of an instance of discord.js that is set up for it. */
function ways(url: string) {
  const dispatcher = direct.dispatcher({ allowH2: false });
  const makeRequest = createMakeRequest(dispatcher);
  const rest = new REST({
    api: url,
    makeRequest,
    retries: 0,
    rejectOnRateLimit: ({ retryAfter }) => retryAfter > ANSWER_RATE_LIMIT_WAIT,
  });
  onTestFinished(async () => {
    rest.clearHandlerSweeper();
    rest.clearHashSweeper();
    await dispatcher.destroy();
  });
  const dates: unknown[] = [];
  const onResponse = (_: string, { headers }: { readonly headers: Headers }) => void dates.push(headers.get('date'));
  const answer = createSendAnswer({ api: url, makeRequest, onResponse });
  return {
    dates,
    ours: (withResponse = true, signal = never) => answer(reply, { body, withResponse, signal }),
    theirs: (withResponse = true, signal = never) =>
      rest.post(Routes.interactionCallback(reply.interactionId, reply.token), {
        body,
        query: new URLSearchParams(withResponse ? { with_response: 'true' } : {}),
        auth: false,
        signal,
      }),
  };
}

/** What comes of an answer, as far as anybody looks at it. */
async function outcome(send: () => Promise<unknown>): Promise<unknown> {
  try {
    const value = await send();
    return { value: value instanceof ArrayBuffer ? Buffer.from(value).toString() : value };
  } catch (error) {
    const { detail, ...trouble } = troubleOf(error);
    // Without an error of Discord there is nothing to tell in detail.
    return trouble.code === null ? trouble : { ...trouble, detail };
  }
}

const json = { 'content-type': 'application/json' };

const listeners: Readonly<Record<string, RequestListener>> = {
  'the message that was made': (_, response) =>
    response.writeHead(200, json).end('{"resource":{"message":{"id":"1"}}}'),
  'nothing (204)': (_, response) => response.writeHead(204).end(),
  'a web page that says 200': (_, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Hi</h1>'),
  'an interaction that is over': (_, response) =>
    response.writeHead(404, json).end('{"code":10062,"message":"Unknown"}'),
  'one that is answered': (_, response) => response.writeHead(400, json).end('{"code":40060,"message":"already"}'),
  'a body that is wrong': (_, response) => {
    const errors = {
      data: { embeds: { 0: { description: { _errors: [{ code: 'BASE_TYPE', message: 'too long' }] } } } },
    };
    response.writeHead(400, json).end(JSON.stringify({ code: 50035, message: 'Invalid Form Body', errors }));
  },
  'a dead token': (_, response) =>
    response.writeHead(401, json).end('{"code":50027,"message":"Invalid Webhook Token"}'),
  'a refusal without a code': (_, response) =>
    response.writeHead(401, json).end('{"code":0,"message":"401: Unauthorized"}'),
  'a web page that says 403': (_, response) =>
    response.writeHead(403, { 'content-type': 'text/html' }).end('<h1>no</h1>'),
  'half a refusal': (_, response) => response.writeHead(400, json).end('{"code":10062,'),
  'a body that is too large': (_, response) => response.writeHead(413).end('too large'),
  'a long limit': (_, response) => response.writeHead(429, { ...json, 'retry-after': '60' }).end('{"retry_after":60}'),
  'an error of its own': (_, response) =>
    response.writeHead(500, json).end('{"code":0,"message":"Internal Server Error"}'),
  'a web page that says 502': (_, response) =>
    response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad</h1>'),
  'an error that breaks off': (_, response) => {
    response.writeHead(503, { ...json, 'content-length': '100' }).write('{"message":');
    setImmediate(() => response.socket?.destroy());
  },
  'a message that breaks off': (_, response) => {
    response.writeHead(200, { ...json, 'content-length': '100' }).write('{"resource":');
    setImmediate(() => response.socket?.destroy());
  },
  'half a message': (_, response) => response.writeHead(200, json).end('{"resource":'),
  'a redirect': (_, response) => response.writeHead(302, { location: '/elsewhere' }).end(),
  'a cut connection': (request) => request.socket.destroy(),
};

describe('a first answer', () => {
  it.each(Object.keys(listeners))('that Discord answers with %s comes out as with discord.js', async (name) => {
    const { url } = await serve(listeners[name] ?? (() => {}));
    const { ours, theirs } = ways(url);
    for (const withResponse of [true, false]) {
      expect(await outcome(() => ours(withResponse))).toEqual(await outcome(() => theirs(withResponse)));
    }
  });

  it('is sent as discord.js sends it, once', async () => {
    const sent: unknown[] = [];
    const { url } = await serve(async (request, response) => {
      const chunks = await Array.fromAsync(request, (chunk: Buffer) => chunk);
      const { host, connection, ...headers } = request.headers;
      sent.push({ method: request.method, url: request.url, headers, body: Buffer.concat(chunks).toString() });
      response.writeHead(502).end();
    });
    const { ours, theirs } = ways(url);
    for (const withResponse of [true, false]) {
      await outcome(() => ours(withResponse));
      await outcome(() => theirs(withResponse));
    }
    expect(sent).toHaveLength(4);
    expect(sent[0]).toEqual(sent[1]);
    expect(sent[2]).toEqual(sent[3]);
  });

  it('waits out a short limit, and no longer than it is wanted', async () => {
    const asked: number[] = [];
    const { url } = await serve((_, response) => {
      asked.push(performance.now());
      if (asked.length % 2 === 1) response.writeHead(429, { ...json, 'retry-after': '0.3' }).end('{"retry_after":0.3}');
      else response.writeHead(200, json).end('{"id":"1"}');
    });
    const { ours } = ways(url);
    expect(await ours()).toEqual({ id: '1' });
    expect((asked[1] ?? 0) - (asked[0] ?? 0)).toBeGreaterThanOrEqual(300);
    await expect(ours(true, AbortSignal.timeout(100))).rejects.toThrow();
    expect(asked).toHaveLength(3);
  });

  it.each(['', 'soon', '-1'])('does not press Discord where the limit says "%s"', async (told) => {
    let asked = 0;
    const { url } = await serve((_, response) => {
      asked += 1;
      response.writeHead(429, told === '' ? json : { ...json, 'retry-after': told }).end('{}');
    });
    await expect(ways(url).ours(true, AbortSignal.timeout(700))).rejects.toThrow();
    expect(asked).toBeLessThanOrEqual(3);
  });

  it('that is called off is an error at once, and tells no date', async () => {
    const { url } = await serve(() => {});
    const { ours, theirs, dates } = ways(url);
    for (const signal of [AbortSignal.abort(), AbortSignal.timeout(50)]) {
      expect(await outcome(() => ours(true, signal))).toMatchObject({ meaning: 'transient', status: null });
      expect(await outcome(() => theirs(true, signal))).toMatchObject({ meaning: 'transient', status: null });
    }
    expect(dates).toEqual([]);
  });

  it('tells the date of whatever answers', async () => {
    const { url } = await serve((_, response) =>
      response.writeHead(502, { date: 'Sun, 29 Nov 2026 20:00:00 GMT' }).end(),
    );
    const { ours, dates } = ways(url);
    await outcome(() => ours());
    expect(dates).toEqual(['Sun, 29 Nov 2026 20:00:00 GMT']);
  });

  it('whatever is answered, is an error when discord.js would throw, with the same meaning', async () => {
    let now = { status: 200, type: '', text: '' };
    const { url } = await serve((_, response) =>
      response.writeHead(now.status, { 'content-type': now.type }).end(now.text),
    );
    const { ours, theirs } = ways(url);
    const anyAnswer = fc.record({
      status: fc.integer({ min: 200, max: 599 }).filter((status) => ![204, 205, 304, 429].includes(status)),
      type: fc.constantFrom('application/json', 'application/json; charset=utf-8', 'text/html', 'text/plain'),
      text: fc.oneof(
        fc.json(),
        fc.string(),
        fc.record({ code: fc.nat(60_000), message: fc.string() }).map((error) => JSON.stringify(error)),
      ),
    });
    const property = fc.asyncProperty(anyAnswer, async (answer) => {
      now = answer;
      const [mine, other] = [await outcome(() => ours()), await outcome(() => theirs())];
      const isOddRefusal = answer.status >= 400 && answer.status < 500 && !/"(?:code|message)"/.test(answer.text);
      if (isOddRefusal) expect(mine).toHaveProperty('meaning');
      else expect(mine).toEqual(other);
    });
    await fc.assert(property, { numRuns: 200 });
  });
});
