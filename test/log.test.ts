import { createServer } from 'node:http';
import { DiscordAPIError, HTTPError, REST } from 'discord.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RelayError, RelaySilence } from '../src/domain/failures/errors.ts';
import { createLog } from '../src/log.ts';

const SECRET = 'sk-a"very\\secret/key+1';

function listen(secrets: readonly string[] = [SECRET], level: 'debug' | 'warn' = 'debug') {
  const lines: string[] = [];
  const log = createLog({ level, secrets, stream: { write: (line) => void lines.push(line) } });
  return { log, lines, last: (): unknown => JSON.parse(lines.at(-1) ?? '') };
}

describe('a line', () => {
  it('is one JSON object with time, level, facts and sentence', () => {
    const { log, lines, last } = listen();
    log.info({ jobId: '1', waited: 3, open: true, place: null }, 'A job\nwas shown');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^\{[^\n]*\}\n$/);
    expect(last()).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      jobId: '1',
      waited: 3,
      open: true,
      place: null,
      msg: 'A job\nwas shown',
    });
  });

  it('below the chosen level is not written', () => {
    const { log, lines } = listen([], 'warn');
    log.debug({}, 'no');
    log.info({}, 'no');
    log.warn({}, 'yes');
    log.error({}, 'yes');
    expect(lines).toHaveLength(2);
  });

  it('survives what cannot be written as JSON', () => {
    const { log, last } = listen();
    const circle: Record<string, unknown> = {
      big: 10n,
      act: () => 1,
      at: new Date(0),
      url: new URL('https://x.example'),
    };
    circle.self = circle;
    const thorny = {
      get boom(): never {
        throw new Error('no');
      },
    };
    log.info({ circle, thorny, bytes: new Uint8Array(9), set: new Set([1]), map: new Map([['a', 1]]) }, 'Odd things');
    expect(last()).toMatchObject({
      circle: { big: '10', at: '1970-01-01T00:00:00.000Z', url: 'https://x.example/', self: '[circular]' },
      thorny: '[unreadable]',
      bytes: '[9 bytes]',
      set: [1],
      map: { a: 1 },
    });
  });

  it('stays short whatever is logged', () => {
    const { log, lines } = listen();
    const deep = Array.from({ length: 50 }).reduce((inner) => ({ inner }), {});
    log.info({ picture: 'x'.repeat(1_000_000), list: Array.from({ length: 10_000 }).fill(1), deep }, 'Large');
    expect(lines[0]?.length).toBeLessThan(6000);
    expect(lines[0]).toContain('(1000000 characters)');
  });
});

describe('a secret', () => {
  it('is hidden by the name of its field', () => {
    const { log, last } = listen();
    const headers = { authorization: 'x', Cookie: 'x', 'mj-api-secret': 'x', accept: '*/*' };
    log.info(
      { reply: { token: 'x', expiresAt: 5 }, relayKey: 'x', api_key: 'x', password: 'x', headers, token: null },
      'Names',
    );
    expect(last()).toMatchObject({
      reply: { token: '[hidden]', expiresAt: 5 },
      relayKey: '[hidden]',
      api_key: '[hidden]',
      password: '[hidden]',
      headers: { authorization: '[hidden]', Cookie: '[hidden]', 'mj-api-secret': '[hidden]', accept: '*/*' },
      token: null,
    });
  });

  it.each([
    ['an interaction answer', 'https://discord.com/api/v10/webhooks/12345/t0k-en_X/messages/@original?wait=true'],
    ['an interaction callback', '/interactions/12345/t0k-en_X/callback'],
    ['a callback of the relay', 'POST https://bot.example/notify/t0k-en_X'],
    ['an interaction token', 'no way with aW50ZXJhY3Rpb246t0k-en_X here'],
    ['a header', 'sent Authorization: Bearer abcdefghijklmnop.t0k-en_X'],
    ['a bot header', 'sent Bot abcdefghijklmnop.t0k-en_X'],
  ])('is hidden in %s, in facts and in the sentence', (_, text) => {
    const { log, lines, last } = listen();
    log.warn({ text }, text);
    expect(lines[0]).not.toContain('t0k-en_X');
    expect(last()).toMatchObject({
      text: expect.stringContaining('[hidden]'),
      msg: expect.stringContaining('[hidden]'),
    });
  });

  it('leaves the rest of an address readable', () => {
    const { log, last } = listen();
    log.warn({}, '/webhooks/12345/tok/messages/@original?wait=true');
    expect(last()).toMatchObject({ msg: '/webhooks/12345/[hidden]/messages/@original?wait=true' });
  });

  it('is hidden wherever it sits and however it is spelled', () => {
    const spelling = fc.constantFrom(
      SECRET,
      `Bearer ${SECRET}`,
      encodeURIComponent(SECRET),
      JSON.stringify({ key: SECRET }),
      `https://x.example/?k=${encodeURIComponent(SECRET)}&b`,
      new URL(`https://x.example/#${encodeURIComponent(SECRET)}`),
      new Error(SECRET, { cause: { headers: [SECRET] } }),
      new AggregateError([new Error(SECRET)], SECRET),
      new Map([[SECRET, SECRET]]),
      new Set([SECRET]),
    );
    const { facts } = fc.letrec<{ facts: unknown; list: unknown[]; record: object; error: Error }>((tie) => ({
      facts: fc.oneof({ depthSize: 'medium' }, spelling, tie('list'), tie('record'), tie('error')),
      list: fc.array(tie('facts'), { maxLength: 4 }),
      record: fc.dictionary(fc.oneof(fc.string(), fc.constant(SECRET)), tie('facts'), { maxKeys: 4 }),
      error: tie('record').map((fields) =>
        Object.assign(new Error('odd', { cause: fields }), { cause: fields, request: fields }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(fc.string(), facts), fc.string(), (first, sentence) => {
        const { log, lines, last } = listen();
        log.error({ first, ...first }, `${sentence} ${SECRET}`);
        const line = lines.join('');
        for (const spelt of [SECRET, JSON.stringify(SECRET).slice(1, -1), encodeURIComponent(SECRET)]) {
          expect(line).not.toContain(spelt);
        }
        expect(JSON.stringify(everyText(last()))).not.toContain('very');
      }),
    );
  });

  it('is hidden without its prefix, as base64 and masked, in facts and in the sentence', () => {
    const { log, lines } = listen(['sk-aB3dEf7hIjKlMn0p']);
    const masked = '该令牌额度已用尽 TokenStatusExhausted[sk-aB3***n0p]';
    for (const text of ['aB3dEf7hIjKlMn0p', btoa('Bearer sk-aB3dEf7hIjKlMn0p'), masked]) log.warn({ text }, text);
    expect(lines.join('')).not.toMatch(/aB3|n0p|c2stYUIzZEVm/);
    expect(lines[2]).toContain('该令牌额度已用尽 TokenStatusExhausted[[hidden]]');
  });

  it('of others is hidden as well where it looks like a key', () => {
    const { log, lines } = listen([]);
    log.warn({}, 'upstream said: invalid token sk-0123456789abcdefXYZ');
    expect(lines[0]).toContain('invalid token sk-[hidden]');
  });

  it('of one or two letters does not black out the log', () => {
    const { log, last } = listen(['', 'a']);
    log.info({}, 'a plain sentence');
    expect(last()).toMatchObject({ msg: 'a plain sentence' });
  });

  it('made of digits leaves valid JSON behind', () => {
    const { log, last } = listen(['123456789']);
    log.info({ number: 1234567890, text: '123456789' }, 'Digits');
    expect(last()).toMatchObject({ number: '[hidden]0', text: '[hidden]' });
  });
});

describe('an error', () => {
  it('is told with type, message, stack and cause, under any name', () => {
    const { log, last } = listen();
    const cause = new RelayError('/submit/action', 502, 'nonsense');
    log.error({ error: new RelaySilence('/submit/action', false, cause) }, 'No answer');
    expect(last()).toMatchObject({
      error: {
        type: 'RelaySilence',
        message: '/submit/action got no answer',
        stack: expect.stringContaining('log.test.ts'),
        received: false,
        cause: { type: 'RelayError', status: 502 },
      },
    });
  });

  it('called err is told once, not by pino as well', () => {
    const { log, lines, last } = listen();
    log.error({ err: Object.assign(new Error('odd'), { request: { body: 'private' } }) }, 'Odd');
    expect(last()).toMatchObject({ err: { type: 'Error', message: 'odd' } });
    expect(lines[0]).not.toContain('private');
  });

  it('that many errors caused tells each', () => {
    const { log, last } = listen();
    log.error({ error: new AggregateError([new Error('one'), new Error('two')], 'both') }, 'Odd');
    expect(last()).toMatchObject({ error: { errors: [{ message: 'one' }, { message: 'two' }] } });
  });

  it('of discord.js tells code and status, but neither the token in its address nor what was sent', async () => {
    const server = createServer((_, response) => {
      response.writeHead(403, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ code: 50013, message: 'Missing Permissions' }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    try {
      const rest = new REST({ api: `http://127.0.0.1:${port}/api`, retries: 0 }).setToken('a-bot-token');
      const route = '/webhooks/12345/t0k-en_X/messages/@original';
      const error = await rest
        .patch(route, { body: { content: 'private words' }, auth: false })
        .catch((thrown) => thrown);
      expect(error).toBeInstanceOf(DiscordAPIError);
      const { log, lines, last } = listen();
      log.warn({ error }, 'An edit failed');
      expect(last()).toMatchObject({
        error: { code: 50013, status: 403, method: 'PATCH', message: 'Missing Permissions' },
      });
      expect(lines[0]).not.toMatch(/t0k-en_X|private words/);
    } finally {
      server.close();
    }
  });

  it('of discord.js without an answer hides the same', () => {
    const { log, lines } = listen();
    const error = new HTTPError(500, 'Oops', 'POST', 'https://discord.com/api/v10/interactions/1/t0k-en_X/callback', {
      body: { content: 'private words' },
    });
    log.warn({ error }, 'An answer failed');
    expect(lines[0]).toContain('"status":500');
    expect(lines[0]).not.toMatch(/t0k-en_X|private words/);
  });
});

function everyText(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [name, ...everyText(inner)]);
}
