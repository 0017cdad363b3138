import { expect, test } from 'vitest';
import type { Submission } from '../../../src/domain/job/request.ts';
import { connect, isQuestion, never, type Scripted, serve } from '../scripted-server.ts';
import { imagine, modal, reroll, shorten, upscale } from './submissions.ts';

type Row = [name: string, answer: Scripted, outcome: object, submission?: Submission];

const accepted = { kind: 'accepted', taskId: '17', window: false, ahead: null };
const refused = (kind: string, more: object = {}) => ({ kind: 'refused', reason: { kind, ...more } });
const busy = (kind: string, retryAfter: number | null = null) => ({ kind: 'busy', reason: { kind }, retryAfter });
const unknown = { kind: 'unknown', detail: expect.any(String) };
const code = (number: unknown, more: object = {}) => ({ code: number, description: '', result: null, ...more });
const error = (message: string, more: object = {}) => ({ error: { message, type: 'new_api_error', ...more } });
const page = '<!DOCTYPE html><html><body>not for you</body></html>';

const rows: Row[] = [
  ['code 1', { body: code(1, { result: '17', properties: {} }) }, accepted],
  ['code 1 as text', { body: code('1', { result: '17' }) }, accepted],
  ['code 0 with an id', { body: code(0, { result: '17' }) }, accepted],
  ['a number as result', { body: code(1, { result: 17 }) }, accepted],
  ['a list as result', { body: code(1, { result: ['', '17', '18'] }) }, { ...accepted, others: ['18'] }],
  ['a comma list as result', { body: code(1, { result: ' 17,18' }) }, { ...accepted, others: ['18'] }],
  [
    'a long bare number',
    { body: '{"code":1,"result":17300000000001234}' },
    { ...accepted, taskId: '17300000000001234' },
  ],
  ['an id in an object', { body: code(1, { result: { taskId: '17' } }) }, accepted],
  ['an id in an object, otherwise spelt', { body: code('1', { result: { task_id: 17 } }) }, accepted],
  ['ids in objects', { body: code(1, { result: [{ id: '17' }, { id: '18' }] }) }, { ...accepted, others: ['18'] }],
  ['an id under data', { body: { code: 1, data: { task_id: '17' } } }, accepted],
  ['a bare id under data', { body: { code: 1, data: '17' } }, accepted],
  ['an id with the 200 of a server that repeats the status', { body: { code: 200, data: { taskId: '17' } } }, accepted],
  ['a 200 without an id', { body: { code: 200, message: 'success' } }, unknown],
  ['a sentence in the place of an id', { body: code(1, { result: '提交成功' }) }, unknown],
  ['a word in the place of an id', { body: code(1, { result: 'success' }) }, unknown],
  ['an object without an id', { body: code(1, { result: { name: '17' } }) }, unknown],
  ['an id without a code that accepts', { body: { code: 500, data: { task_id: '17' } } }, unknown],
  ['code 22', { body: code(22, { result: '17', properties: { numberOfQueues: 3 } }) }, { ...accepted, ahead: 3 }],
  [
    'a queue as text',
    { body: code(1, { result: '17', properties: { numberOfQueues: '2' } }) },
    { ...accepted, ahead: 2 },
  ],
  [
    'a confirm text',
    { body: code(1, { result: '17', description: 'Waiting for window confirm' }) },
    { ...accepted, window: true },
  ],
  ['弹窗', { body: code(1, { result: '17', description: '弹窗等待' }) }, { ...accepted, window: true }],
  ['remix', { body: code(21, { result: '17', properties: { remix: true } }) }, { ...accepted, window: true }],
  ['21 with a status', { body: code(21, { result: '17', properties: { status: 'SUCCESS' } }) }, accepted, upscale],
  [
    '21 with a picture',
    { body: code(21, { result: '17', properties: { imageUrl: 'https://x/1' } }) },
    accepted,
    upscale,
  ],
  ['a modal answered "confirm"', { body: code(21, { result: '17', description: 'confirm' }) }, accepted, modal],
  [
    'images',
    { body: { created: 1, data: [{ url: 'https://x/1?a=b&' }, { url: '/2' }] } },
    { kind: 'images', urls: ['https://x/1?a=b&', expect.stringMatching(/^http:\/\/127.+\/2$/)] },
  ],
  [
    'images with a bad entry',
    { body: { created: 1, data: [null, {}, { url: 'https://x/2' }] } },
    { kind: 'images', urls: ['https://x/2'] },
  ],
  [
    'images beside a code',
    { body: { code: 200, data: [{ url: 'https://x/2' }] } },
    { kind: 'images', urls: ['https://x/2'] },
  ],
  ['empty data', { body: { created: 1, data: [] } }, unknown],
  ['missing data', { body: { created: 1 } }, unknown],
  ['code 1 without result', { body: code(1, { result: '' }) }, unknown],
  ['code 21 without result', { body: code(21) }, unknown],
  ['code 5', { status: 400, body: { description: 'do_request_failed ', type: 'upstream_error', code: 5 } }, unknown],
  ['an unrecorded task', { status: 400, body: { description: 'insert_midjourney_task_failed ', code: 4 } }, unknown],
  ['an unknown code', { body: code(77) }, unknown],
  ['code 3 to an imagine', { body: code(3, { description: '无可用的账号实例' }) }, busy('noAccount')],
  ['want of an account with another code', { body: code(4, { description: '实例不可用' }) }, refused('noAccount')],
  [
    'code 3 to an action',
    { body: code(3, { description: '关联任务不存在或已失效' }) },
    refused('taskUnknown'),
    upscale,
  ],
  [
    'code 3 to an action for want of an account',
    { body: code(3, { description: '无可用的账号实例' }) },
    busy('noAccount'),
    upscale,
  ],
  ['404 with code 3', { status: 404, body: code(3) }, refused('taskUnknown'), upscale],
  [
    'code 4',
    { body: code(4, { description: 'prompt is blank' }) },
    refused('invalidRequest', { detail: 'prompt is blank' }),
  ],
  [
    'code 4 about a parameter',
    { body: code(4, { description: 'Invalid parameter --foo' }) },
    refused('invalidParameter', { detail: 'Invalid parameter --foo', flag: '--foo' }),
  ],
  [
    'code 4 about a forbidden word',
    { body: code(4, { description: 'forbidden word: gore' }) },
    refused('bannedWord', { word: 'gore', by: 'relay' }),
  ],
  [
    'code 9 about the speed of a film',
    { body: code(9, { description: 'Video turbo is not supported' }) },
    refused('filmSpeed', { speed: 'turbo' }),
  ],
  [
    'code 9 about edits that are switched off',
    { body: code(9, { description: '当前账号不支持编辑/重绘任务' }) },
    refused('unsupported', { detail: '当前账号不支持编辑/重绘任务' }),
  ],
  [
    'the same in English',
    { body: code(4, { description: 'Editing is not enabled for this account' }) },
    refused('unsupported', { detail: 'Editing is not enabled for this account' }),
  ],
  [
    'uploads that are switched off, in English',
    { body: code(4, { description: 'Uploads are forbidden' }) },
    refused('unsupported', { detail: 'Uploads are forbidden', feature: 'uploads' }),
    { ...imagine, images: ['https://x/1'] },
  ],
  [
    'remix that is switched off, in English',
    { body: code(4, { description: 'The account does not support remix' }) },
    refused('unsupported', { detail: 'The account does not support remix', feature: 'remix' }),
    { ...reroll, remix: true },
  ],
  ['code 4 about a window', { body: code(4, { description: '弹窗已关闭' }) }, refused('windowFailed'), modal],
  ['code 4 about a parent', { body: code(4, { description: '关联任务状态错误' }) }, refused('taskNotReady'), upscale],
  ['code 9 in words that nobody knows', { body: code(9, { description: 'the moon is wrong' }) }, unknown],
  ['code 9 for a full queue', { body: code(9, { description: '提交失败，队列已满' }) }, busy('queueFull')],
  ['code 23', { body: code(23, { result: '17', description: '队列已满' }) }, busy('queueFull')],
  [
    'code 24',
    { body: code(24, { properties: { bannedWord: 'gore' } }) },
    refused('bannedWord', { word: 'gore', by: 'relay' }),
  ],
  [
    'code 24 that names it in its text',
    { body: code(24, { description: '可能包含敏感词: gore' }) },
    refused('bannedWord', { word: 'gore', by: 'relay' }),
  ],
  [
    'code 30',
    { status: 429, headers: { 'retry-after': '7' }, body: { description: 'full', type: 'x', code: 30 } },
    busy('saturated', 7000),
  ],
  ['429 with an error object', { status: 429, body: error('too many') }, busy('saturated')],
  [
    '429 for want of money',
    { status: 429, body: error('too many', { code: 'insufficient_quota' }) },
    refused('operator', { detail: 'too many' }),
  ],
  ['429 with code 23', { status: 429, body: code(23) }, busy('queueFull')],
  ['429 with a page', { status: 429, body: page }, refused('saturated')],
  [
    '503 with no channel',
    { status: 503, body: error('no channel', { code: 'model_not_found' }) },
    refused('operator', { detail: 'no channel' }),
  ],
  [
    '503 with no channel for a button',
    { status: 503, body: error('no channel', { code: 'model_not_found' }) },
    refused('unsupported', { detail: 'no channel' }),
    reroll,
  ],
  [
    '503 for content',
    { status: 503, body: error('violates our content policy') },
    refused('bannedWord', { word: '', by: 'relay' }),
  ],
  ['429 with code 5', { status: 429, body: code(5, { description: 'busy' }) }, unknown],
  ['503 after the upstream hung up', { status: 503, body: error('do request failed: unexpected EOF') }, unknown],
  ['a gateway that timed out', { status: 400, body: error('context deadline exceeded') }, unknown],
  ['503 with a page', { status: 503, body: page }, unknown],
  ['500 with an error object', { status: 500, body: error('panic', { type: 'new_api_panic' }) }, unknown],
  [
    '401 of an upstream with a code of its own',
    { status: 401, body: code(3, { description: 'unauthorized' }) },
    refused('operator', { detail: 'unauthorized' }),
  ],
  [
    '403 of an upstream with code 4',
    { status: 403, body: { code: 4, description: '禁止访问' } },
    refused('operator', { detail: '禁止访问' }),
  ],
  [
    '403 of an upstream with code 9',
    { status: 403, body: code(9, { description: 'Forbidden' }) },
    refused('operator', { detail: 'Forbidden' }),
  ],
  ['401', { status: 401 }, refused('operator', { detail: 'HTTP 401' })],
  [
    '401 with an error',
    { status: 401, body: error('invalid token sk-secret-key') },
    refused('operator', { detail: 'invalid token [hidden]' }),
  ],
  ['403 in plain text', { status: 403, body: '禁止访问' }, refused('operator', { detail: '禁止访问' })],
  [
    'no quota',
    { status: 400, body: { description: 'quota_not_enough ', code: 4 } },
    refused('operator', { detail: 'quota_not_enough' }),
  ],
  [
    'an unknown action',
    { status: 400, body: error('unknown_action:MJ::x::y') },
    refused('unsupported', { detail: 'unknown_action:MJ::x::y' }),
    reroll,
  ],
  [
    'a parent that is not ready',
    { status: 400, body: { description: 'task_status_not_success ', type: 'upstream_error', code: 4 } },
    busy('taskNotReady'),
    reroll,
  ],
  [
    'an unknown parent',
    { status: 400, body: { description: 'task_not_found ', type: 'upstream_error', code: 4 } },
    refused('taskUnknown'),
    reroll,
  ],
  [
    'a disabled channel',
    { status: 400, body: { description: '该任务所属渠道已被禁用 ', type: 'upstream_error', code: 4 } },
    refused('parentClosed'),
    reroll,
  ],
  [
    'a filter',
    { body: { success: false, code: -1, message: 'state too long', timestamp: 1 } },
    refused('invalidRequest', { detail: 'state too long' }),
  ],
  ['a filter in capitals', { body: { Success: false, Code: -1, Message: '并发限制' } }, busy('saturated')],
  ['a page with 200', { body: page }, unknown],
  ['a page with 200 for an extra', { body: page }, unknown, shorten],
  [
    'the web interface of a gateway for an extra',
    { body: '<!doctype html><html><body><div id="root"></div></body></html>' },
    refused('unsupported', { detail: 'no such endpoint' }),
    shorten,
  ],
  ['a page with 502', { status: 502, body: page }, unknown],
  ['a page with 404', { status: 404, body: page }, refused('operator', { detail: 'not for you' })],
  [
    'an endpoint that does not exist',
    { status: 404, body: error('Invalid URL') },
    refused('operator', { detail: 'Invalid URL' }),
    reroll,
  ],
  [
    'a framework that names the address it lacks, for a button',
    {
      status: 404,
      body: { timestamp: '2026-01-01', status: 404, error: 'Not Found', path: '/mj/submit/action' },
    },
    refused('unsupported', { detail: 'Not Found' }),
    reroll,
  ],
  [
    'the same for a window’s text',
    { status: 404, body: { status: 404, error: 'Not Found', path: '/mj/submit/modal' } },
    refused('unsupported', { detail: 'Not Found' }),
    modal,
  ],
  [
    'the same for an imagine: the address is wrong',
    { status: 404, body: { status: 404, error: 'Not Found', path: '/mj-fast/mj/submit/imagine' } },
    refused('operator', { detail: 'Not Found' }),
  ],
  [
    'another framework, for a button',
    { status: 404, body: '<html><body><pre>Cannot POST /mj/submit/action</pre></body></html>' },
    refused('unsupported', { detail: 'Cannot POST /mj/submit/action' }),
    reroll,
  ],
  ['413', { status: 413, body: page }, refused('pictureTooLarge'), { ...imagine, images: ['https://x/1'] }],
  ['an empty answer', {}, unknown],
  ['no content', { status: 204 }, unknown],
  ['cut JSON', { body: '{"code":1,"result":"17' }, unknown],
  ['a bare string', { body: '"17"' }, unknown],
  [
    'a redirect',
    { status: 308, headers: { location: 'https://elsewhere.example/' } },
    refused('operator', { detail: expect.stringContaining('redirects') }),
  ],
  ['an answer over the cap', { body: { ...code(1, { result: '17' }), more: 'x'.repeat(1_100_000) } }, unknown],
];

test.each(rows)('%s', async (_, answer, outcome, submission = imagine) => {
  const { origin, received } = await serve((request) => (isQuestion(request) ? { body: { code: 4 } } : answer));
  const got = await connect(origin).submit(submission, 'job-1', never);
  expect(got).toEqual(outcome);
  expect(received.filter((request) => !isQuestion(request))).toHaveLength(1);
});
