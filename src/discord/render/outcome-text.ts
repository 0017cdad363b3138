import { classify, onlyTells } from '../../domain/buttons/action.ts';
import type { Reason } from '../../domain/failures/reason.ts';
import { hasFailed, type Job, onlyLooks } from '../../domain/job/job.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import type { Explanation } from '../../text/forms.ts';
import { body, byline, gestureOf, lines } from './body.ts';
import { escapeReason } from './escape.ts';
import { messageLink } from './link.ts';
import { palette } from './palette.ts';

/** Whether a job pressed a button that makes no picture: it only tells Midjourney something. */
export function isOnlyTold({ request }: Pick<Job, 'request'>): boolean {
  return request.kind === 'action' && onlyTells(request.customId);
}

/** Says that Midjourney was told. */
export function renderTold(job: Job, words: Catalogue) {
  const cancels = job.request.kind === 'action' && classify(job.request.customId).class === 'cancel';
  const description = cancels ? words.result.stopping : words.result.favourite;
  return {
    body: body({ description: lines(description, byline(job, words)), color: palette.done }),
    buttons: [],
    promptFile: null,
  };
}

/** Why a job failed. A button that the relay does not offer gets the name that members know, not the relay's. */
export function explanationOf(job: Job, reason: Reason, words: Catalogue): Explanation {
  const { request } = job;
  const free = onlyLooks(job) || (hasFailed(job) && job.outcome.free === true);
  const unknown = request.kind === 'action' && reason.kind === 'invalidRequest' && unknownButton.test(reason.detail);
  if ((reason.kind === 'earlierFound' || reason.kind === 'madeBefore') && reason.place) {
    const { what, next } = words.explain(reason, job.id, free);
    return { what, next: `${next} ${messageLink(reason.place)}` };
  }
  // Every relay has /imagine; what this one cannot do is something in it.
  const isGesture = reason.kind === 'unsupported' && request.kind !== 'imagine' && reason.feature === undefined;
  if (!isGesture && !unknown) return words.explain(escapeReason(meantFor(job, reason)), job.id, free);
  const kind = request.kind === 'action' ? classify(request.customId).class : 'request';
  return words.explainUnsupported(gestureOf(job, words), kind, free);
}

/** A press of a button, to which no text was written, has no parameters of its own that could be wrong. */
function meantFor({ request, text }: Job, reason: Reason): Reason {
  const isPress = request.kind === 'action' && text === null;
  if (!isPress || reason.kind !== 'invalidParameter' || reason.flag !== undefined) return reason;
  return { kind: 'taskFailed', detail: reason.detail };
}

/** What relays say of a button that they do not know, or not below this picture. */
const unknownButton = /un(?:supported|known) (?:action|custom)|不支持的?(?:操作|动作|按钮)/i;
