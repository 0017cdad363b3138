import { bannedWord, classifyFailure } from '../../domain/failures/classify.ts';
import type { Reason } from '../../domain/failures/reason.ts';
import type { Submission } from '../../domain/job/request.ts';
import type { SubmitOutcome } from '../../domain/ports/relay.ts';
import { readText } from '../http/json.ts';
import type { SubmitAnswer } from './answer-schema.ts';
import { isPage, leavesDoubt } from './doubt.ts';
import { hasParent, isExtra, type Meaning, refusalByWords } from './refusal-words.ts';

/** The relay refused, for good or for now (`busy`). Null when its answer leaves open whether there is a task. */
export type Refusal = Extract<SubmitOutcome, { readonly kind: 'refused' | 'busy' }> | null;

/**
 * Tells what an answer that names no task means. `detail` is the relay's wording without our secrets. An answer counts
 * as a refusal only if a relay gives it before any task exists: this is a list of such answers, and everything else is
 * null. What is refused is told to have cost nothing, and a job that meets `busy` is submitted again without asking.
 */
export function readRefusal(answer: SubmitAnswer, detail: string, submission: Submission): Refusal {
  if (leavesDoubt(answer)) return null;
  const meaning =
    byWords(answer, detail, submission) ?? byCode(answer, detail, submission) ?? byStatus(answer, detail, submission);
  return meaning?.kind === 'busy' ? { ...meaning, retryAfter: answer.retryAfter } : meaning;
}

function byWords(answer: SubmitAnswer, detail: string, submission: Submission): Meaning | null {
  const { shape, code, status, text, label } = answer;
  if (shape !== 'code' && shape !== 'error') return null;
  if (shape === 'code' && !isBusinessAnswer(answer)) return null;
  // Code -1 with an error status is an exception that was caught too late to tell what it broke off.
  if (code === -1 && status !== 200) return null;
  if (code !== null && settledByCode.has(code)) return null;
  return refusalByWords({ code, text: `${text} ${label}`.slice(0, 8_000), detail, submission }, status);
}

/** Codes that mean the same whatever words stand beside them. */
const settledByCode: ReadonlySet<number> = new Set([0, 1, 21, 22, 23, 24, 30]);

/** What an object with one of the family's numbers says by its number alone. */
function byCode(answer: SubmitAnswer, detail: string, submission: Submission): Meaning | null {
  const { shape, code, status, text } = answer;
  if (shape !== 'code' || !isBusinessAnswer(answer)) return null;
  // Whoever does not know what went wrong does not know either how far it had come.
  if ((code === 3 || code === 4) && unexplained.test(text)) return null;
  switch (code) {
    case 23:
      return busy('queueFull');
    case 24:
      return refused({ kind: 'bannedWord', word: word(answer), by: 'relay' });
    case 30:
      return busy('saturated');
    case 3:
      return locked.has(status)
        ? refused({ kind: 'operator', detail })
        : notFound(submission, status, classifyFailure(detail));
    case 4:
      return isOk(status) ? refused(invalid(text, detail, submission)) : null;
    case -1:
      return status === 200 ? filtered(text, detail) : null;
    default:
      return null;
  }
}

/** The words of a server that broke down, whatever number it says them with. */
const unexplained =
  /\b(?:internal|unknown|unexpected|network|system) (?:server )?(?:error|failure|exception)|(?:未知|系统|服务器?|内部|网络)的?(?:错误|异常|故障|出错)|\bexception\b/i;

/** Whether the status is one with which relays send their numbers. Something else in between may have broken down. */
function isBusinessAnswer({ status }: SubmitAnswer): boolean {
  return isOk(status) || (status >= 400 && status < 500);
}

/** Code 4: the submission was checked before anything else, and something in it is wrong. */
function invalid(text: string, detail: string, submission: Submission): Reason {
  if (
    /状态错误|(?:关联|父|原)任务.{0,6}未(?:完成|结束)|status (?:error|is not)|not (?:in )?success|\btask is not (?:finished|completed)/i.test(
      text,
    )
  )
    return { kind: 'taskNotReady' };
  const told = classifyFailure(detail);
  if (told.kind === 'bannedWord') return { ...told, by: 'relay' };
  if (told.kind === 'windowFailed' && submission.kind === 'modal') return told;
  return meantAfterStart.has(told.kind) ? { kind: 'invalidRequest', detail } : told;
}

/** Reasons that make sense only for a task that was begun. */
const meantAfterStart: ReadonlySet<Reason['kind']> = new Set([
  'taskFailed',
  'taskCancelled',
  'taskLost',
  'timedOut',
  'windowFailed',
]);

/** Code -1: a filter before the queue. Only those of its texts are believed that speak of what filters check. */
function filtered(text: string, detail: string): Meaning | null {
  if (/并发|concurren/i.test(text)) return busy('saturated');
  if (/每日|今日|上限|daily|limit/i.test(text)) return refused({ kind: 'operator', detail });
  if (/过长|长度|不能为空|格式|too long|length|required|must (?:be|not)|invalid/i.test(text)) {
    return refused({ kind: 'invalidRequest', detail });
  }
  return null;
}

const locked: ReadonlySet<number> = new Set([401, 402, 403]);

/** What a status alone says, where a server sends it before it looks at what it was asked. */
function byStatus(answer: SubmitAnswer, detail: string, submission: Submission): Meaning | null {
  const { shape, code, status, text } = answer;
  // Upstreams whose refusal a gateway hands on say 4; others repeat the status.
  if (shape === 'code' && code !== 4 && code !== status) return null;
  if (locked.has(status)) return refused({ kind: 'operator', detail });
  switch (status) {
    case 200:
      return isWebInterface(answer) && isExtra(submission)
        ? refused({ kind: 'unsupported', detail: 'no such endpoint' })
        : null;
    case 301:
    case 307:
    case 308:
      return refused({ kind: 'operator', detail: `the relay redirects elsewhere (HTTP ${status})` });
    case 404:
      if (lacksEndpoint(answer))
        return refused({ kind: submission.kind === 'imagine' ? 'operator' : 'unsupported', detail });
      if (hasParent(submission) && /task|任务/i.test(text)) return refused({ kind: 'taskUnknown' });
      return refused({ kind: isExtra(submission) ? 'unsupported' : 'operator', detail });
    case 405:
      return refused({ kind: isExtra(submission) ? 'unsupported' : 'operator', detail });
    case 406:
    case 411:
    case 414:
    case 415:
    case 431:
      return refused({ kind: 'invalidRequest', detail });
    case 413:
      return refused(carriesPicture(submission) ? { kind: 'pictureTooLarge' } : { kind: 'invalidRequest', detail });
    case 429:
      // Only an answer of the relay itself is repeated by itself: whatever else stands before it may count otherwise.
      return shape === 'error' ? busy('saturated') : refused({ kind: 'saturated' });
    default:
      return null;
  }
}

/**
 * Whether the answer is the web interface that gateways serve with status 200 where they have no endpoint. They forward
 * nothing then.
 */
function isWebInterface(answer: SubmitAnswer): boolean {
  return isPage(answer) && /<div id=["']?(?:root|app)\b/i.test(answer.body);
}

/** Whether a server tells which path it has not got, as frameworks do before they look at what they were asked. */
function lacksEndpoint({ shape, path, text }: SubmitAnswer): boolean {
  return (
    (shape === 'other' && path.startsWith('/')) ||
    /\bcannot post \/[\w/-]{0,60}\/submit\/|\bno static resource\b/i.test(text)
  );
}

/**
 * Code 3 means "no such parent task" or "no usable account". Only a submission with a parent task can meet the first. The
 * second may pass: relays say it also in their first second, before they have connected their accounts.
 */
function notFound(submission: Submission, status: number, told: Reason): Meaning {
  if (told.kind === 'operator') return refused(told);
  if (hasParent(submission) && (status === 404 || told.kind !== 'noAccount')) return refused({ kind: 'taskUnknown' });
  return busy('noAccount');
}

function word({ properties, text }: SubmitAnswer): string {
  return readText(properties.bannedWord).slice(0, 80).toWellFormed() || bannedWord(text);
}

function carriesPicture(submission: Submission): boolean {
  switch (submission.kind) {
    case 'imagine':
      return submission.images.length > 0;
    case 'modal':
      return submission.text.mask !== null;
    case 'video':
      return submission.image !== null || submission.endImage !== null;
    default:
      return submission.kind === 'blend' || submission.kind === 'describe' || submission.kind === 'edit';
  }
}

function isOk(status: number): boolean {
  return status >= 200 && status < 300;
}

function refused(reason: Reason): Meaning {
  return { kind: 'refused', reason };
}

function busy(kind: 'queueFull' | 'saturated' | 'noAccount'): Meaning {
  return { kind: 'busy', reason: { kind } };
}
