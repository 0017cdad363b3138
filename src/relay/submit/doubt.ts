import { isAccepting, type SubmitAnswer } from './answer-schema.ts';

/**
 * Whether an answer leaves open that there is a task, however much else of it looks like a refusal: it says that the
 * request was forwarded or that a picture was begun, it names a task or pictures, or only part of it could be read.
 */
export function leavesDoubt(answer: SubmitAnswer): boolean {
  const { code, result, urls, isWhole, shape, body, said } = answer;
  if (!isWhole || urls.length > 0 || isAccepting(code)) return true;
  // Some documents show an id beside "the queue is full"; there is no such task. Beside other words of a queue there may be.
  if (!(code === 23 && full.test(said)) && (result !== '' || (code === 23 && waits.test(said)))) return true;
  if (shape !== 'code' && openCode.test(body)) return true;
  if (isPage(answer)) return false;
  // An object with a code may repeat the prompt beside its words.
  return admission.test(shape === 'code' ? said : body);
}

/** The words with which a queue takes nothing in, and those with which it already has. */
const full = /\bfull\b|\blimit|exceed|reject|满|上限|超过|拒绝/i;
const waits = /\bin (?:the )?queue\b|\bqueued\b|\badded\b|排队中|前面(?:还有|有)/i;

/** Whether the answer is a web page, which something before the relay may have served. */
export function isPage({ shape, body }: SubmitAnswer): boolean {
  return shape === 'none' && /^\s*<(?:!doctype html|html)\b/i.test(body);
}

/**
 * A code that does not say that there is no task, anywhere in a body: for example in a list, or in a text that is JSON
 * itself.
 */
const openCode = /"code\\*"\s*:\s*\\*"?(?:-1|0|1|5|9|21|22)\\*"?\s*(?:[,}]|$)/i;

/**
 * Words of servers that have passed a submission on, or begun it, and do not know or could not write down what became
 * of it.
 */
const admission = new RegExp(
  [
    // Gateways of the new-api family name the step that failed; these come after the request was sent upstream.
    /do.?request|response.?body|\b(?:unmarshal|insert|persist|settle|refund|post_?consume)(?:_|ed\b)/,
    /\bEOF\b|broken pipe|hang ?up|hung up|\b(?:connection|stream|socket)\b.{0,20}\b(?:reset|closed|aborted|lost)/,
    /ECONNRESET|EPIPE|time[ds]?[ _-]?out|deadline exceeded|超时|bad[ _]response|bad gateway|upstream (?:error|failed)\b/,
    /\bpanic\b|context cancell?ed/,
    /\b(?:been|is|was|were|already|and|task|job|request|successfully) (?:queued|submitted|accepted|created|enqueued)\b/,
    /\b(?:queued|submitted|accepted|created)\b.{0,20}\b(?:but|successfully)\b|\b(?:no|without an?|missing) (?:task|job).?id/,
    /已(?:经)?(?:提交|入队|进入队列|加入队列|接受|受理|创建|排队|扣费|计费)|提交成功|(?:未|没|无|缺).{0,8}(?:任务|作业)\s*(?:id|编号|号)/,
    /(?:image|output|safety) filters?\b/,
    // What was looked at after it was made.
    /\b(?:generated|output|result(?:ing)?) (?:image|picture|content|video|film)s?\b|(?:生成|输出)的?(?:图片|图像|内容|视频|结果)/,
    // An answer that came, from further on, and that was of no use.
    /\b(?:pars|decod|read|invalid|empty|malformed|unreadable|upstream)\w*\b.{0,25}\bresponse\b|\bresponse\b.{0,20}\b(?:invalid|empty|malformed|exceeds|error)\b/,
    /(?:解析|读取|获取|等待|上游|无|未).{0,8}响应|响应.{0,8}(?:失败|错误|异常|无效|为空)|上游返回(?:为?空|异常|无效|格式|非)|\breturned no\b|(?:未|没有?)返回/,
    /beginning of value|\bin JSON\b|(?:invalid|end of|malformed) JSON|content-length/,
    /\b(?:empty|null|no|missing) (?:task|job).?id\b|\b(?:task|job).?id (?:is |was )?(?:empty|null|missing)\b|任务\s*id\s*(?:为空|缺失)/,
    // The same is there already, or is being made.
    /\bduplicated? (?:request|submission|task|job)|重复(?:提交|请求|任务)/,
    /\b(?:task|job|request|picture|image) is (?:now |already |still |being )*(?:process|generat|render|running|in progress)/,
    /\balready (?:in progress|running|processing)|任务(?:正在|已在|已)?(?:处理|执行|进行|生成|排队)中|正在(?:生成|绘制)/,
    /(?<!\bnot )\bforwarded\b|已转发|\bafter (?:submi|insert|send|queu|accept|creat)/,
    // It could not be written down, which relays do last.
    /\bfail(?:ed|ure)? to (?:save|store|record|write|update|insert)|\bdatabase\b|\b(?:lock wait|deadlock)|(?:保存|写入|入库).{0,8}失败|数据库/,
    // Any other step of such a gateway, as long as it is not known to come before.
    /\b(?!(?:(?:bind|read|marshal)_request_body|create_request|\w+_parse|get_channel_info|pre_?consume\w*)_failed\b)\w+_failed\b/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'i',
);
