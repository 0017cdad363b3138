import { RelaySilence } from '../domain/failures/errors.ts';
import { lookRefusal } from '../domain/failures/look-refusal.ts';
import type { RelayAuth } from '../domain/relay-setup.ts';
import { type NetworkTrouble, networkTroubleOf } from '../lib/network-trouble.ts';
import type { RelayAddress } from './http/address.ts';
import type { Answer } from './http/exchange.ts';
import { type CreateDispatcher, createTransport } from './http/transport.ts';
import { createSetup } from './setup/setup.ts';
import { createQuestion, type Reach } from './submit/question.ts';
import { createLocate } from './tasks/locate.ts';
import { isNoRelay } from './tasks/task-answer.ts';

/** The question for no task: every relay has an answer for it, and none charges it. */
const QUESTION = '/task/0/fetch';
const MAX_ANSWER = 64 * 1024;
/** How many times it is asked, for the time that an answer usually takes. */
const TIMES = 3;

/** What a relay answers to a free question. `ms` is how long that takes, in the middle of a few times. */
export type RelayLook =
  | {
      readonly kind: 'works';
      readonly ms: number;
      readonly dialect: 'midjourney-proxy' | 'trueai' | 'new-api' | 'other';
    }
  | { readonly kind: 'silent'; readonly why: NetworkTrouble }
  | { readonly kind: 'redirects' }
  | { readonly kind: 'refuses'; readonly why: 'usedUp' | 'forbidden' | 'refused' }
  /** Something else answers, with a web page or without an endpoint of that name. */
  | { readonly kind: 'noRelay'; readonly isPage: boolean }
  | { readonly kind: 'failing'; readonly status: number };

export type ExaminationOptions = {
  readonly address: RelayAddress;
  readonly auth: RelayAuth;
  readonly key: string;
  readonly dispatcher: CreateDispatcher;
  /** How long one question may take, in ms. */
  readonly ms: number;
};

export type Examination = ReturnType<typeof createExamination>;

/** Asks a relay, for nothing, whether it works and how it is set up. It opens no connection before its first question. */
export function createExamination({ address, auth, key, dispatcher, ms }: ExaminationOptions) {
  const transportBy = (way: RelayAuth) => createTransport({ address, auth: way, key, dispatcher });
  const transport = transportBy(auth);
  const question = createQuestion(transport, address.origin);

  /** Asks once. Rejects when the signal is aborted, and with what is no trouble of the network. */
  async function askOnce(signal: AbortSignal): Promise<Answer | NetworkTrouble> {
    const deadline = performance.now() + ms;
    try {
      return await transport.ask('GET', QUESTION, null, { cap: MAX_ANSWER, deadline, signal });
    } catch (error) {
      signal.throwIfAborted();
      const trouble = networkTroubleOf(error);
      if (trouble !== null) return trouble;
      // A silence that says nothing of the network is that of the deadline.
      if (error instanceof RelaySilence) return 'timeout';
      throw error;
    }
  }

  async function look(signal: AbortSignal): Promise<RelayLook> {
    const times: number[] = [];
    let answer: Answer | NetworkTrouble = 'broken';
    for (let time = 0; time < TIMES; time += 1) {
      const began = performance.now();
      answer = await askOnce(signal);
      if (typeof answer === 'string') return { kind: 'silent', why: answer };
      times.push(performance.now() - began);
      if (answer.status >= 500) break;
    }
    return typeof answer === 'string' ? { kind: 'silent', why: answer } : lookOf(answer, median(times));
  }

  return {
    look,
    /** Whether a submission would get to Midjourney's server. */
    reach: (signal: AbortSignal): Promise<Reach> => question(ms, signal),
    locate: createLocate(transport, address, ms),
    setup: createSetup({ transport, transportBy, auth, ms }),
    close: transport.close,
  };
}

function lookOf(answer: Answer, ms: number): RelayLook {
  const { status, text } = answer;
  const isPage = text.trimStart().startsWith('<');
  if (status >= 300 && status < 400) return { kind: 'redirects' };
  const why = lookRefusal(status, text.slice(0, 2_000), isPage);
  if (why) return { kind: 'refuses', why };
  if (isNoRelay(answer)) return { kind: 'noRelay', isPage };
  if (status >= 500 || status === 408 || status === 429 || (status >= 400 && isPage))
    return { kind: 'failing', status };
  if (status === 204) return { kind: 'works', ms, dialect: 'trueai' };
  if (status === 400) return { kind: 'works', ms, dialect: 'new-api' };
  return { kind: 'works', ms, dialect: status === 200 && text.trim() === '' ? 'midjourney-proxy' : 'other' };
}

function median(times: readonly number[]): number {
  return Math.round(times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0);
}
