import { classify } from '../../domain/buttons/action.ts';
import { RelaySilence } from '../../domain/failures/errors.ts';
import type { Submission } from '../../domain/job/request.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { Relay, SubmitOutcome } from '../../domain/ports/relay.ts';
import { readInteger, readText } from '../http/json.ts';
import type { Redact } from '../http/redact.ts';
import type { Transport } from '../http/transport.ts';
import { isAccepting, readSubmitAnswer, type SubmitAnswer } from './answer-schema.ts';
import { isUpstreamFailure, type Question } from './question.ts';
import { readRefusal } from './refusal.ts';
import { submitPath } from './submit-body.ts';

/** The largest answer that is read, in bytes. */
const MAX_ANSWER = 256 * 1024;

type Deps = {
  readonly transport: Transport;
  readonly question: Question;
  readonly origin: string;
  readonly notifyHook: string;
  readonly fetch: Relay['fetch'];
  readonly redact: Redact;
  readonly log: Log;
  /** How long the POST may take, in ms. */
  readonly deadline: number;
  /** A gateway that fails within this time, in ms, has not waited for anybody's answer. */
  readonly instant: number;
};

/** Sends a prepared submission with one POST and tells what came of it. It never throws and never sends again. */
export function createSubmit(deps: Deps): Relay['submit'] {
  const { transport, origin, notifyHook, redact, log } = deps;

  return async ({ submission, fields }, state, signal) => {
    const path = submitPath(submission);
    try {
      const begun = performance.now();
      const bounds = { cap: MAX_ANSWER, deadline: begun + deps.deadline, signal };
      const answer = readSubmitAnswer(await transport.post(path, { ...fields, notifyHook, state }, bounds), origin);
      const outcome = read(answer, submission);
      log.debug({ path, status: answer.status, code: answer.code, outcome: outcome.kind }, 'the relay answered');
      const isInstant = performance.now() - begun < deps.instant;
      if (outcome.kind === 'unknown' && isInstant && (await isCutOff(answer, signal))) {
        return { kind: 'unreached', detail: outcome.detail };
      }
      if (outcome.kind !== 'accepted') return outcome;
      return { ...outcome, window: outcome.window ?? (await waitsForText(outcome.taskId, submission, signal)) };
    } catch (error) {
      const detail = redact(error instanceof Error ? `${error.message}${cause(error)}` : 'no answer');
      const kind = error instanceof RelaySilence && !error.received ? 'unreached' : 'unknown';
      log.warn({ path, outcome: kind, detail }, 'the relay gave no usable answer');
      return { kind, detail };
    }
  };

  function read(
    answer: SubmitAnswer,
    submission: Submission,
  ): Exclude<SubmitOutcome, { kind: 'accepted' }> | Acceptance {
    const accepted = readAcceptance(answer, submission);
    if (accepted) return accepted;
    const said = redact(answer.shape === 'none' ? withoutMarkup(answer.text) : answer.text);
    const status = `HTTP ${answer.status}`;
    const ok = answer.status >= 200 && answer.status < 300;
    if (ok && answer.urls.length > 0) return { kind: 'images', urls: answer.urls };
    const refusal = readRefusal(answer, said || status, submission);
    if (refusal) return refusal;
    return { kind: 'unknown', detail: `${status}, ${said || 'nothing readable'}`.slice(0, 200) };
  }

  /**
   * Whether a gateway has not handed on what it was sent, because it cannot reach the server behind it: it says so, and says
   * it of a free question as well. The same words come after a minute of silence, when there may be a task.
   */
  async function isCutOff(answer: SubmitAnswer, signal: AbortSignal): Promise<boolean> {
    if (!answer.isWhole || !isUpstreamFailure(answer) || !/^do_request/i.test(answer.text)) return false;
    return (await deps.question(deps.instant, signal)) === 'upstreamDown';
  }

  /**
   * Asks the task itself what a code 21 without further hints means. When it cannot be fetched, the kind of button
   * decides.
   */
  async function waitsForText(taskId: string, submission: Submission, signal: AbortSignal): Promise<boolean> {
    const action = submission.kind === 'action' ? classify(submission.customId) : null;
    if (action?.window === 'always') return true;
    const task = await deps.fetch(taskId, signal).catch(() => null);
    if (task && task.status !== 'PENDING') return task.status === 'MODAL';
    return action?.class !== 'upscale';
  }
}

/** An accepted task. `window` is null when the answer leaves open which of its two meanings code 21 has. */
type Acceptance = Omit<Extract<SubmitOutcome, { readonly kind: 'accepted' }>, 'window'> & {
  readonly window: boolean | null;
};

/**
 * The accepted task that the answer names, or null. Code 21 means "a window waits for text" to some relays and "this
 * picture exists already" to others, and gateways make a 1 of it. So `asksForText` looks at more than the code.
 */
function readAcceptance(answer: SubmitAnswer, submission: Submission): Acceptance | null {
  const { code, result, others, properties } = answer;
  if (result === '' || !isAccepting(code)) return null;
  const ahead = readInteger(properties.numberOfQueues);
  return {
    kind: 'accepted',
    taskId: result,
    window: submission.kind === 'modal' ? false : asksForText(answer),
    ahead: ahead !== null && ahead >= 0 ? ahead : null,
    ...(others.length > 0 && { others }),
  };
}

function asksForText({ code, text, properties }: SubmitAnswer): boolean | null {
  if (readText(properties.status) !== '' || readText(properties.imageUrl) !== '') return false;
  if (properties.remix === true || properties.remix === 'true' || /confirm|窗口|弹窗/i.test(text)) return true;
  return code === 21 ? null : false;
}

/** What a web page says, without its tags, scripts and styles. */
function withoutMarkup(page: string): string {
  const [start = '', ...rest] = page.slice(0, 8_000).split(/<(?:script|style)\b/i);
  const behind = rest.map((piece) => piece.replace(/^.*?(?:<\/(?:script|style)>|$)/is, ''));
  return [start, ...behind].join(' ').replace(/<[^<>]*>/g, ' ');
}

function cause({ cause }: Error): string {
  return cause instanceof Error ? `: ${cause.message || cause.name}` : '';
}
