import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escapeReason } from '../../src/discord/render/escape.ts';
import { classifyFailure } from '../../src/domain/failures/classify.ts';
import type { Reason } from '../../src/domain/failures/reason.ts';
import { en } from '../../src/text/en/index.ts';
import { zh } from '../../src/text/zh/index.ts';

/** What relays write into a failed task, in either language, and what becomes of it that a member can use. */
const said: readonly (readonly [text: string, english: RegExp, chinese: RegExp])[] = [
  ['Blocked', /Only the people who run the bot can fix that/, /只有运行机器人的人能解决/],
  ['[Are you human?] /captcha/embedded/00000000', /people who run the bot/, /只有运行机器人的人/],
  ['Plan Cancelled', /people who run the bot/, /只有运行机器人的人/],
  ['上传图片到discord失败', /people who run the bot/, /只有运行机器人的人/],
  ['获取渠道信息失败，请联系管理员，渠道ID：7', /people who run the bot/, /只有运行机器人的人/],
  [
    'Relax mode for video is limited to Pro and Mega plans.',
    /cannot make films in relax mode/,
    /不能用 relax 模式制作视频/,
  ],
  ["Turbo mode isn't supported for video jobs", /cannot make films in turbo mode/, /不能用 turbo 模式制作视频/],
  ['Unlock your global personalization for V8 first.', /does not take “--p”/, /不接受提示词里的“--p”/],
  ['[Invalid parameter] Unrecognized parameter(s): `--foo`', /does not take “--foo”/, /不接受提示词里的“--foo”/],
  ['参数错误', /does not understand a parameter/, /看不懂提示词里的某个参数/],
  ['Invalid link', /picture .* (?:could not|cannot) be read/, /图片无法读取/],
  ['文件上传失败', /picture .* (?:could not|cannot) be read/, /图片无法读取/],
  ['Request cancelled due to output filters', /Midjourney does not allow/, /Midjourney 不允许/],
  [
    '可能包含敏感词: gore',
    /service does not allow “gore”.*not Midjourney’s/,
    /Midjourney 服务不允许.*“gore”.*不是 Midjourney 的/,
  ],
  ['任务超时', /service stopped waiting.*may cost a second time/, /不再等待.*可能会第二次计费/],
  ['Read timed out', /service stopped waiting/, /不再等待/],
  ['强制取消', /cancelled/, /已取消/],
  ['未找到父级任务', /no longer knows this picture/, /已经不认识这张图/],
  ['Queue full', /very busy/, /非常忙/],
  ['Waiting for window confirm: 无效参数', /could not pass your text on/, /没能转交你的文字/],
  ['服务异常，请稍后重试', /^Midjourney could not make this\. Try again/, /没能做出来/],
  ['The moon is in the wrong house', /could not make this\. It says: “The moon/, /^Midjourney 没能做出来。请再试一次/],
];

function told(reason: Reason, words: typeof en | typeof zh, free = false): string {
  const { what, next } = words.explain(escapeReason(reason), 'ref-1', free);
  return `${what} ${next}`.replace(/(?<=[。！]) /g, '');
}

/** A run of English words, which no name of a product or a mode is. */
const englishWords = /[A-Za-z']{2,} [A-Za-z']{2,} [A-Za-z']{2,}/;

describe('what a relay says of a failed task', () => {
  test.each(said)('is understood in both languages: %s', (text, english, chinese) => {
    const reason = classifyFailure(text);
    expect(told(reason, en)).toMatch(english);
    expect(told(reason, en)).not.toMatch(/\p{Script=Han}/u);
    expect(told(reason, zh)).toMatch(chinese);
    expect(told(reason, zh)).not.toMatch(englishWords);
  });

  test('never promises that nothing was charged without a proof', () => {
    for (const text of said.map(([words]) => words)) {
      expect(told(classifyFailure(text), en)).not.toMatch(/nothing (?:was|is) charged/i);
      expect(told(classifyFailure(text), zh)).not.toMatch(/没有产生费用|不会计费/);
    }
  });
});

test('whatever a relay says that nobody has heard of, nobody reads it in a language that is not theirs', () => {
  const kinds = fc.constantFrom('invalidParameter', 'invalidRequest', 'unsupported', 'taskFailed', 'operator');
  const words = fc.array(fc.constantFrom('the moon is wrong', '月亮错了', 'task', '任务', '--', ' ', '：'), {
    maxLength: 8,
  });
  fc.assert(
    fc.property(kinds, words, (kind, parts) => {
      const reason: Reason = { kind, detail: parts.join('') };
      expect(told(reason, en)).not.toMatch(/\p{Script=Han}/u);
      if (!parts.some((part) => /\p{Script=Han}/u.test(part))) expect(told(reason, zh)).not.toMatch(englishWords);
    }),
  );
});

test('Midjourney is said to have started only where something was seen of it', () => {
  expect(told({ kind: 'taskFailed', detail: '' }, en)).not.toContain('started');
  expect(told({ kind: 'taskFailed', detail: '', begun: true }, en)).toContain('Midjourney started');
  expect(told({ kind: 'taskFailed', detail: '', begun: true }, zh)).toContain('开始了');
});
