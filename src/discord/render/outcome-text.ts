import { classify, onlyTells } from '../../domain/buttons/action.ts';
import type { Reason } from '../../domain/failures/reason.ts';
import type { Job } from '../../domain/job/job.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import type { Explanation } from '../../text/forms.ts';
import { authorOf, body, gestureOf } from './body.ts';
import { escapeReason } from './escape.ts';
import { palette } from './palette.ts';

/** Whether a job was a button that makes no picture. */
export function toldOnly({ request }: Pick<Job, 'request'>): boolean {
  return request.kind === 'action' && onlyTells(request.customId);
}

/** That Midjourney was told. */
export function confirmation(job: Job, words: Catalogue) {
  const cancels = job.request.kind === 'action' && classify(job.request.customId).class === 'cancel';
  const description = cancels ? words.result.stopping : words.result.favourite;
  return {
    body: body({ author: authorOf(job, words), description, color: palette.done }),
    buttons: [],
    promptFile: null,
  };
}

/** Why a job came to nothing. What a relay does not offer is named as members know it, not as relays do. */
export function explained(job: Job, reason: Reason, words: Catalogue): Explanation {
  const { request } = job;
  const strange = request.kind === 'action' && reason.kind === 'invalidRequest' && unknownButton.test(reason.detail);
  if (reason.kind !== 'unsupported' && !strange) return words.explain(escapeReason(reason), job.id);
  const kind = request.kind === 'action' ? classify(request.customId).class : 'request';
  return words.explainUnsupported(gestureOf(job, words), kind);
}

/** What relays say of a button that they do not know, or not below this picture. */
const unknownButton = /un(?:supported|known) (?:action|custom)|不支持的?(?:操作|动作|按钮)/i;
