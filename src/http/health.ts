import type { Clock } from '../domain/ports.ts';

export type Health = { readonly status: 'ok' | 'degraded' | 'unhealthy'; readonly reasons: readonly string[] };

/** `relay`: whether it answers questions; `submissions`: whether it takes work. */
export type Part = 'gateway' | 'store' | 'relay' | 'submissions';

/**
 * Remembers which parts are down, for `/healthz`, which is public: a reason must hold no secret. A part nobody
 * reported on is taken to be well. Trouble degrades at once; the gateway or the store being down for `patienceMs` without a
 * pause makes us unhealthy, the relay never does: restarting us would not mend it.
 */
export function createHealth({ clock, patienceMs = 30_000 }: { clock: Clock; patienceMs?: number }): {
  report(part: Part, ok: boolean, reason?: string): void;
  read(): Health;
} {
  const vital: ReadonlySet<Part> = new Set(['gateway', 'store']);
  const down = new Map<Part, { readonly since: number; readonly reason: string }>();

  return {
    report(part, ok, reason = 'down') {
      if (ok) down.delete(part);
      else down.set(part, { since: down.get(part)?.since ?? clock.now(), reason });
    },
    read() {
      if (down.size === 0) return { status: 'ok', reasons: [] };
      const now = clock.now();
      const fatal = [...down].some(([part, { since }]) => vital.has(part) && now - since >= patienceMs);
      const reasons = [...down].map(([part, { reason }]) => `${part}: ${reason}`);
      return { status: fatal ? 'unhealthy' : 'degraded', reasons };
    },
  };
}
