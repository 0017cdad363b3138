import { discordTroubleOf } from '../discord/gateway/discord-trouble.ts';
import type { DiscordTrouble } from '../domain/failures/discord-trouble.ts';
import type { Alerts } from '../domain/ports/alerts.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Health } from './watch.ts';

/** How long the gateway is gone before the operator is told, in ms: at the start, and later, when Discord often does without. */
const PATIENCE = { start: 10_000, later: 30_000 };
/** The most different errors of one outage that are logged. */
const LOGGED_MAX = 20;

type GatewayWatchParts = {
  readonly alerts: Pick<Alerts, 'raise' | 'clear'>;
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly health: Health;
  readonly log: Pick<Log, 'debug' | 'warn'>;
  /** The proxy in between, null without one. */
  readonly proxy: string | null;
};

/**
 * Tells the operator when the gateway is gone, once and in a sentence, though discord.js meets the same error twice a second.
 * `tick` is to be called about every second.
 */
export function createGatewayWatch({ alerts, clock, health, log, proxy }: GatewayWatchParts) {
  let goneSince: number | null = null;
  let patience = PATIENCE.start;
  let trouble: DiscordTrouble = { kind: 'gateway' };
  let host = 'the gateway';
  const logged = new Set<string>();

  return {
    /** Whether the gateway is expected to be there soon. */
    expect(isExpected: boolean): void {
      goneSince = isExpected ? (goneSince ?? clock.monotonic()) : null;
    },
    /** Another process of this bot logs in, and it is not this one's turn. */
    queued(): void {
      if (goneSince !== null) goneSince = clock.monotonic();
    },
    report(connected: boolean, reason?: string): void {
      health.report('gateway', connected, reason);
      if (!connected) {
        goneSince ??= clock.monotonic();
        return;
      }
      [goneSince, patience, trouble] = [null, PATIENCE.later, { kind: 'gateway' }];
      logged.clear();
      alerts.clear('discordDown');
    },
    /** Takes an error of the gateway's connections. */
    heard(error: Error): void {
      const found = discordTroubleOf(error);
      if (found) {
        trouble = found;
        host = 'hostname' in error ? String(error.hostname) : host;
        log.debug({ trouble }, 'the gateway cannot be reached');
      } else if (!logged.has(error.message) && logged.size < LOGGED_MAX) {
        logged.add(error.message);
        log.warn({}, `the gateway had an error, and is connected again: ${error.message}`);
      }
    },
    tick(): void {
      if (goneSince === null || clock.monotonic() - goneSince < patience) return;
      alerts.raise({ kind: 'discordDown', trouble, host, proxy, retrySeconds: null });
    },
  };
}
