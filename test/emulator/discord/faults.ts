import { setTimeout as delay } from 'node:timers/promises';
import { type ApiError, refuse } from './api-error.ts';
import type { UploadedFile } from './types.ts';

type Rule = {
  readonly match: RegExp;
  left: number;
  /** Unix ms after which it does nothing. */
  readonly until?: number;
  readonly delay?: number;
  readonly answer?: Trouble;
  readonly cut?: Moment;
};

/** When a connection dies: before the request is performed, or before its answer is sent. */
export type Moment = 'before' | 'after';

const callback = /^POST \/interactions\/.*\/callback$/;

/** An answer given instead of the real one. `retryAfter` in seconds. `html`: what is sent instead of the body. */
export type Trouble = {
  readonly status: number;
  readonly body: unknown;
  readonly retryAfter?: number;
  readonly html?: string;
};

/** What a request says and carries. */
type Content = { readonly json: unknown; readonly files: readonly UploadedFile[] };

/** Refuses messages for what is in them. */
type Filter = {
  readonly match: RegExp;
  readonly catches: (content: Content) => boolean;
  readonly error: () => ApiError;
};

const anyMessage = /^(?:POST|PATCH) \/(?:interactions|webhooks|channels)\//;
const cloudflarePage =
  '<!DOCTYPE html><html><head><title>Access denied | discord.com used Cloudflare</title></head></html>';

/** What goes wrong on the way, on demand. A `match` sees `METHOD /path`, the path without `/api/v10`. */
export function createFaults() {
  const rules: Rule[] = [];
  const filters: Filter[] = [];
  const shutdown = new AbortController();
  let dateOffset = 0;

  const spend = (want: (rule: Rule) => boolean): Rule | undefined => {
    const rule = rules.find((one) => one.left > 0 && (one.until ?? Date.now()) >= Date.now() && want(one));
    if (rule) rule.left -= 1;
    return rule;
  };

  return {
    /** For tests. */
    commands: {
      /** The next `n` interaction callbacks are performed, but the connection dies before the answer. */
      loseAnswer: (n = 1) => {
        rules.push({ match: callback, left: n, cut: 'after' });
      },
      /** The next `n` interaction callbacks die before they are performed. */
      refuseAnswer: (n = 1) => {
        rules.push({ match: callback, left: n, cut: 'before' });
      },
      /** The connections of such requests die. */
      cutRest: (match: RegExp, moment: Moment, times = 1) => {
        rules.push({ match, left: times, cut: moment });
      },
      failRest: (
        match: RegExp,
        status: number,
        times = 1,
        body: unknown = { message: 'Internal Server Error', code: 0 },
      ) => {
        rules.push({ match, left: times, answer: { status, body } });
      },
      /** For `ms` Cloudflare, which stands before Discord, refuses such requests: with nothing but its code, or with a page. */
      blockRest: (match: RegExp, ms: number, kind: 'code' | 'page' = 'code') => {
        const answer = { status: 403, body: { code: 40333 }, ...(kind === 'page' && { html: cloudflarePage }) };
        rules.push({ match, left: Number.POSITIVE_INFINITY, until: Date.now() + ms, answer });
      },
      /** Discord's filter for explicit content takes every picture and film for such. */
      filterFiles: (match = anyMessage) => {
        const catches = ({ files }: Content) => files.some(({ type }) => /^(?:image|video)\//.test(type));
        filters.push({ match, catches, error: refuse.explicitContent });
      },
      /** Discord's filter for harmful links takes every link that leads out of Discord for such. */
      filterLinks: (match = anyMessage) => {
        const catches = ({ json }: Content) => /https?:\/\/(?!discord\.com\/)/.test(JSON.stringify(json ?? null));
        filters.push({ match, catches, error: refuse.harmfulLink });
      },
      /** AutoMod blocks messages in which these words stand. */
      moderate: (words: RegExp, match = anyMessage) => {
        const catches = ({ json }: Content) => words.test(JSON.stringify(json ?? null));
        filters.push({ match, catches, error: refuse.moderated });
      },
      rateLimit: (match: RegExp, retryAfter: number, times = 1) => {
        const body = { message: 'You are being rate limited.', retry_after: retryAfter, global: false };
        rules.push({ match, left: times, answer: { status: 429, body, retryAfter } });
      },
      delayRest: (match: RegExp, ms: number, times = 1) => {
        rules.push({ match, left: times, delay: ms });
      },
      /** Answers tell a `Date` that is so many ms ahead, as those of a proxy with a wrong clock do. */
      tellWrongDate: (ms: number) => {
        dateOffset = ms;
      },
      /** Whatever was ordered and has not happened yet will not happen. */
      clear: () => {
        rules.length = 0;
        filters.length = 0;
        dateOffset = 0;
      },
    },

    /** For the server: whether and when to cut the connection. */
    cut: (what: string): Moment | undefined => spend(({ match, cut }) => cut !== undefined && match.test(what))?.cut,

    /** For the server: waits as ordered. */
    async linger(what: string): Promise<void> {
      const rule = spend(({ match, delay: ms }) => ms !== undefined && match.test(what));
      if (rule?.delay !== undefined) await delay(rule.delay, undefined, { signal: shutdown.signal }).catch(() => {});
    },

    answer: (what: string): Trouble | undefined =>
      spend(({ match, answer }) => answer !== undefined && match.test(what))?.answer,

    /** For the server: throws what a filter has against a request. */
    filter(what: string, content: Content): void {
      const filter = filters.find(({ match, catches }) => match.test(what) && catches(content));
      if (filter) throw filter.error();
    },

    /** What an answer says in its `Date` header. */
    date: () => new Date(Date.now() + dateOffset).toUTCString(),

    close: () => shutdown.abort(),
  };
}

export type Faults = ReturnType<typeof createFaults>;
