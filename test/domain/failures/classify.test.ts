import fc from 'fast-check';
import { expect, test } from 'vitest';
import { classifyFailure } from '../../../src/domain/failures/classify.ts';

test.each([
  ['[Banned prompt detected] The word `gore` is not allowed', 'gore'],
  ['banned prompt: the phrase "blood bath" is banned', 'blood bath'],
  ['Banned words: gore, more', 'gore'],
  ['Our AI moderators feel your prompt might be against our community standards', ''],
  ['Request cancelled due to image filters', ''],
])('%s: a banned word', (text, word) => {
  expect(classifyFailure(text)).toEqual({ kind: 'bannedWord', word });
});

test.each([
  ['可能包含敏感词: gore', 'gore'],
  ['可能包含敏感词', ''],
  ['Prompt 包含违禁词「血腥」', '血腥'],
  ['图片审核未通过', ''],
])('%s: a word that the relay’s own list has, not Midjourney’s', (text, word) => {
  expect(classifyFailure(text)).toEqual({ kind: 'bannedWord', word, by: 'relay' });
});

test.each([
  ['[Invalid parameter] Unrecognized parameter(s): `--foo`', '--foo'],
  ['Unlock your global personalization for V8 first.', '--p'],
  ['not_enough_ratings', '--p'],
  ['参数错误', undefined],
])('%s: the parameter %s', (text, flag) => {
  expect(classifyFailure(text)).toEqual({
    kind: 'invalidParameter',
    detail: text,
    ...(flag !== undefined && { flag }),
  });
});

test.each([
  'Blocked',
  'Blocked, Your access to Midjourney has been blocked.',
  '[Blocked] You have been blocked from accessing Midjourney',
  'Pending mod message',
  '[Pending mod message] You have a pending message from our moderators',
  '[Action needed to continue] Please open the link',
  'Plan Cancelled',
  'Subscription required',
  'Subscription paused',
  'Your subscription has expired',
  '[Are you human?] /captcha/embedded/00000000',
  'You need to verify your account in order to perform this action.',
  '401 Unauthorized: [no body]',
  'Unknown Integration',
  'Invalid Form Body',
  'This command is outdated, please try again in a few minutes',
  'You are being rate limited.',
  'The account has been banned',
  'You have run out of fast hours',
  'You have been blocked from accessing Midjourney',
  'Tos not accepted, please accept the terms',
  'Credits exhausted',
  'This feature requires a Pro or Mega plan',
  'Please accept our terms of service',
  '没有 fast 时长',
  '上传图片到discord失败',
  '账号已被封禁',
  '账号需要人机验证',
  '订阅已过期',
  '快速时长已用完',
  '用户额度不足',
  'insufficient_quota',
  '获取渠道信息失败，请联系管理员，渠道ID：7',
  '该任务所属渠道已被禁用',
  'The channel associated with this task has been disabled',
  'Your subscription has lapsed',
  'Your access to Midjourney has been revoked',
  '账户已被暂停',
  '你已被封号',
  '需要人机校验',
  '请先完成验证',
  '没有剩余的快速时间',
])('%s: only the operator can fix it, who is told the words', (text) => {
  expect(classifyFailure(text)).toEqual({ kind: 'operator', detail: text });
});

test.each([
  ['[Invalid parameter] Unrecognized parameter(s): `--foo`', 'invalidParameter'],
  ['参数错误', 'invalidParameter'],
  ['Turbo mode is not supported for video', 'filmSpeed'],
  ["Turbo mode isn't supported for video jobs", 'filmSpeed'],
  ['Video relax is only available to Pro and Mega plans', 'filmSpeed'],
  ['Relax mode for video is limited to Pro and Mega plans.', 'filmSpeed'],
  ['视频不支持 turbo 模式', 'filmSpeed'],
  ['实例不可用', 'noAccount'],
  ['No available account instance', 'noAccount'],
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
  ['任务超时', 'timedOut'],
  ['上游任务超时（超过1小时）', 'timedOut'],
  ['任务超时，自动取消', 'timedOut'],
  ['执行超时 5 分钟', 'timedOut'],
  ['任务提交超时', 'timedOut'],
  ['Read timed out', 'timedOut'],
  ['Task timeout', 'timedOut'],
  ['文件上传失败', 'pictureUnreadable'],
  ['解析链接失败 https://x/1.png, 404', 'pictureUnreadable'],
  ['图片生成失败', 'taskFailed'],
  ['未找到父级任务', 'taskUnknown'],
  ['不支持的操作', 'unsupported'],
  ['找不到 extend 按钮', 'unsupported'],
  ['Waiting for window confirm: 无效参数', 'windowFailed'],
  ['Image denied', 'bannedWord'],
  ['Empty prompt', 'invalidRequest'],
  ['提示词过长', 'invalidRequest'],
  ['Too many images', 'invalidRequest'],
  ['垫图下载失败', 'pictureUnreadable'],
  ['Job action restricted', 'unsupported'],
  ['version 8 does not support upscale', 'unsupported'],
  ['不支持的 action', 'unsupported'],
  ['Invalid aspect ratio', 'invalidParameter'],
  ['并发数已达上限', 'saturated'],
  ['No accounts available', 'noAccount'],
  ['原任务已过期', 'taskUnknown'],
  ['Forbidden word: gore', 'bannedWord'],
  ['The prompt contains forbidden content', 'bannedWord'],
  ['提示词不符合社区规范', 'bannedWord'],
  ['内容审查未通过', 'bannedWord'],
  ['Unsupported image type', 'pictureUnreadable'],
  ['无法下载图片', 'pictureUnreadable'],
  ['下载图片失败', 'pictureUnreadable'],
  ['不支持的参数 --foo', 'invalidParameter'],
  ['You have reached the maximum number of concurrent jobs', 'queueFull'],
  ['系统繁忙，请稍后再试', 'saturated'],
  ['The application did not respond', 'timedOut'],
  ['Request cancelled', 'taskCancelled'],
  ['服务重启，任务中断', 'taskLost'],
  ['账号已掉线', 'noAccount'],
  ['Prompt blocked by our moderators', 'bannedWord'],
  ['Queue full', 'queueFull'],
  ['任务失败，请重试', 'taskFailed'],
  ['任务处理失败', 'taskFailed'],
  ['服务异常，请稍后重试', 'taskFailed'],
  ['已取消', 'taskCancelled'],
  ['任务被管理员取消', 'taskCancelled'],
  ['user cancelled', 'taskCancelled'],
  ['Task was aborted', 'taskCancelled'],
  ['Stopped by admin', 'taskCancelled'],
  ['任务执行超过10分钟', 'timedOut'],
  ['Could not find parent', 'taskUnknown'],
  ['原图任务已过期', 'taskUnknown'],
  ['Image link expired', 'pictureUnreadable'],
  ['The image could not be downloaded', 'pictureUnreadable'],
  ['The image could not be generated', 'taskFailed'],
  ['图片链接已过期', 'pictureUnreadable'],
  ['无法打开图片', 'pictureUnreadable'],
  ['prompt contains blocked term: "gore"', 'bannedWord'],
  ['--foo is not a valid parameter', 'invalidParameter'],
  ['参数 --ar 不正确', 'invalidParameter'],
  ['aspect ratio must be between 1:14 and 14:1', 'invalidParameter'],
  ['queue limit reached', 'queueFull'],
  ['You already have 10 jobs queued', 'queueFull'],
  ['排队人数过多', 'queueFull'],
  ['Discord 断开连接', 'noAccount'],
  ['没有在线账号', 'noAccount'],
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
