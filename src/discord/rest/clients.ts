import { REST } from 'discord.js';

/** The three ways to Discord's REST API. Every call through `tokens` and `answers` must say `auth: false`. */
export type Rests = {
  /** As the bot itself. */
  readonly bot: REST;
  /**
   * Routes that carry an interaction token. Discord does not count them in the bot's 50 requests per second
   * (https://docs.discord.com/developers/topics/rate-limits#global-rate-limit); discord.js would.
   */
  readonly tokens: REST;
  /** First answers to interactions, within Discord's three seconds: never repeated. */
  readonly answers: REST;
  /** Stops the instances' timers. */
  close(): void;
};

/** Longest wait for a rate limit, in ms, before a call is given back as a RateLimitError. */
const PATIENCE = 5_000;
/** Time-out of a first answer in ms. */
export const ANSWER_TIMEOUT = 2_500;

/**
 * `apiUrl` is without the version, such as `https://discord.com/api`. A single attempt may take 60 s because it may be
 * an upload; callers set shorter deadlines with a signal, which discord.js heeds everywhere but in its own waits.
 */
export function createRests({ apiUrl, botToken }: { apiUrl: string; botToken: string }): Rests {
  const api = apiUrl.replace(/\/+$/, '');
  const common = { api, timeout: 60_000, retries: 2, handlerSweepInterval: 300_000 };
  const bot = new REST({
    ...common,
    rejectOnRateLimit: ({ route, timeToReset, retryAfter }) =>
      Math.max(timeToReset, retryAfter) > PATIENCE && !route.startsWith('/applications'),
  }).setToken(botToken);
  const tokens = new REST({
    ...common,
    globalRequestsPerSecond: 10_000,
    rejectOnRateLimit: ({ timeToReset, retryAfter }) => Math.max(timeToReset, retryAfter) > PATIENCE,
  });
  const answers = new REST({
    ...common,
    timeout: ANSWER_TIMEOUT,
    retries: 0,
    globalRequestsPerSecond: 10_000,
    rejectOnRateLimit: ({ retryAfter }) => retryAfter > ANSWER_TIMEOUT / 2,
  });
  return {
    bot,
    tokens,
    answers,
    close() {
      for (const rest of [bot, tokens, answers]) {
        rest.clearHandlerSweeper();
        rest.clearHashSweeper();
      }
    },
  };
}
