import type { Reason } from './reason.ts';

/**
 * The reason that a relay's own words about a failure mean. Relays mix English and Chinese, and their operators may rewrite
 * the texts, so this looks for fragments, ignores case and falls back to `taskFailed` with the words themselves. The first
 * rule that fits decides, so narrow ones come before wide ones.
 */
export function classifyFailure(text: string): Reason {
  const start = text.slice(0, READ_MAX);
  const detail = excerpt(start);
  const known = rules.find(([pattern]) => pattern.test(start));
  return known ? known[1](detail, start) : { kind: 'taskFailed', detail };
}

/** How much of a relay's text is read, in UTF-16 units. */
const READ_MAX = 4_000;

/** The word that a relay does not allow; empty when its text does not name it. */
export function bannedWord(text: string): string {
  const start = text.slice(0, READ_MAX);
  const found = bannedWordPatterns.map((pattern) => pattern.exec(start)?.[1]?.trim()).find((word) => word);
  return found ? found.slice(0, 80).toWellFormed() : '';
}

/** One line of at most 200 characters. */
function excerpt(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, 200).toWellFormed();
}

const rules: readonly (readonly [RegExp, (detail: string, text: string) => Reason])[] = [
  [
    /account\b.{0,40}\b(?:banned|blocked|disabled|suspended)|channel\b.{0,60}\bdisabled|账号.{0,20}(?:封|禁)|实例不可用|无可用|没有可用|渠道已被禁用|(?:no|not)\b.{0,12}\bavailable\b.{0,20}\b(?:account|instance)|(?:account|instance)s?\b.{0,40}\b(?:unavailable|not (?:available|found))|get_channel_info_failed/i,
    () => ({ kind: 'noAccount' }),
  ],
  [
    /\bbanned\b|bannedprompt|\bsensitive\b|敏感|违禁|违规|屏蔽词|content.?policy|\bmoderat(?:ed|ion|ors?)\b|community (?:standards|guidelines)|\bnsfw\b|(?:image|output|safety) filters?/i,
    (_, text) => ({ kind: 'bannedWord', word: bannedWord(text) }),
  ],
  [
    /quota|insufficient.{0,20}(?:balance|credit|fund)|余额不足|额度|欠费|subscription (?:required|expired|paused)/i,
    (detail) => ({ kind: 'operator', detail }),
  ],
  [
    /(?:image|picture|file|图片|文件).{0,20}(?:too (?:large|big)|exceeds|过大|太大)|\btoo large\b/i,
    () => ({ kind: 'pictureTooLarge' }),
  ],
  [
    /invalid (?:image|link|base64)|(?:could not|cannot|failed to|unable to) (?:fetch|download|load|read) .{0,20}image|base64.{0,20}(?:错误|格式|invalid)|图片.{0,12}(?:失败|无效|错误)|无效.{0,4}(?:图片|链接)/i,
    () => ({ kind: 'pictureUnreadable' }),
  ],
  [
    /invalid.{0,3}param|unrecogni[sz]ed param|unknown param|invalid (?:value|argument|prompt)|参数.{0,6}(?:错误|无效|有误|不合法)|无效.{0,4}参数|not (?:supported|available|compatible).{0,30}(?:video|with)|video.{0,60}(?:not support|pro\b|mega)|视频.{0,30}(?:不支持|turbo|relax)/i,
    (detail) => ({ kind: 'invalidParameter', detail }),
  ],
  [/queue (?:is )?full|队列已满|队列满|排队.{0,6}满|queue_full/i, () => ({ kind: 'queueFull' })],
  [
    /取消任务|强制取消|删除任务|任务(?:已经?)?被?取消|\bcancell?ed by (?:the )?user|\btask (?:was )?cancell?ed/i,
    () => ({ kind: 'taskCancelled' }),
  ],
];

/** Ways in which relays name a word that they do not allow, the surest first. */
const bannedWordPatterns = [
  /(?:word|phrase|prompt|词)s?\s*(?:[:：]\s*)?[`'"“‘「『]([^`'"”’」』\n]{1,80})[`'"”’」』]/i,
  /(?:banned|sensitive|forbidden) (?:word|phrase)s?\s*[:：]\s*([^\s,.;，。；]{1,80})/i,
  /(?:敏感|违禁|违规|屏蔽)词\s*[:：]\s*([^\s,.;，。；]{1,80})/,
  /[`“「『]([^`”」』\n]{1,80})[`”」』]/,
];
