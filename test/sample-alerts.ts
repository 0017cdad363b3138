import type { Alert, Alerts } from '../src/domain/ports/alerts.ts';

/** Keeps what is raised, and ends it. */
export function sampleAlerts(): Alerts & {
  /** Everything that was raised so far. */
  readonly raised: readonly Alert[];
  /** The kinds of what is so now. */
  active(): readonly string[];
} {
  const raised: Alert[] = [];
  const active = new Set<string>();
  return {
    raised,
    active: () => [...active],
    raise(alert) {
      raised.push(alert);
      active.add(alert.kind);
    },
    clear: (kind) => void active.delete(kind),
    forget: (kind) => void active.delete(kind),
  };
}
