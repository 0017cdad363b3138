import { bannedWord, classifyFailure, invalidParameter } from '../../domain/failures/classify.ts';
import type { Reason } from '../../domain/failures/reason.ts';
import type { Submission } from '../../domain/job/request.ts';

/** What a relay's refusal means, for good or for now. */
export type Meaning =
  | { readonly kind: 'refused'; readonly reason: Reason }
  | { readonly kind: 'busy'; readonly reason: BusyReason };

type BusyReason = { readonly kind: 'queueFull' | 'saturated' | 'taskNotReady' | 'noAccount' };

type Told = {
  readonly code: number | null;
  readonly text: string;
  readonly detail: string;
  readonly submission: Submission;
};

type Rule = {
  readonly says: RegExp;
  /** Null when these words mean nothing for such a submission. */
  readonly means: (told: Told) => Meaning | null;
  /** Whether it is believed with a status of 500 and more: servers say it before they do anything else. */
  readonly evenFailing?: boolean;
};

/**
 * What the words mean that relays say only before they make a task; null when there are none. `code` is the number of the
 * answer, `text` the relay's wording with the type and code of its error, `detail` the same without our secrets.
 */
export function refusalByWords(told: Told, status: number): Meaning | null {
  for (const { says, means, evenFailing = false } of rules) {
    if ((status >= 500 && !evenFailing) || !says.test(told.text)) continue;
    const meaning = means(told);
    if (meaning) return meaning;
  }
  return null;
}

/** Whether some relays have no endpoint for it. */
export function isExtra({ kind }: Submission): boolean {
  return kind === 'video' || kind === 'edit' || kind === 'shorten' || kind === 'blend' || kind === 'describe';
}

/** Whether it is about a task that the relay has made before. */
export function hasParent(submission: Submission): boolean {
  return (
    submission.kind === 'action' ||
    submission.kind === 'modal' ||
    (submission.kind === 'video' && submission.extend !== null)
  );
}

function asksForRemix(submission: Submission): boolean {
  return submission.kind === 'action' && submission.remix === true;
}

const refused = (reason: Reason): Meaning => ({ kind: 'refused', reason });
const busy = (kind: BusyReason['kind']): Meaning => ({ kind: 'busy', reason: { kind } });

/** The first rule that fits decides, so narrow ones come before wide ones. */
const rules: readonly Rule[] = [
  {
    says: /\b(?:turbo|relax)|极速|慢速|放松/i,
    means({ text }) {
      const told = classifyFailure(text);
      return told.kind === 'filmSpeed' ? refused(told) : null;
    },
  },
  {
    // The operator of the gateway sells nothing of this kind. It lasts until they change that, whoever asks.
    says: /no available channel|no channels? (?:is |are |that )?(?:available|found|supports?)\b|(?:没有|无|未找到)可用(?:的)?渠道|\bmodel_not_found\b/i,
    means: ({ submission, detail }) =>
      refused({ kind: submission.kind === 'imagine' ? 'operator' : 'unsupported', detail }),
    evenFailing: true,
  },
  {
    says: /倍率或价格未|ratio or price (?:is )?not (?:set|configured)/i,
    means: ({ submission, detail }) => refused({ kind: isExtra(submission) ? 'unsupported' : 'operator', detail }),
  },
  {
    says: /(?:不支持|未开启|未启用|关闭了?)\s*remix|\bremix\b.{0,30}\b(?:not (?:enabled|supported|allowed)|disabled|(?:turned|switched) off)\b|\bnot support remix\b/i,
    // A press that asks for remix could be made without it; whatever else wants remix to be on, cannot.
    means: ({ submission, detail }) =>
      refused({ kind: 'unsupported', detail, ...(asksForRemix(submission) && { feature: 'remix' }) }),
  },
  {
    says: /禁止上传|(?:未启用|不支持|未开启|关闭了?).{0,8}上传|\buploads?\b.{0,40}\b(?:not (?:enabled|supported|allowed)|disabled|forbidden)\b/i,
    means: ({ detail }) => refused({ kind: 'unsupported', detail, feature: 'uploads' }),
  },
  {
    says: /unknown[_ ]action|unknown[_ ]?custom[_ ]?id|未知的?\s*action|视频功能未(?:启用|开启)|不支持(?:编辑|重绘|重新生成|视频)|服务不支持|service not supported|\b(?:video|edit\w*|retexture|reroll)\b.{0,20}\b(?:not (?:enabled|supported)|disabled)\b/i,
    means: ({ detail }) => refused({ kind: 'unsupported', detail }),
  },
  { says: /task_status_not_success/i, means: () => busy('taskNotReady') },
  {
    says: /task_no(?:t)?_found|\btask (?:does |was |is )?not (?:exists?|found)\b|(?:关联)?任务不存在/i,
    means: ({ submission }) => (hasParent(submission) ? refused({ kind: 'taskUnknown' }) : null),
  },
  {
    says: /channel\b.{0,60}\b(?:disabled|deleted)|渠道.{0,6}(?:禁用|不存在|删除)|get_channel_info_failed|获取渠道信息失败/i,
    means: ({ submission, detail }) =>
      refused(hasParent(submission) ? { kind: 'parentClosed' } : { kind: 'operator', detail }),
  },
  {
    says: /quota_not_enough|quota is not enough|insufficient.{0,8}(?:quota|balance|credit|fund)|pre_?consume\w*_failed|(?:额度|余额)不足|额度已用尽|欠费/i,
    means: ({ detail }) => refused({ kind: 'operator', detail }),
  },
  {
    says: /\b[a-z]\w*_is_required\b|\b(?:bind|read|marshal)_request_body_failed|\bcreate_request_failed|\b(?:index|content)_parse_failed/i,
    means: ({ detail }) => refused({ kind: 'invalidRequest', detail }),
  },
  { says: /queue(?: is)?[ _]full|队列已?满|排队.{0,6}满/i, means: () => busy('queueFull'), evenFailing: true },
  {
    says: /负载.{0,4}饱和|\bsystem[ _](?:cpu|memory|disk)[ _]overloaded|并发.{0,6}(?:上限|限制|超)|concurren(?:t|cy)\b.{0,20}\b(?:limit|exceed)/i,
    means: () => busy('saturated'),
    evenFailing: true,
  },
  {
    says: /(?:banned|forbidden).{0,3}(?:prompt|word|phrase|content)|\b(?:prompt|word|phrase)s?\b.{0,40}\b(?:banned|forbidden|not allowed)|sensitive.{0,3}word|敏感词|违禁词|违规词|屏蔽词|content.?policy/i,
    means: ({ text }) => refused({ kind: 'bannedWord', word: bannedWord(text), by: 'relay' }),
    evenFailing: true,
  },
  {
    // An upstream whose refusal of the gateway's key is handed on, with a number of its own.
    says: /\bunauthori[sz]ed\b|\bforbidden\b|\binvalid (?:api )?(?:key|token|secret)\b|无效的?(?:令牌|密钥|token)|(?:令牌|密钥).{0,8}(?:无效|过期|不可用)|未授权|无权(?:限|访问)|禁止访问/i,
    means: ({ detail }) => refused({ kind: 'operator', detail }),
  },
  {
    says: /invalid.{0,3}param|unrecogni[sz]ed param|unknown param|参数.{0,6}(?:错误|无效|有误|不合法)|无效.{0,4}参数/i,
    means: ({ detail }) => refused(invalidParameter(detail)),
  },
  {
    says: /(?:image|picture|file|图片|文件).{0,20}(?:too (?:large|big)|exceeds|过大|太大)/i,
    means: () => refused({ kind: 'pictureTooLarge' }),
  },
  {
    says: /invalid (?:image|link|base64)|base64.{0,20}(?:错误|格式|invalid|malformed)|无效.{0,4}(?:图片|链接)/i,
    means: () => refused({ kind: 'pictureUnreadable' }),
  },
  {
    says: /(?:没有|无)可用(?:的)?账号|(?:实例|账号)不可用|\bno\b.{0,12}\bavailable\b.{0,20}\b(?:account|instance)/i,
    // With code 3 it is what a relay says in its first second, before it has connected its accounts.
    means: ({ code }) => (code === 3 ? busy('noAccount') : refused({ kind: 'noAccount' })),
  },
  {
    says: /提交失败[，,]\s*(?:系统异常|频道)|submission failed, system error/i,
    means: () => refused({ kind: 'relayFailed' }),
  },
  { says: /\binvalid_request(?:_error)?\b/i, means: ({ detail }) => refused({ kind: 'invalidRequest', detail }) },
];
