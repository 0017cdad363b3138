import { createServer } from 'node:net';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { relayAddress } from '../../../src/relay/http/address.ts';
import { connect, never, portOf, type Scripted, serve } from '../scripted-server.ts';
import { customZoom, imagine, modal, reroll, upscale } from './submissions.ts';

const ok: Scripted = { body: { code: 1, description: 'Submit success', result: '17', properties: {} } };
const notifyHook = 'https://bot.example/hook/0123456789abcdef';

test('an action is sent with exactly the five documented fields, the hook empty when unset', async () => {
  const { origin, received } = await serve(() => ok);
  await connect(origin).submit(upscale, 'job-1', never);
  expect(received[0]).toMatchObject({ method: 'POST', path: '/mj/submit/action' });
  expect(JSON.parse(received[0]?.body ?? '')).toEqual({
    chooseSameChannel: true,
    customId: upscale.customId,
    taskId: '1',
    notifyHook: '',
    state: 'job-1',
  });
});

test('an action asks for the remix window only where a new prompt waits for it', async () => {
  const { origin, received } = await serve(() => ok);
  await connect(origin).submit({ ...upscale, remix: true }, 'job-1', never);
  await connect(origin).submit({ ...upscale, remix: false }, 'job-2', never);
  expect(JSON.parse(received[0]?.body ?? '')).toMatchObject({ taskId: '1', enableRemix: true });
  expect(JSON.parse(received[1]?.body ?? '')).not.toHaveProperty('enableRemix');
});

test('an imagine carries its pictures as data, in their order', async () => {
  const { origin, received } = await serve(() => ok);
  const readPicture = async (url: string) => `data:image/png;base64,${url.at(-1)}`;
  const relay = connect(origin, { notifyHook, readPicture });
  await relay.submit({ ...imagine, images: ['https://x/1', 'https://x/2'] }, 'job-1', never);
  expect(JSON.parse(received[0]?.body ?? '')).toEqual({
    prompt: 'a fox',
    base64Array: ['data:image/png;base64,1', 'data:image/png;base64,2'],
    botType: 'MID_JOURNEY',
    notifyHook,
    state: 'job-1',
  });
});

test('a modal carries a mask only if there is one', async () => {
  const { origin, received } = await serve(() => ok);
  const relay = connect(origin);
  await relay.submit(modal, 'job-1', never);
  const mask = { kind: 'cells', pictureUrl: 'https://x/p', columns: 2, rows: 2, cells: [1] } as const;
  await relay.submit({ kind: 'modal', taskId: '2', text: { prompt: '', mask } }, 'job-1', never);
  const plain = { taskId: '2', prompt: 'wider --zoom 1.8', notifyHook: '', state: 'job-1' };
  expect(received.map(({ path }) => path)).toEqual(['/mj/submit/modal', '/mj/submit/modal']);
  expect(JSON.parse(received[0]?.body ?? '')).toEqual(plain);
  expect(JSON.parse(received[1]?.body ?? '')).toEqual({
    ...plain,
    prompt: '',
    maskBase64: 'data:image/png;base64,BBBB',
  });
});

test.each([
  ['tooLarge', { kind: 'pictureTooLarge' }],
  ['missing', { kind: 'pictureUnreadable', why: 'missing' }],
  ['blocked', { kind: 'pictureUnreadable', why: 'blocked' }],
  ['failing', { kind: 'pictureUnreadable', why: 'unreachable' }],
] as const)('a picture that is %s refuses the submission before anything is sent', async (trouble, reason) => {
  const { origin, received } = await serve(() => ok);
  const relay = connect(origin, { readPicture: async () => trouble });
  const outcome = await relay.submit({ ...imagine, images: ['https://x/1'] }, 'job-1', never);
  expect(outcome).toEqual({ kind: 'refused', reason });
  expect(received).toEqual([]);
});

test('a text whose link to a picture is dead is refused before anything is sent', async () => {
  const { origin, received } = await serve(() => ok);
  const looked: string[] = [];
  const relay = connect(origin, {
    checkLink: async (url) => {
      looked.push(url);
      return url.endsWith('dead.png') ? 'expired' : null;
    },
  });
  const prompt = 'https://x.test/a.png a fox --sref https://x.test/dead.png';
  const outcome = await relay.submit({ ...imagine, prompt }, 'job-1', never);
  expect(outcome).toEqual({ kind: 'refused', reason: { kind: 'pictureUnreadable', why: 'expired' } });
  expect([looked.length, received]).toEqual([2, []]);
});

test('pictures are read one after another, and none after one that cannot be had', async () => {
  const { origin } = await serve(() => ok);
  const seen: string[] = [];
  const readPicture = async (url: string) => {
    seen.push(`begin ${url}`);
    await new Promise((resolve) => setImmediate(resolve));
    seen.push(`end ${url}`);
    return url === 'b' ? ('missing' as const) : 'data:image/png;base64,AAAA';
  };
  const relay = connect(origin, { readPicture });
  expect(await relay.prepare({ ...imagine, images: ['a', 'b', 'c'] }, never)).toMatchObject({ kind: 'refused' });
  expect(seen).toEqual(['begin a', 'end a', 'begin b', 'end b']);
});

test('a picture that a stop interrupts is not refused: it may be sound', async () => {
  const { origin, received } = await serve(() => ok);
  const stopping = new AbortController();
  const readPicture = async () => {
    stopping.abort();
    return 'unreachable' as const;
  };
  const preparation = await connect(origin, { readPicture }).prepare({ ...imagine, images: ['a'] }, stopping.signal);
  expect(preparation).toEqual({ kind: 'stopped' });
  expect(received).toEqual([]);
});

test('a picture reader that throws makes neither prepare nor submit throw', async () => {
  const { origin, received } = await serve(() => ok);
  const relay = connect(origin, { readPicture: () => Promise.reject(new Error('bug')) });
  const pictured = { ...imagine, images: ['https://x/1'] };
  expect(await relay.submit(pictured, 'job-1', never)).toMatchObject({ kind: 'refused' });
  expect(await relay.submit(pictured, 'job-1', AbortSignal.abort())).toMatchObject({ kind: 'stopped' });
  expect(received).toEqual([]);
});

test.each([
  ['bearer', { authorization: 'Bearer sk-secret-key' }],
  ['raw', { authorization: 'sk-secret-key' }],
  ['mj-api-secret', { 'mj-api-secret': 'sk-secret-key' }],
] as const)('the key is shown as %s', async (auth, headers) => {
  const { origin, received } = await serve(() => ok);
  await connect(origin, { auth, address: relayAddress(origin, 'fast') }).submit(imagine, 'job-1', never);
  const shown = received[0]?.headers ?? {};
  expect(shown).toMatchObject({ ...headers, 'content-type': 'application/json' });
  expect(Object.values(shown).filter((value) => value?.includes('sk-secret-key'))).toHaveLength(1);
  expect(received[0]?.path).toBe('/mj-fast/mj/submit/imagine');
});

test('a redirect is not followed, so the key and the prompt go nowhere else', async () => {
  const other = await serve(() => ok);
  const { origin, received } = await serve(() => ({ status: 307, headers: { location: `${other.origin}/mj/x` } }));
  const relay = connect(origin);
  expect(await relay.submit(imagine, 'job-1', never)).toMatchObject({ kind: 'refused' });
  await expect(relay.fetch('17', never)).rejects.toThrow('307');
  expect(received).toHaveLength(2);
  expect(other.received).toEqual([]);
});

test.each([
  [undefined, [{ status: 'MODAL' }], true],
  [undefined, [{ status: 'SUCCESS' }], false],
  [undefined, [{ status: '' }], false],
  [reroll, [{ status: '' }], true],
  [reroll, [{ status: 'NOT_START' }], false],
  [customZoom, [], true],
] as const)('a code 21 without hints is settled by the task itself (%#)', async (submission, tasks, window) => {
  const { origin, received } = await serve(({ method }) =>
    method === 'POST' ? { body: { code: 21, result: '17', properties: {} } } : { body: { id: '17', ...tasks[0] } },
  );
  const outcome = await connect(origin).submit(submission ?? upscale, 'job-1', never);
  expect(outcome).toEqual({ kind: 'accepted', taskId: '17', window, ahead: null });
  expect(received.filter(({ method }) => method === 'GET')).toHaveLength(tasks.length);
});

test('an accepted task stays accepted when that look-up fails', async () => {
  const { origin } = await serve(({ method }) =>
    method === 'POST' ? { body: { code: 21, result: '17' } } : { status: 500, body: '<html>' },
  );
  expect(await connect(origin).submit(upscale, 'job-1', never)).toMatchObject({ kind: 'accepted', window: false });
});

test('no connection means unreached', async () => {
  const free = createServer();
  await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', resolve));
  const port = portOf(free.address());
  await new Promise((resolve) => free.close(resolve));
  const outcome = await connect(`http://127.0.0.1:${port}`).submit(imagine, 'job-1', never);
  expect(outcome).toEqual({ kind: 'unreached', detail: expect.stringContaining('ECONNREFUSED') });
});

test('an unknown host and a server without TLS mean unreached', async () => {
  const { origin, received } = await serve(() => ok);
  const nowhere = connect('http://relay.invalid', { deadlines: { submit: 5_000 } }).submit(imagine, 'job-1', never);
  const plain = connect(origin.replace('http:', 'https:')).submit(imagine, 'job-1', never);
  expect(await nowhere).toMatchObject({ kind: 'unreached' });
  expect(await plain).toMatchObject({ kind: 'unreached' });
  expect(received).toEqual([]);
});

test('a handshake that hangs until the deadline means unreached, and nothing is sent afterwards', async () => {
  const bytes: Buffer[] = [];
  const server = createServer((socket) => socket.on('data', (part) => bytes.push(part)).on('error', () => {}));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const relay = connect(`https://127.0.0.1:${portOf(server.address())}`, { deadlines: { submit: 150 } });
  expect(await relay.submit(imagine, 'job-1', never)).toMatchObject({ kind: 'unreached' });
  expect(Buffer.concat(bytes).includes('a fox')).toBe(false);
});

test('stopping before anything was sent sends nothing', async () => {
  const { origin, received } = await serve(() => ok);
  expect(await connect(origin).submit(imagine, 'job-1', AbortSignal.abort())).toEqual({ kind: 'stopped' });
  expect(received).toEqual([]);
});

test('silence until the deadline means unknown, and the submit is not sent again', async () => {
  const { origin, received } = await serve(() => undefined);
  const relay = connect(origin, { deadlines: { submit: 1_000 } });
  expect(await relay.submit(imagine, 'job-1', never)).toEqual({
    kind: 'unknown',
    detail: expect.stringContaining('deadline'),
  });
  expect(received).toHaveLength(1);
});

test('stopping after it was sent means unknown', async () => {
  const { origin, received } = await serve(() => undefined);
  const stopping = new AbortController();
  const outcome = connect(origin).submit(imagine, 'job-1', stopping.signal);
  await vi.waitFor(() => expect(received).toHaveLength(1), 10_000);
  stopping.abort();
  expect(await outcome).toMatchObject({ kind: 'unknown' });
});

test.each([
  ['at once', ''],
  ['in the middle of the answer', 'HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{"code":1,"result":"17"'],
  ['after something that is not HTTP', 'hello\r\n\r\n'],
])('a relay that hangs up %s means unknown, and the submit is not sent again', async (_, bytes) => {
  const { origin, received } = await serve(({ socket }) => {
    socket.end(bytes, () => socket.destroy());
    return undefined;
  });
  expect(await connect(origin).submit(imagine, 'job-1', never)).toMatchObject({ kind: 'unknown' });
  expect(received).toHaveLength(1);
});

test('every submit has a connection of its own, and one hung-up connection does not harm the next', async () => {
  const { origin, received } = await serve(({ body, socket }) => {
    if (!body.includes('first')) return ok;
    socket.resetAndDestroy();
    return undefined;
  });
  const relay = connect(origin);
  const outcomes = await Promise.all(['first', 'second', 'third'].map((state) => relay.submit(imagine, state, never)));
  expect(outcomes.map(({ kind }) => kind)).toEqual(['unknown', 'accepted', 'accepted']);
  await relay.submit(imagine, 'fourth', never);
  expect(new Set(received.map(({ socket }) => socket)).size).toBe(4);
  expect(received[0]?.headers.connection).toBe('close');
});

test('nor is a connection used again that the relay would like to keep', async () => {
  const requests: number[] = [];
  const body = JSON.stringify(ok.body);
  const server = createServer((socket) => {
    const own = requests.push(0) - 1;
    socket.on('error', () => {});
    socket.on('data', (part) => {
      requests[own] = (requests[own] ?? 0) + part.toString('latin1').split('POST /mj/submit').length - 1;
      const head = `HTTP/1.1 200 OK\r\nconnection: keep-alive\r\nkeep-alive: timeout=60\r\ncontent-length: ${body.length}`;
      if (part.includes('"state"')) socket.write(`${head}\r\n\r\n${body}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const relay = connect(`http://127.0.0.1:${portOf(server.address())}`);
  for (let round = 0; round < 5; round += 1) {
    const states = [1, 2, 3, 4].map((n) => `${round}-${n}`);
    const outcomes = await Promise.all(states.map((state) => relay.submit(imagine, state, never)));
    expect(outcomes.map(({ kind }) => kind)).toEqual(Array(4).fill('accepted'));
  }
  expect(requests).toEqual(Array(20).fill(1));
});

test.each([
  { body: `<html>Bearer sk-secret-key for ${notifyHook}</html>` },
  { status: 400, body: { code: 4, description: `bad ${notifyHook.replaceAll('/', '\\/')} secret-key` } },
  { status: 500, body: { error: { message: `sk-secret-key 0123456789abcdef ${encodeURIComponent(notifyHook)}` } } },
  { status: 403, body: `no ${'x'.repeat(190)} sk-secret-key` },
])('what the relay echoes of the key and the hook is hidden (%#)', async (answer) => {
  const lines: unknown[] = [];
  const note = (...line: unknown[]) => void lines.push(line);
  const { origin } = await serve(() => answer);
  const relay = connect(origin, { notifyHook, log: { debug: note, info: note, warn: note, error: note } });
  const outcome = JSON.stringify(await relay.submit(imagine, 'job-1', never));
  const failure = await relay.fetch('17', never).catch((error: unknown) => String(error));
  for (const text of [outcome, JSON.stringify(lines), String(failure)]) {
    expect(text).not.toMatch(/secret-ke|0123456789ab|bot\.example/);
  }
  expect(outcome.length).toBeLessThan(300);
});

describe('a gateway that says that it could not hand a submission on', () => {
  const cut = (description: string): Scripted => ({
    status: 400,
    body: { code: 5, description, type: 'upstream_error' },
  });
  const asked = { body: { code: 4, description: 'taskId不能为空' } };

  async function outcome(submitted: Scripted, question: Scripted) {
    const { origin, received } = await serve(({ path }) => (path.endsWith('/modal') ? question : submitted));
    const { kind } = await connect(origin, { deadlines: { instant: 10_000 } }).submit(imagine, 'job-1', never);
    expect(received.filter(({ path }) => path.endsWith('/imagine'))).toHaveLength(1);
    return kind;
  }

  test('at once, and says the same of a free question, has sent nothing', async () => {
    expect(await outcome(cut('do_request_failed '), cut('do_request_failed '))).toBe('unreached');
  });

  test.each<readonly [string, Scripted, Scripted]>([
    ['but hands a free question on', cut('do_request_failed '), asked],
    ['and leaves a free question open', cut('do_request_failed '), { status: 500, body: 'broken' }],
    ['and whose server answers a free question by half', cut('do_request_failed '), cut('read_response_body_failed ')],
    ['and cannot read what it answers', cut('do_request_failed '), cut('unmarshal_response_body_failed ')],
    ['but had an answer that it could not read', cut('unmarshal_response_body_failed '), cut('do_request_failed ')],
    ['but had half of an answer', cut('read_response_body_failed '), cut('do_request_failed ')],
  ])('%s may have sent it', async (_, submitted, question) => {
    expect(await outcome(submitted, question)).toBe('unknown');
  });

  test('after a while may have sent it', async () => {
    const { origin } = await serve(({ path }, response) => {
      if (path.endsWith('/modal')) return cut('do_request_failed ');
      const { status, body } = cut('do_request_failed ');
      setTimeout(() => response.writeHead(status ?? 0).end(JSON.stringify(body)), 150);
      return undefined;
    });
    const relay = connect(origin, { deadlines: { instant: 100 } });
    expect((await relay.submit(imagine, 'job-1', never)).kind).toBe('unknown');
  });
});
