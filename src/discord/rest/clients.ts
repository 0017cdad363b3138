import { REST, RESTEvents } from 'discord.js';
import type { Agent, Dispatcher } from 'undici';
import { createSendAnswer, type SendAnswer } from './answers.ts';
import { type CommandLinks, createCommandLinks } from './command-links.ts';
import { UPLOAD_TIMEOUT } from './deadlines.ts';
import { LearningRest } from './learning-rest.ts';
import { createMakeRequest, type MakeRequest } from './request.ts';

/** The three ways to Discord's REST API. Every call through `tokens` must say `auth: false`. */
export type RestClients = {
  /** As the bot itself. */
  readonly bot: REST;
  /**
   * Routes that carry an interaction token. Discord does not count them in the bot's 50 requests per second
   * (https://docs.discord.com/developers/topics/rate-limits#global-rate-limit); discord.js would.
   */
  readonly tokens: REST;
  /** First answers to interactions, within Discord's three seconds: never repeated. */
  readonly answers: SendAnswer;
  /** Makes the commands in messages something to press. */
  readonly links: CommandLinks;
  /** How all of them send a request. */
  readonly makeRequest: MakeRequest;
  /** Stops the instances' timers and closes their connections. */
  close(): Promise<void>;
};

export type RestClientsParts = {
  readonly apiUrl: string;
  readonly botToken: string;
  /** Makes what sends requests, so that they may go through a proxy. */
  readonly dispatcher: (options: Agent.Options) => Dispatcher;
  /** Makes a function for requests out of another one, which it looks at. */
  readonly measure?: (request: MakeRequest) => MakeRequest;
  /** Told what time it is, in Unix ms, by every answer that says so. */
  readonly onDate?: (time: number) => void;
  /** Told of every interaction whose first answer Discord has taken. */
  readonly onAnswered?: (interactionId: string) => void;
};

/** The longest wait for a rate limit, in ms, before a call throws a RateLimitError. */
const RATE_LIMIT_WAIT = 5_000;

/**
 * `apiUrl` is without the version, such as `https://discord.com/api`. A single attempt may take as long as an upload;
 * callers set shorter deadlines with a signal, which discord.js heeds everywhere but in its own waits.
 */
export function createRestClients({
  apiUrl,
  botToken,
  dispatcher,
  measure = (request) => request,
  onDate,
  onAnswered,
}: RestClientsParts): RestClients {
  const connections = dispatcher({ allowH2: false });
  const makeRequest = measure(createMakeRequest(connections));
  const api = apiUrl.replace(/(?<!\/)\/+$/, '');
  const common = { api, timeout: UPLOAD_TIMEOUT, retries: 2, handlerSweepInterval: 300_000, makeRequest };
  const bot = new LearningRest({
    ...common,
    rejectOnRateLimit: ({ route, timeToReset, retryAfter }) =>
      Math.max(timeToReset, retryAfter) > RATE_LIMIT_WAIT && !route.startsWith('/applications'),
  }).setToken(botToken);
  const tokens = new REST({
    ...common,
    globalRequestsPerSecond: 10_000,
    rejectOnRateLimit: ({ timeToReset, retryAfter }) => Math.max(timeToReset, retryAfter) > RATE_LIMIT_WAIT,
  });
  const answers = createSendAnswer({
    api,
    makeRequest,
    onResponse: (interactionId, { headers, ok }) => {
      if (onDate) tellDate(headers, onDate);
      if (ok) onAnswered?.(interactionId);
    },
  });
  if (onDate) for (const rest of [bot, tokens]) listenForDates(rest, onDate);
  return {
    bot,
    tokens,
    answers,
    links: createCommandLinks(),
    makeRequest,
    async close() {
      for (const rest of [bot, tokens]) {
        rest.clearHandlerSweeper();
        rest.clearHashSweeper();
      }
      await connections.destroy();
    },
  };
}

/** Tells what time each answer was given, as its `Date` header says in whole seconds. */
export function listenForDates(rest: REST, onDate: (time: number) => void): void {
  rest.on(RESTEvents.Response, (_, { headers }) => tellDate(headers, onDate));
}

function tellDate(headers: Pick<Headers, 'get'>, onDate: (time: number) => void): void {
  const time = Date.parse(headers.get('date') ?? '');
  if (!Number.isNaN(time)) onDate(time);
}
