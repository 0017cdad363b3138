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
  /** Whether one process alone has used it. */
  readonly isAlone: boolean;
};

/** Discord's limits, one window per key. https://discord.com/developers/docs/topics/rate-limits */
export function createBuckets() {
  const windows = new Map<string, { used: number; until: number; by: Set<string> }>();

  return {
    take(key: string, limit: number, ms: number, by: string): Grant {
      const now = Date.now();
      if (windows.size > 5000) for (const [old, { until }] of windows) if (until <= now) windows.delete(old);
      const open = windows.get(key);
      const window = open && open.until > now ? open : { used: 0, until: now + ms, by: new Set<string>() };
      windows.set(key, window);
      window.by.add(by);
      const ok = window.used < limit;
      if (ok) window.used += 1;
      const isAlone = window.by.size === 1;
      return {
        ok,
        since: window.until - ms,
        limit,
        remaining: limit - window.used,
        after: window.until - now,
        isAlone,
      };
    },
  };
}

export type Buckets = ReturnType<typeof createBuckets>;
