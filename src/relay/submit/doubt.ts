import { isAccepting, type SubmitAnswer } from './answer-schema.ts';

/**
 * Whether an answer leaves open that there is a task, however much else of it looks like a refusal: it says that the
 * request was forwarded or that a picture was begun, it names a task or pictures, or only part of it could be read.
 */
export function leavesDoubt(answer: SubmitAnswer): boolean {
  const { code, result, urls, isWhole, shape, body } = answer;
  if (!isWhole || urls.length > 0 || isAccepting(code)) return true;
  // Some documents show an id beside "the queue is full"; there is no such task.
  if (result !== '' && code !== 23) return true;
  if (shape !== 'code' && openCode.test(body)) return true;
  if (isPage(answer)) return false;
  // An object with a code may repeat the prompt beside its words.
  return admission.test(shape === 'code' ? answer.said : body);
}

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
    // Any other step of such a gateway, as long as it is not known to come before.
    /\b(?!(?:(?:bind|read|marshal)_request_body|create_request|\w+_parse|get_channel_info|pre_?consume\w*)_failed\b)\w+_failed\b/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'i',
);
