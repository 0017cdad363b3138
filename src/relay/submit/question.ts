import { RelayError } from '../../domain/failures/errors.ts';
import type { Relay } from '../../domain/ports/relay.ts';
import type { Transport } from '../http/transport.ts';
import { readSubmitAnswer, type SubmitAnswer } from './answer-schema.ts';
import { isPage } from './doubt.ts';

/**
 * What a free question shows of the way to Midjourney. `up`: the server behind every gateway has answered. `upstreamDown`: a
 * gateway says that it cannot reach that server. `down`: nobody has answered, or only that something is broken. `unclear`:
 * a gateway has answered by itself.
 */
export type Reach = 'up' | 'upstreamDown' | 'down' | 'unclear';

/** The largest answer that is read, in bytes. */
const MAX_ANSWER = 64 * 1024;
/** The id of no task. */
const NO_TASK = '0';

/**
 * Asks for the text of no window at all. Gateways answer most questions from their own tables and forward this one, and
 * whoever gets it refuses it, so it costs nothing. Never rejects. `ms` is how long it may take.
 */
export function createQuestion(transport: Transport, origin: string) {
  return async (ms: number, signal: AbortSignal): Promise<Reach> => {
    try {
      const bounds = { cap: MAX_ANSWER, deadline: performance.now() + ms, signal };
      return reachOf(readSubmitAnswer(await transport.ask('POST', '/submit/modal', {}, bounds), origin));
    } catch {
      return 'down';
    }
  };
}

export type Question = ReturnType<typeof createQuestion>;

/** Whether a gateway says that it could not send a request to the server behind it, or not hear that to its end. */
export function isUpstreamFailure({ shape, code, text }: SubmitAnswer): boolean {
  return shape === 'code' && code === 5 && /^(?:do_request|\w+_response_body)_failed\s*$/i.test(text);
}

function reachOf(answer: SubmitAnswer): Reach {
  const { status, text, label } = answer;
  // Of a server whose answers break off or cannot be read nobody knows what it has received before.
  if (isUpstreamFailure(answer)) return /^do_request/i.test(text) ? 'upstreamDown' : 'down';
  if (ofGateway.test(`${text} ${label}`) || (isPage(answer) && status < 300)) return 'unclear';
  return status === 408 || status === 429 || status >= 500 ? 'down' : 'up';
}

/** What a gateway says before it forwards anything: it sells nothing of this kind, or the account's money is spent. */
const ofGateway = /no available channel|无可用(?:的)?渠道|\bmodel_not_found\b|quota_not_enough|quota is not enough/i;

/** Tells whether a submission would get to Midjourney's server now. Where a gateway answers by itself, that has to do. */
export function createIsReachable(question: Question, fetch: Relay['fetch'], ms: number): Relay['isReachable'] {
  return async (signal) => {
    const reach = await question(ms, signal);
    if (reach !== 'unclear') return reach === 'up';
    try {
      await fetch(NO_TASK, signal);
      return true;
    } catch (error) {
      if (!(error instanceof RelayError)) return false;
      const { status } = error;
      return status >= 400 && status < 500 && status !== 408 && status !== 429;
    }
  };
}
