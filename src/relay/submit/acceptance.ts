import type { Submission } from '../../domain/job/request.ts';
import type { SubmitOutcome } from '../../domain/ports.ts';
import { IntegerSchema, readText } from '../http/json.ts';
import type { SubmitAnswer } from './answer-schema.ts';

/** An accepted task. `window` is null when code 21 does not say which of its two meanings it has. */
export type Acceptance = Omit<Extract<SubmitOutcome, { readonly kind: 'accepted' }>, 'window'> & {
  readonly window: boolean | null;
};

/**
 * Null unless the answer names a task that was accepted. Code 21 means "a window waits for text" to some relays and "this
 * picture exists already" to others, and gateways rewrite it to 1, so the hints count whatever the code.
 */
export function readAcceptance(answer: SubmitAnswer, submission: Submission): Acceptance | null {
  const { code, result, others, properties, shape } = answer;
  if (shape !== 'code' || result === '' || code === null || !accepting.has(code)) return null;
  const ahead = IntegerSchema.parse(properties.numberOfQueues ?? null);
  return {
    kind: 'accepted',
    taskId: result,
    window: submission.kind === 'modal' ? false : asksForText(answer),
    ahead: ahead !== null && ahead >= 0 ? ahead : null,
    ...(others.length > 0 && { others }),
  };
}

/** 0 appears in some documentation only; with a task id it is as good as 1. */
const accepting: ReadonlySet<number> = new Set([0, 1, 21, 22]);

function asksForText({ code, text, properties }: SubmitAnswer): boolean | null {
  if (readText(properties.status) !== '' || readText(properties.imageUrl) !== '') return false;
  if (properties.remix === true || properties.remix === 'true' || /confirm|窗口|弹窗/i.test(text)) return true;
  return code === 21 ? null : false;
}
