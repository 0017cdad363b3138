import { renderResult } from '../../../src/discord/render/result.ts';
import { RelayError, UserError } from '../../../src/domain/failures/errors.ts';
import { enter } from '../../../src/domain/job/job.ts';
import { failureOf, resultOf } from '../../../src/domain/job/task-result.ts';
import { planImagine, planOne, planWindow } from '../../../src/domain/prompt/plan.ts';
import { defaultSettings } from '../../../src/domain/settings/settings.ts';
import { createRedact } from '../../../src/relay/http/redact.ts';
import { readSubmitAnswer } from '../../../src/relay/submit/answer-schema.ts';
import { readRefusal } from '../../../src/relay/submit/refusal.ts';
import { decodeCallback } from '../../../src/relay/tasks/callback.ts';
import { readFetched, readListing } from '../../../src/relay/tasks/task-answer.ts';
import { en } from '../../../src/text/en/index.ts';
import { sampleJob } from '../../sample-job.ts';
import { answers, listings, prompts } from './longest-inputs.ts';
import { alone, type Row } from './row.ts';
import type { Size } from './size.ts';
import { median } from './statistics.ts';

const reading = {
  origin: 'https://relay.example',
  base: 'https://relay.example/mj',
  redact: createRedact({ key: 'sk-abcdefghijklmnopqrstuvwxyz', notifyHook: 'https://bot.example/notify/0123456789' }),
};
const ids = Array.from({ length: 50 }, (_, n) => `${n}`);
const shorten = { kind: 'shorten', prompt: 'a', bot: 'MID_JOURNEY' } as const;

/** How long one thing keeps the event loop, in ms. */
type Work = { readonly name: string; readonly ms: number };

/** The longest work in one go, for the longest that members can write and relays can answer: each takes the event loop to itself. */
export function measureReading({ reading: { times } }: Size): Row[] {
  const gestures = Object.entries(prompts).flatMap(([name, { option, window }]) => [
    time(`/imagine with ${name}`, times, () => planImagine(option, {}, defaultSettings)),
    time(`a window with ${name}`, times, () => planWindow(window)),
    time(`a prompt with ${name}`, times, () => planOne(window)),
  ]);
  const relay = [
    ...Object.entries(answers).flatMap(([name, text]) => [
      time(`a task with ${name}`, times, () => showTask(text)),
      time(`a callback with ${name}`, times, () => decodeCallback(text)),
      time(`a refusal with ${name}`, times, () => readRefused(text)),
    ]),
    ...Object.entries(listings).map(([name, text]) =>
      time(name, times, () => readListing({ status: 200, text, retryAfter: null }, '/list', ids, reading)),
    ),
  ];
  return [row('a gesture', gestures), row('an answer of the relay', relay)];
}

function row(of: string, works: readonly Work[]): Row {
  const longest = works.reduce((one, other) => (other.ms > one.ms ? other : one));
  return alone(`longest synchronous work for ${of}: ${longest.name}`, 'ms', [longest.ms]);
}

/** The first time warms up. */
function time(name: string, times: number, work: () => unknown): Work {
  attempt(work);
  const took = Array.from({ length: times }, () => {
    const from = performance.now();
    attempt(work);
    return performance.now() - from;
  });
  return { name, ms: median(took) };
}

/** Much of it is refused in the end, which is an answer, too. */
function attempt(work: () => unknown): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof UserError) && !(error instanceof RelayError)) throw error;
  }
}

/** From the relay's answer to the message that shows it. */
function showTask(text: string): void {
  const task = readFetched({ status: 200, text, retryAfter: null }, '/task', '1', reading);
  if (!task) return;
  const place = { guildId: '10', channelId: '20', messageId: '30' };
  const outcome =
    task.status === 'FAILURE'
      ? ({ kind: 'failed', reason: failureOf(task) } as const)
      : resultOf(enter(sampleJob(), { step: 'received' }), task);
  renderResult(enter(sampleJob(), { step: 'delivering', place, since: 0, outcome }), [], en);
}

function readRefused(text: string): void {
  const answer = readSubmitAnswer({ status: 400, text, retryAfter: null }, reading.origin);
  readRefusal(answer, reading.redact(answer.text), shorten);
}
