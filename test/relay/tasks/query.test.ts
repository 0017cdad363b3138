import { expect, test, vi } from 'vitest';
import { RelayError, RelaySilence } from '../../../src/domain/failures/errors.ts';
import { connect, never, type Scripted, serve } from '../scripted-server.ts';

const page = '<!DOCTYPE html><html></html>';
const done = { id: '17', status: 'SUCCESS', progress: '100%', imageUrl: 'https://x/1.png' };

test('a task is fetched by its encoded id', async () => {
  const { origin, received } = await serve(() => ({ body: { ...done, id: 'a/b c' } }));
  expect(await connect(origin).fetch('a/b c', never)).toMatchObject({ id: 'a/b c', status: 'SUCCESS', percent: 100 });
  expect(received[0]).toMatchObject({ method: 'GET', path: '/mj/task/a%2Fb%20c/fetch' });
});

test.each<Scripted>([
  {},
  { status: 204 },
  { body: 'null' },
  { status: 400, body: { description: 'task_no_found ', type: 'upstream_error', code: 4 } },
  { status: 404, body: { code: 3, description: '任务不存在' } },
  { body: { code: 3, description: 'not found' } },
  { body: { code: 4, description: '任务不存在' } },
  { body: { code: 500, message: '未找到该任务' } },
  { status: 400, body: { error: { message: 'task_not_found (request id: 1)' } } },
])('a task the relay does not know is null (%#)', async (answer) => {
  const { origin } = await serve(() => answer);
  expect(await connect(origin).fetch('17', never)).toBeNull();
});

test.each<[Scripted, number]>([
  [{ status: 401, body: '' }, 1],
  [{ status: 404, body: page }, 1],
  [{ status: 400, body: { code: 4, description: 'no' } }, 1],
  [{ body: page }, 3],
  [{ body: '{"id":"17","status":"SUCC' }, 3],
  [{ body: { ...done, id: '18' } }, 3],
  [{ body: { task: { status: 'TASK_STATUS_DONE' } } }, 3],
  [{ status: 502, body: page }, 3],
  [{ status: 429 }, 3],
])('an answer that makes no sense is a RelayError, after retries where they may help (%#)', async (answer, tries) => {
  const { origin, received } = await serve(() => answer);
  await expect(connect(origin).fetch('17', never)).rejects.toThrow(RelayError);
  expect(received).toHaveLength(tries);
});

test('a read is tried again after a hang-up', async () => {
  const { origin, received } = await serve(({ socket }) => {
    if (received.length === 3) return { body: done };
    socket.resetAndDestroy();
    return undefined;
  });
  expect(await connect(origin).fetch('17', never)).toMatchObject({ id: '17' });
});

test('silence is a RelaySilence by the deadline', async () => {
  const { origin } = await serve(() => undefined);
  await expect(connect(origin, { deadlines: { fetch: 80 } }).fetch('17', never)).rejects.toThrow(RelaySilence);
});

test('a Retry-After beyond the deadline is not waited for but passed on', async () => {
  const { origin, received } = await serve(() => ({ status: 429, headers: { 'retry-after': '60' } }));
  await expect(connect(origin).fetch('17', never)).rejects.toMatchObject({ status: 429, retryAfter: 60_000 });
  expect(received).toHaveLength(1);
});

test('stopping ends the wait between two tries', async () => {
  const { origin, received } = await serve(() => ({ status: 502 }));
  const stopping = new AbortController();
  const fetched = connect(origin, { retryDelay: () => 10_000 }).fetch('17', stopping.signal);
  await vi.waitFor(() => expect(received).toHaveLength(1), 10_000);
  stopping.abort();
  await expect(fetched).rejects.toThrow(RelayError);
});

test('a listing may be shuffled, doubled, damaged and incomplete', async () => {
  const body = [
    { id: '3', status: 'MODAL' },
    { id: '3', status: 'IN_PROGRESS', progress: '40%' },
    { id: '3', status: 'SUBMITTED' },
    { id: 99, status: 'SUCCESS' },
    { ...done, id: '1' },
  ];
  const { origin, received } = await serve(() => ({ body }));
  const { tasks, missing } = await connect(origin).list(['1', '2', '3'], never);
  expect(tasks.map(({ id, status }) => [id, status])).toEqual([
    ['3', 'IN_PROGRESS'],
    ['1', 'SUCCESS'],
  ]);
  expect(missing).toEqual(['2']);
  expect(received[0]).toMatchObject({
    method: 'POST',
    path: '/mj/task/list-by-condition',
    body: '{"ids":["1","2","3"]}',
  });
});

test('nothing is called missing while an entry cannot be read', async () => {
  const { origin } = await serve(() => ({ body: [null, { ...done, id: '1' }, 7] }));
  const { tasks, missing } = await connect(origin).list(['1', '2'], never);
  expect(tasks).toHaveLength(1);
  expect(missing).toEqual([]);
});

test('a success is never replaced by the failure of a second row', async () => {
  const rows = [
    { ...done, id: '1' },
    { id: '1', status: 'FAILURE', progress: '100%' },
  ];
  const { origin } = await serve(() => ({ body: rows }));
  expect((await connect(origin).list(['1'], never)).tasks).toMatchObject([{ status: 'SUCCESS' }]);
});

test('a single object and an envelope count as a listing', async () => {
  const answers: Scripted[] = [{ body: { ...done, id: '1' } }, { body: { code: 1, result: [{ ...done, id: '1' }] } }];
  const { origin } = await serve(() => answers.shift());
  const relay = connect(origin);
  for (let round = 0; round < 2; round += 1) {
    expect(await relay.list(['1'], never)).toMatchObject({ tasks: [{ id: '1' }], missing: [] });
  }
});

test('no ids cost no request', async () => {
  const { origin, received } = await serve(() => ({ body: [] }));
  expect(await connect(origin).list([], never)).toEqual({ tasks: [], missing: [] });
  expect(received).toEqual([]);
});

test.each<readonly [string, Scripted, boolean]>([
  ['code 1', { body: { code: 1, description: '成功' } }, true],
  ['code 1 as text', { body: { code: '1' } }, true],
  ['the cancelled task', { body: { id: '17', status: 'CANCEL' } }, true],
  ['the failed task', { body: { id: '17', status: 'FAILURE', failReason: '取消任务' } }, true],
  ['the running task', { body: { id: '17', status: 'IN_PROGRESS', progress: '40%' } }, false],
  ['the finished task', { body: { id: '17', status: 'SUCCESS' } }, false],
  ['another task', { body: { id: '18', status: 'CANCEL' } }, false],
  ['code 4', { body: { code: 4, description: '任务状态错误' } }, false],
  ['code 1 with an error status', { status: 500, body: { code: 1 } }, false],
  ['an empty answer, as relays give for any id', {}, false],
  ['no content', { status: 204 }, false],
  ['an empty object', { body: {} }, false],
  ['a web page', { body: page }, false],
  ['a refusal', { status: 403, body: 'no' }, false],
])('a cancel answered with %s', async (_, answer, stopped) => {
  const { origin, received } = await serve(() => answer);
  expect(await connect(origin).cancel('17', never)).toBe(stopped);
  expect(received.map(({ method, path }) => [method, path])).toEqual([['POST', '/mj/task/17/cancel']]);
});

test.each<Scripted>([{ status: 404, body: page }, { body: page }])(
  'where the list is missing, tasks are fetched one by one, a few at a time, and that is remembered (%#)',
  async (absent) => {
    let now = 0;
    let most = 0;
    const { origin, received } = await serve(({ method, path }, response) => {
      if (method === 'POST') return absent;
      now += 1;
      most = Math.max(most, now);
      const id = path.split('/').at(-2);
      setTimeout(() => {
        now -= 1;
        response.writeHead(id === '5' ? 401 : 200).end(id === '7' ? '' : JSON.stringify({ ...done, id }));
      }, 5);
      return undefined;
    });
    const relay = connect(origin);
    const ids = Array.from({ length: 20 }, (_, index) => String(index));
    const { tasks, missing } = await relay.list(ids, never);
    expect(tasks).toHaveLength(18);
    expect(missing).toEqual(['7']);
    expect(most).toBeLessThanOrEqual(5);
    await relay.list(['1'], never);
    expect(received.filter(({ method }) => method === 'POST')).toHaveLength(1);
  },
);

test('one by one, all failing is a failure', async () => {
  const { origin } = await serve(({ method }) => (method === 'POST' ? { body: page } : { status: 401 }));
  await expect(connect(origin).list(['1', '2'], never)).rejects.toThrow('401');
});

const ours = 'darkroom.123456789012345678.abcDEF-_12345678';

test.each<Scripted>([
  { body: page },
  { status: 404, body: page },
  { status: 404, body: { path: '/mj/task/list' } },
  { status: 403 },
])(
  'recent tasks are null where they cannot be listed, until they can: the next question is asked (%#)',
  async (absent) => {
    const { origin, received } = await serve(() =>
      received.length === 1 ? absent : { body: [{ id: '7', state: ours }] },
    );
    const relay = connect(origin);
    expect(await relay.recent([ours], never)).toBeNull();
    expect(await relay.recent([ours], never)).toEqual([{ id: '7', state: ours }]);
  },
);

test.each<[string, Scripted]>([
  ['no list', { body: { code: 4, description: 'no' } }],
  ['half a list that breaks off', { headers: { 'content-length': '4000' }, body: `[{"id":"7","state":"x"},{"id":` }],
  ['an error', { status: 502, body: page }],
])('recent tasks are an error where the answer is %s', async (_, answer) => {
  const { origin } = await serve(() => answer);
  await expect(connect(origin, { deadlines: { list: 300 } }).recent([ours], never)).rejects.toThrow();
});

test('of recent tasks, only those are told that have a state that was asked for', async () => {
  const tasks = [
    { ...done, state: ours, noise: 'x'.repeat(500_000), texts: ['"]}', '\\"state":"'] },
    null,
    { id: 18 },
    { id: '19', state: 'darkroom.1.other', properties: { state: ours } },
    { id: '20', prompt: `{"state":"${ours}"}` },
    { taskId: '21', State: `${ours}::2`, buttons: [{ customId: 'a' }] },
    { id: '22', state: `${ours}::2x` },
  ];
  for (const body of [tasks, { code: 1, result: tasks }, { data: { list: tasks } }]) {
    const { origin } = await serve(() => ({ body }));
    const wanted = [ours, 'darkroom.123456789012345678.another'];
    expect(await connect(origin).recent(wanted, never)).toEqual([
      { id: '17', state: ours },
      { id: '21', state: `${ours}::2` },
    ]);
  }
});

test('a listing of ten megabytes is read as it comes, and no further than to what is wanted', async () => {
  const stranger = {
    id: '1',
    prompt: 'x'.repeat(800),
    state: 'darkroom.1.other',
    buttons: [],
    properties: { finalPrompt: 'y' },
  };
  const many = `${JSON.stringify(stranger)},`.repeat(11_500);
  const { origin } = await serve((_, response) => {
    // It never ends.
    response.write(`[${many}{"id":"7","state":"${ours}"},`);
    return undefined;
  });
  expect(many.length).toBeGreaterThan(9_200_000);
  expect(await connect(origin).recent([ours], never)).toEqual([{ id: '7', state: ours }]);
});

test('in a long listing, an id that is not there does not count as missing', async () => {
  const strangers = Array.from({ length: 3_000 }, (_, n) => ({ id: `stranger-${n}` }));
  const { origin } = await serve(() => ({ body: [{ ...done, id: '1', state: 'a' }, ...strangers] }));
  const { tasks, missing } = await connect(origin).list(['1', '3'], never);
  expect([tasks.map(({ id }) => id), missing]).toEqual([['1'], []]);
});
