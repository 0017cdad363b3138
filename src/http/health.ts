import type { Clock } from '../domain/ports/clock.ts';

export type Health = { readonly status: 'ok' | 'degraded' | 'unhealthy'; readonly reasons: readonly string[] };

/**
 * The parts whose health is told. `relay` answers questions about tasks; `submissions` means that the relay takes new work,
 * `account` that the account behind it can, and `tasks` that they succeed; `key` is the relay's key, `credit` what it may
 * spend, `limit` what the bot may; `records` are those of the store, which lies on the `disk`.
 */
export type Part =
  | 'gateway'
  | 'store'
  | 'relay'
  | 'submissions'
  | 'account'
  | 'tasks'
  | 'key'
  | 'credit'
  | 'limit'
  | 'records'
  | 'disk';

/**
 * Remembers which parts are down, for `/healthz`. That page is public, so a reason must hold no secret. A part counts
 * as well until it is reported to be down. Any part that is down makes the health `degraded` at once. The gateway or
 * the store make it `unhealthy` after `patienceMs` without a break; the relay never does, because a restart of Darkroom
 * would not help it.
 */
export function createHealth({
  clock,
  patienceMs = 30_000,
}: {
  clock: Pick<Clock, 'monotonic'>;
  patienceMs?: number;
}): {
  report(part: Part, ok: boolean, reason?: string): void;
  isUp(part: Part): boolean;
  read(): Health;
} {
  const vital: ReadonlySet<Part> = new Set(['gateway', 'store']);
  const down = new Map<Part, { readonly since: number; readonly reason: string }>();

  return {
    report(part, ok, reason = 'down') {
      if (ok) down.delete(part);
      else down.set(part, { since: down.get(part)?.since ?? clock.monotonic(), reason });
    },
    isUp: (part) => !down.has(part),
    read() {
      if (down.size === 0) return { status: 'ok', reasons: [] };
      const now = clock.monotonic();
      const fatal = [...down].some(([part, { since }]) => vital.has(part) && now - since >= patienceMs);
      const reasons = [...down].map(([part, { reason }]) => `${part}: ${reason}`);
      return { status: fatal ? 'unhealthy' : 'degraded', reasons };
    },
  };
}
