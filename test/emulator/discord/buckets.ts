/** How often a route may be asked: `limit` times in `ms`, counted separately per value of the `by` parameters. */
export type Bucket = {
  readonly name: string;
  readonly limit: number;
  readonly ms: number;
  readonly by: readonly string[];
};

/** What is left of a bucket; `after` is ms until it is full again. */
export type Grant = {
  readonly ok: boolean;
  /** When the window began, Unix ms. */
  readonly since: number;
  readonly limit: number;
  readonly remaining: number;
  readonly after: number;
};

/** Discord's limits, one window per key. https://discord.com/developers/docs/topics/rate-limits */
export function createBuckets() {
  const windows = new Map<string, { used: number; until: number }>();

  return {
    take(key: string, limit: number, ms: number): Grant {
      const now = Date.now();
      if (windows.size > 5000) for (const [old, { until }] of windows) if (until <= now) windows.delete(old);
      const open = windows.get(key);
      const window = open && open.until > now ? open : { used: 0, until: now + ms };
      windows.set(key, window);
      const ok = window.used < limit;
      if (ok) window.used += 1;
      return { ok, since: window.until - ms, limit, remaining: limit - window.used, after: window.until - now };
    },
  };
}

export type Buckets = ReturnType<typeof createBuckets>;
