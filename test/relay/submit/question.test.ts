import { expect, test } from 'vitest';
import { connect, never, type Scripted, serve } from '../scripted-server.ts';

const unknownTask: Scripted = { status: 400, body: { code: 4, description: 'task_no_found ', type: 'upstream_error' } };
const page = '<!doctype html><html><body><div id="root"></div></body></html>';
const noChannel = { error: { message: '当前分组 default 下对于模型 mj_modal 无可用渠道', type: 'new_api_error' } };
const failed = (description: string): Scripted => ({
  status: 400,
  body: { code: 5, description, type: 'upstream_error' },
});

test.each<readonly [what: string, reachable: boolean, question: Scripted, fetched: Scripted]>([
  [
    'the server behind the gateway refuses the question',
    true,
    { body: { code: 4, description: 'taskId不能为空' } },
    {},
  ],
  ['there is no such endpoint', true, { status: 404, body: { status: 404, path: '/mj/submit/modal' } }, {}],
  ['the key is refused', true, { status: 401, body: '' }, {}],
  ['a gateway cannot reach the server behind it', false, failed('do_request_failed '), unknownTask],
  ['a gateway cannot read what that server says', false, failed('unmarshal_response_body_failed '), unknownTask],
  ['it breaks down', false, { status: 502, body: page }, unknownTask],
  ['it is overloaded', false, { status: 429, body: '' }, unknownTask],
  ['the gateway sells no windows, and answers otherwise', true, { status: 503, body: noChannel }, unknownTask],
  ['the gateway sells no windows, and breaks down otherwise', false, { status: 503, body: noChannel }, { status: 500 }],
  ['it serves its web page there, and answers otherwise', true, { body: page }, unknownTask],
])('whether a submission would arrive, where %s: %s', async (_, reachable, question, fetched) => {
  const { origin, received } = await serve(({ path }) => (path.endsWith('/submit/modal') ? question : fetched));
  expect(await connect(origin).isReachable(never)).toBe(reachable);
  expect(received.filter(({ path }) => path.includes('/submit/')).map(({ body }) => body)).toEqual(['{}']);
});

test('nothing arrives where nobody answers', async () => {
  const { origin } = await serve(({ socket }) => {
    socket.destroy();
    return undefined;
  });
  expect(await connect(origin).isReachable(never)).toBe(false);
});
