import fc from 'fast-check';
import { expect, test } from 'vitest';
import { classifyFailure } from '../../../src/domain/failures/classify.ts';

test.each([
  ['[Banned prompt detected] The word `gore` is not allowed', 'gore'],
  ['banned prompt: the phrase "blood bath" is banned', 'blood bath'],
  ['可能包含敏感词: gore', 'gore'],
  ['Prompt 包含违禁词「血腥」', '血腥'],
  ['Banned words: gore, more', 'gore'],
  ['可能包含敏感词', ''],
  ['Our AI moderators feel your prompt might be against our community standards', ''],
  ['Request cancelled due to image filters', ''],
])('%s: a banned word', (text, word) => {
  expect(classifyFailure(text)).toEqual({ kind: 'bannedWord', word });
});

test.each([
  ['[Invalid parameter] Unrecognized parameter(s): `--foo`', 'invalidParameter'],
  ['参数错误', 'invalidParameter'],
  ['Turbo mode is not supported for video', 'invalidParameter'],
  ['Video relax is only available to Pro and Mega plans', 'invalidParameter'],
  ['实例不可用', 'noAccount'],
  ['No available account instance', 'noAccount'],
  ['The account has been banned', 'noAccount'],
  ['该任务所属渠道已被禁用', 'noAccount'],
  ['origin task channel is disabled', 'noAccount'],
  ['The channel associated with this task has been disabled', 'noAccount'],
  ['Invalid link https://x/1', 'pictureUnreadable'],
  ['base64格式错误', 'pictureUnreadable'],
  ['Image too large', 'pictureTooLarge'],
  ['提交失败，队列已满', 'queueFull'],
  ['Queue is full, please try again later', 'queueFull'],
  ['Task queued', 'taskFailed'],
  ['取消任务', 'taskCancelled'],
  ['强制取消', 'taskCancelled'],
  ['删除任务', 'taskCancelled'],
  ['任务已被取消', 'taskCancelled'],
  ['用户额度不足', 'operator'],
  ['insufficient_quota', 'operator'],
  ['任务超时', 'taskFailed'],
  ['上游任务超时（超过1小时）', 'taskFailed'],
  ['服务异常，请稍后重试', 'taskFailed'],
  ['', 'taskFailed'],
])('%s: %s', (text, kind) => {
  expect(classifyFailure(text).kind).toBe(kind);
});

test('a text nobody knows is passed on in one short line', () => {
  expect(classifyFailure(`a\n\n b ${'c'.repeat(999)}`)).toEqual({
    kind: 'taskFailed',
    detail: `a b ${'c'.repeat(196)}`,
  });
});

test('any text has a reason, and a fast one', () => {
  const pieces = fc.constantFrom(
    'invalid',
    'image',
    'video',
    'account',
    'word',
    '`',
    '"',
    ' ',
    '参数',
    'failed to load',
    'x'.repeat(500),
  );
  const texts = fc.oneof(
    fc.string(),
    fc.array(pieces, { maxLength: 200 }).map((list) => list.join(' ')),
  );
  fc.assert(fc.property(texts, (text) => classifyFailure(text).kind !== 'internal'));
});
