import type { LoginFacts } from './routes/bot.ts';

/** An IDENTIFY. `bucket` is the shard's number modulo `max_concurrency`, `at` Unix ms. */
export type Login = {
  readonly by: string;
  readonly shard: number;
  readonly bucket: number;
  readonly at: number;
  readonly verdict: 'accepted' | 'throttled' | 'exhausted';
};

/** What may be decided about a bot's logins. */
export type LoginOptions = {
  /** How long a bucket takes one IDENTIFY only, ms; 5 s at Discord. */
  readonly identifyWindowMs?: number;
  /** How many buckets there are; 1 at Discord for all but very large bots. */
  readonly maxConcurrency?: number;
};

/** Counts IDENTIFYs as Discord does. https://discord.com/developers/docs/events/gateway#session-start-limit-object */
export function createLogins({ identifyWindowMs = 5_000, maxConcurrency = 1 }: LoginOptions) {
  const facts: LoginFacts = { total: 1000, remaining: 1000, reset_after: 0, max_concurrency: maxConcurrency };
  const all: Login[] = [];

  return {
    facts,
    /** Every IDENTIFY with the right token, oldest first. */
    all,
    /** Takes one more, which counts whatever comes of it. */
    take(by: string, shard: number): Login {
      const bucket = shard % facts.max_concurrency;
      const at = Date.now();
      const isRecent = (one: Login) =>
        one.verdict === 'accepted' && one.bucket === bucket && at - one.at < identifyWindowMs;
      const isThrottled = all.some(isRecent);
      const verdict = facts.remaining <= 0 ? 'exhausted' : isThrottled ? 'throttled' : 'accepted';
      facts.remaining = Math.max(0, facts.remaining - 1);
      const login: Login = { by, shard, bucket, at, verdict };
      all.push(login);
      return login;
    },
  };
}

export type LoginCount = ReturnType<typeof createLogins>;
