import { expect, test } from 'vitest';
import type { Submission } from '../../../src/domain/job/request.ts';
import { readSubmitAnswer } from '../../../src/relay/submit/answer-schema.ts';
import { readRefusal } from '../../../src/relay/submit/refusal.ts';
import { imagine, reroll } from './submissions.ts';

const code = (number: number, description: string, more: object = {}) => ({ code: number, description, ...more });
const error = (message: string) => ({ error: { message, type: 'new_api_error' } });

function meant(status: number, body: object, submission: Submission = imagine) {
  const answer = readSubmitAnswer({ status, text: JSON.stringify(body), retryAfter: null }, 'http://relay.test');
  return readRefusal(answer, answer.text, submission);
}

/** What servers say when they have passed a submission on, or cannot tell whether they have. */
const open: readonly (readonly [status: number, body: object])[] = [
  ...[
    '请勿重复提交',
    'Duplicate request',
    '扣费成功，但任务ID为空',
    'taskId is null',
    'empty task id returned',
    '获取上游响应失败',
    '解析上游响应失败',
    '上游返回为空',
    'Failed to parse upstream response',
    "invalid character '<' looking for beginning of value",
    'unexpected end of JSON input',
    '生成的图片包含违规词',
    'The output image contains sensitive words',
    '任务正在处理中',
    'Task is processing',
    'already in progress',
    '保存任务失败',
    '写入数据库失败',
    'failed to save task',
    'database is locked',
    'Internal error',
    'Unknown error',
    '服务器错误',
    '未知错误',
    '网络异常，请稍后在任务列表查看',
  ].map((words) => [200, code(4, words)] as const),
  ...['响应格式错误', 'invalid response', 'Content-Length mismatch'].map((words) => [200, code(-1, words)] as const),
  ...['network error', '数据库错误'].map((words) => [200, code(3, words)] as const),
  ...['Task added to the queue', '排队中，前面还有3个任务', ''].map(
    (words) => [200, code(23, words, { result: '17' })] as const,
  ),
  [200, code(23, '排队中')],
  ...['Duplicate submission', 'The request was forwarded, but the upstream is limited', 'upstream returned no id'].map(
    (words) => [429, error(words)] as const,
  ),
  [500, error('The generated image was blocked by our content policy')],
  [500, error('upstream queue is full after insert')],
  [400, error('invalid token: unexpected token < in JSON')],
  [400, error('response image exceeds the limit')],
];

test.each(open)('what may have been passed on is not told to be free, nor sent again: HTTP %i %j', (status, body) => {
  expect(meant(status, body)).toBeNull();
});

const refusals: readonly (readonly [status: number, body: object, kind: string])[] = [
  [200, code(4, 'prompt is blank'), 'invalidRequest'],
  [200, code(4, '系统繁忙'), 'saturated'],
  [200, code(9, '提交失败，系统异常'), 'relayFailed'],
  [200, code(23, 'Queue is full, try again later', { result: '17' }), 'queueFull'],
  [200, code(23, '排队任务已满，请稍后重试'), 'queueFull'],
  [200, code(3, '账号不可用: 17'), 'noAccount'],
  [429, error('Rate limited: the request was not forwarded'), 'saturated'],
];

test.each(refusals)('what a relay says before it makes anything stays a refusal: HTTP %i %j', (status, body, kind) => {
  expect(meant(status, body)?.reason.kind).toBe(kind);
});

test.each<readonly [status: number, body: object, kind: string]>([
  [404, { code: 404, message: 'No static resource mj/submit/action.' }, 'unsupported'],
  [503, error('There are no channels that support model mj_reroll'), 'unsupported'],
  [200, code(4, 'Task does not exist'), 'taskUnknown'],
  [200, code(4, '父任务未完成'), 'taskNotReady'],
])('what a relay says of a button is told in the right words: HTTP %i %j is %s', (status, body, kind) => {
  expect(meant(status, body, reroll)?.reason.kind).toBe(kind);
});
