import {
  DefaultRestOptions,
  DefaultUserAgent,
  DiscordAPIError,
  type DiscordErrorData,
  HTTPError,
  parseResponse,
  RateLimitError,
  Routes,
} from 'discord.js';
import type { Reply } from '../../domain/job/job.ts';
import { pause } from '../../lib/timeout.ts';
import { ANSWER_RATE_LIMIT_WAIT } from './deadlines.ts';
import type { MakeRequest } from './request.ts';
import { messageRequest, type Upload } from './upload.ts';

/** A first answer to an interaction. */
export type FirstAnswer = {
  readonly body: object;
  readonly files?: readonly Upload[];
  /** Whether Discord shall tell what became of it. */
  readonly withResponse: boolean;
  readonly signal: AbortSignal;
};

/**
 * Sends a first answer once, but for waiting out a short rate limit, and resolves with what Discord says of it.
 * https://docs.discord.com/developers/interactions/receiving-and-responding#create-interaction-response
 *
 * It throws what a REST instance of discord.js throws, and does what that does without the parts which first answers have no use
 * for: Discord counts them in no limit that could be waited for beforehand, and no two of them go the same way.
 */
export type SendAnswer = (reply: Pick<Reply, 'interactionId' | 'token'>, answer: FirstAnswer) => Promise<unknown>;

type Response = Awaited<ReturnType<MakeRequest>>;

const METHOD = 'POST';
const USER_AGENT = `${DefaultUserAgent} ${DefaultRestOptions.userAgentAppendix}`.trim();
/** What discord.js adds to the wait that Discord asks for, and the shortest wait where it asks for none that makes sense, in ms. */
const [OFFSET, LEAST_WAIT] = [50, 250];

/** `api` is without the version. `onResponse` is shown everything that Discord says. */
export function createSendAnswer({
  api,
  makeRequest,
  onResponse,
}: {
  readonly api: string;
  readonly makeRequest: MakeRequest;
  readonly onResponse: (interactionId: string, response: Pick<Response, 'headers' | 'ok'>) => void;
}): SendAnswer {
  return async ({ interactionId, token }, { body, files = [], withResponse, signal }) => {
    const route = Routes.interactionCallback(interactionId, token);
    const url = `${api}/v${DefaultRestOptions.version}${route}${withResponse ? '?with_response=true' : ''}`;
    const { body: written, headers = { 'content-type': 'application/json' } } = messageRequest(body, files);
    const request = {
      method: METHOD,
      headers: { ...headers, 'user-agent': USER_AGENT },
      body: Array.isArray(written) ? written : JSON.stringify(written),
      signal,
    };
    for (;;) {
      const response = await makeRequest(url, request);
      onResponse(interactionId, response);
      if (response.status !== 429) return resultOf(response, url);
      const wait = waitOf(response);
      if (wait > ANSWER_RATE_LIMIT_WAIT) throw rateLimit(url, wait);
      await pause(wait, signal);
      signal.throwIfAborted();
    }
  };
}

/** What an answer of Discord holds: bytes when it is no JSON, such as nothing at all. */
async function resultOf(response: Response, url: string): Promise<unknown> {
  const { status, statusText } = response;
  if (status >= 500) throw new HTTPError(status, statusText, METHOD, url, {});
  const data = await parseResponse(response);
  if (status < 400) return data;
  if (isErrorData(data)) throw new DiscordAPIError(data, data.code, status, METHOD, url, {});
  throw new DiscordAPIError({ error: 'no error of Discord' }, 0, status, METHOD, url, {});
}

function isErrorData(data: unknown): data is DiscordErrorData {
  return typeof data === 'object' && data !== null && 'code' in data && 'message' in data;
}

function waitOf({ headers }: Response): number {
  const told = Number(headers.get('retry-after') ?? '') * 1_000;
  return Number.isFinite(told) && told > 0 ? told + OFFSET : LEAST_WAIT;
}

function rateLimit(url: string, wait: number): RateLimitError {
  return new RateLimitError({
    global: false,
    hash: '',
    limit: Number.POSITIVE_INFINITY,
    majorParameter: '',
    method: METHOD,
    retryAfter: wait,
    route: '/interactions/:id/:token/callback',
    scope: 'user',
    sublimitTimeout: 0,
    timeToReset: wait,
    url,
  });
}
