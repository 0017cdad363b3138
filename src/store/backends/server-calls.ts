import { endsWithin, unlessAborted } from '../../lib/timeout.ts';

/**
 * How long a server may be silent, in ms. A member must be answered within three seconds, and one gesture may have to wait
 * twice.
 */
export const CALL_MS = 700;
/** The same for work on many rows, for which nobody's gesture waits. */
export const PAGE_MS = 3_000;
/** A server that answers others meanwhile is busy, and not silent: it may take so many times longer. */
const BUSY_FACTOR = 3;
/**
 * How long a connection that has brought no answer yet is given, in ms. A server that comes back has to take in everybody at once: whoever
 * connected anew with each answer that is late would keep it from ever giving one.
 */
const CONNECTING_MS = 3_000;

/** Calls to a server. */
export type ServerCalls<C> = {
  /**
   * What `work` comes to. Rejects when the server has been silent for `ms`, even where the network swallows everything, and
   * after three times as long in any case; the signal is aborted then, and nothing may be sent any more that nobody waits for.
   * What was sent may still be done.
   */
  call<T>(ms: number, work: (connection: C, signal: AbortSignal) => Promise<T>): Promise<T>;
  /** Lets the calls that are under way come to an end, unless that takes too long. After this, every call rejects. */
  close(): Promise<void>;
};

type Parts<C> = {
  readonly open: () => C;
  /** Lets a connection go, and whatever is under way on it. Never rejects. */
  readonly discard: (connection: C) => Promise<void>;
  /** What is known of why the server does not answer; null for nothing. */
  readonly troubleOf: (connection: C) => string | null;
};

/**
 * Keeps a connection to a server, and opens another one when that has fallen silent: what a network has swallowed it may not
 * give back for minutes.
 */
export function createServerCalls<C>({ open, discard, troubleOf }: Parts<C>): ServerCalls<C> {
  const closed = new AbortController();
  let connection = open();
  let openedAt = performance.now();
  let heardAt = performance.now();
  const underWay = new Set<Promise<unknown>>();

  function renew(silent: C): void {
    if (connection !== silent) return;
    const now = performance.now();
    if (heardAt < openedAt && now - openedAt < CONNECTING_MS) return;
    connection = open();
    openedAt = now;
    void discard(silent);
  }

  return {
    async call(ms, work) {
      closed.signal.throwIfAborted();
      const own = connection;
      const since = performance.now();
      const wait = new AbortController();

      function look(): void {
        const until = Math.min(Math.max(since, heardAt) + ms, since + ms * BUSY_FACTOR);
        const left = until - performance.now();
        if (left > 0) {
          timer = setTimeout(look, left);
          return;
        }
        const trouble = troubleOf(own);
        if (heardAt < since) renew(own);
        wait.abort(new Error(`no answer within ${ms} ms${trouble === null ? '' : `, ${trouble}`}`));
      }
      let timer = setTimeout(look, ms);
      const stop = () => wait.abort(closed.signal.reason);
      closed.signal.addEventListener('abort', stop, { once: true });
      try {
        const working = unlessAborted(wait.signal, () => work(own, wait.signal));
        underWay.add(working);
        const result = await working.finally(() => underWay.delete(working));
        heardAt = performance.now();
        return result;
      } finally {
        clearTimeout(timer);
        closed.signal.removeEventListener('abort', stop);
      }
    },
    async close() {
      await endsWithin(CALL_MS, Promise.allSettled(underWay));
      closed.abort(new Error('it is closed'));
      await discard(connection);
    },
  };
}
