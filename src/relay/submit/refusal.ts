import { bannedWord, classifyFailure } from '../../domain/failures/classify.ts';
import type { Reason } from '../../domain/failures/reason.ts';
import type { Submission } from '../../domain/job/request.ts';
import type { SubmitOutcome } from '../../domain/ports.ts';
import { readText } from '../http/json.ts';
import type { SubmitAnswer } from './answer-schema.ts';

/** The relay refused, for good or for now (`busy`). Null when its answer leaves open whether there is a task. */
export type Refusal = Extract<SubmitOutcome, { readonly kind: 'refused' | 'busy' }> | null;

/**
 * Tells what an answer that names no task means. `detail` is the relay's wording without our secrets. Only an answer
 * that surely came before any task existed may be `busy`, because a job that meets `busy` is submitted again without
 * asking.
 */
export function readRefusal(answer: SubmitAnswer, detail: string, submission: Submission): Refusal {
  const { shape, status, code } = answer;
  if (leavesOpen(answer)) return null;
  if (status === 429 && (shape === 'error' || (shape === 'code' && !plain.has(code)))) return busy('saturated', answer);
  if (shape === 'code') return (plain.has(code) ? null : byWords(answer, detail)) ?? byCode(answer, detail, submission);
  if (status < 300) {
    if (isPage(answer) && isExtra(submission)) return refused({ kind: 'unsupported', detail: 'no such endpoint' });
    return shape === 'error' ? byWords(answer, detail) : null;
  }
  if (locked.has(status)) return refused({ kind: 'operator', detail });
  if (shape === 'error') return byWords(answer, detail) ?? byStatus(answer, detail, submission);
  return status < 500 ? byStatus(answer, detail, submission) : null;
}

/** Codes that mean the same whatever text stands beside them. */
const plain: ReadonlySet<number | null> = new Set([0, 1, 5, 21, 22, 23, 24, 30]);

const locked: ReadonlySet<number> = new Set([401, 402, 403]);

/** Whether the relay says that it forwarded the request and does not know what came of it. */
function leavesOpen({ shape, code, text }: SubmitAnswer): boolean {
  if (/(?:do.request|(?:unmarshal|read|copy).response.body|insert_midjourney_task).failed/i.test(text)) return true;
  return (shape === 'error' || code === 9) && brokenOff.test(text);
}

/** Whether some relays have no endpoint for it. */
function isExtra({ kind }: Submission): boolean {
  return kind === 'video' || kind === 'edit' || kind === 'shorten' || kind === 'blend' || kind === 'describe';
}

/**
 * Whether the answer is a web page: gateways serve one with status 200 where they have no endpoint, and forward
 * nothing.
 */
function isPage({ shape, text }: SubmitAnswer): boolean {
  return shape === 'none' && /^\s*<(?:!doctype html|html)\b/i.test(text);
}

const brokenOff =
  /timed?[ _-]?out|deadline exceeded|超时|bad[ _]response|connection (?:was )?(?:reset|closed)|unexpected EOF/i;

function byWords(answer: SubmitAnswer, detail: string): Refusal {
  const { text, label } = answer;
  if (/unknown_action/i.test(text)) return refused({ kind: 'unsupported', detail });
  if (/task_status_not_success/i.test(text)) return busy('taskNotReady', answer);
  if (/task_no(?:t)?_found/i.test(text)) return refused({ kind: 'taskUnknown' });
  if (/quota|insufficient/i.test(`${text} ${label}`)) return refused({ kind: 'operator', detail });
  return null;
}

function byCode(answer: SubmitAnswer, detail: string, submission: Submission): Refusal {
  const { code, text, status } = answer;
  const told = classifyFailure(detail);
  switch (code) {
    case 3:
      return refused(notFound(submission, status, told));
    case 4:
      if (/状态错误|status (?:error|is not)|not (?:in )?success/i.test(text)) return refused({ kind: 'taskNotReady' });
      return refused(told.kind === 'taskFailed' ? { kind: 'invalidRequest', detail } : told);
    case 9:
      return told.kind === 'queueFull' ? busy('queueFull', answer) : refused(told);
    case 23:
      return busy('queueFull', answer);
    case 24:
      return refused({ kind: 'bannedWord', word: word(answer) });
    case 30:
      return busy('saturated', answer);
    case -1:
      if (/并发|concurren/i.test(text)) return busy('saturated', answer);
      return refused(
        /每日|上限|daily|limit/i.test(text) ? { kind: 'operator', detail } : { kind: 'invalidRequest', detail },
      );
    default:
      if (locked.has(status)) return refused({ kind: 'operator', detail });
      if (code === 1 || code === 5 || code === 21 || code === 22 || status < 400 || status >= 500) return null;
      return byStatus(answer, detail, submission);
  }
}

function byStatus(answer: SubmitAnswer, detail: string, submission: Submission): Refusal {
  const { status, text } = answer;
  const told = classifyFailure(detail);
  switch (status) {
    case 301:
    case 307:
    case 308:
      return refused({ kind: 'operator', detail: `the relay redirects elsewhere (HTTP ${status})` });
    case 404:
      if (submission.kind !== 'imagine' && /task|任务/i.test(text)) return refused({ kind: 'taskUnknown' });
      return refused({ kind: isExtra(submission) ? 'unsupported' : 'operator', detail });
    case 405:
      return refused({ kind: isExtra(submission) ? 'unsupported' : 'operator', detail });
    case 413:
      return refused(carriesPicture(submission) ? { kind: 'pictureTooLarge' } : { kind: 'invalidRequest', detail });
    case 429:
      return refused({ kind: 'saturated' });
    case 503:
      return told.kind === 'bannedWord' || told.kind === 'invalidParameter' ? refused(told) : busy('saturated', answer);
    case 400:
    case 406:
    case 415:
    case 422:
      return refused(told.kind === 'taskFailed' ? { kind: 'invalidRequest', detail } : told);
    default:
      return null;
  }
}

/**
 * Code 3 means "no such parent task" or "no usable account". Only a submission with a parent task can meet the first.
 */
function notFound(submission: Submission, status: number, told: Reason): Reason {
  if (!hasParent(submission)) return { kind: 'noAccount' };
  return status === 404 || told.kind !== 'noAccount' ? { kind: 'taskUnknown' } : told;
}

function hasParent(submission: Submission): boolean {
  return (
    submission.kind === 'action' ||
    submission.kind === 'modal' ||
    (submission.kind === 'video' && submission.extend !== null)
  );
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

function refused(reason: Reason): Refusal {
  return { kind: 'refused', reason };
}

function busy(kind: 'queueFull' | 'saturated' | 'taskNotReady', { retryAfter }: SubmitAnswer): Refusal {
  return { kind: 'busy', reason: { kind }, retryAfter };
}
