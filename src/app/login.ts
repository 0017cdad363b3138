import type { Client } from '../discord/gateway/client.ts';
import { isRefusal, tokenRefused } from '../discord/gateway/token-refused.ts';
import type { RestClients } from '../discord/rest/clients.ts';
import { createOwnFacts, type Logins } from '../discord/rest/own-facts.ts';
import type { DiscordTrouble } from '../domain/failures/discord-trouble.ts';
import type { Alerts } from '../domain/ports/alerts.ts';
import type { Clock } from '../domain/ports/clock.ts';
import { type Pause, pause as realPause, withDeadline } from '../lib/timeout.ts';
import { untilReached } from './discord-retry.ts';

/** With fewer logins left than this, they are spread over the time until there are all of them again. */
const FEW = 100;
/** How long the question for the logins that are left may take, in ms. */
const ANSWER_WAIT = 10_000;

/** A client that is logged in, and the application's id. */
export type Connected = { readonly client: Client; readonly applicationId: string };

export type LoginParts = {
  readonly rest: RestClients['bot'];
  /** Where Discord's API is, as operators read it. */
  readonly host: string;
  /** The proxy in between, null without one. */
  readonly proxy: string | null;
  /** Logs in once, with a client of its own. Rejects when Discord cannot be asked where its gateway is. */
  readonly attempt: () => Promise<Connected>;
  readonly alerts: Alerts;
  readonly clock: Pick<Clock, 'now'>;
  /** Aborted when Darkroom is to stop. */
  readonly signal: AbortSignal;
  readonly pause?: Pause;
};

/**
 * Logs in, for as long as it takes, and tells the operator what it waits for: a way to Discord, or, where something has used up
 * nearly all logins of the day, the next one. Throws SetupError when the token is refused, which costs no login, and the signal's
 * reason.
 */
export async function logIn(parts: LoginParts): Promise<Connected> {
  const { rest, host, proxy, attempt, alerts, clock, signal, pause = realPause } = parts;
  const { logins } = createOwnFacts(rest);
  const onTrouble = (trouble: DiscordTrouble, retrySeconds: number) =>
    alerts.raise({ kind: 'discordDown', trouble, host, proxy, retrySeconds });

  const ask = () =>
    untilReached(
      () =>
        withDeadline(ANSWER_WAIT, signal, logins).catch((error) =>
          Promise.reject(isRefusal(error) ? tokenRefused(error) : error),
        ),
      onTrouble,
      signal,
      pause,
    );

  async function wait(ms: number): Promise<void> {
    await pause(ms, signal);
    signal.throwIfAborted();
  }

  /** Whether there were enough. */
  async function waitForTurn(): Promise<boolean> {
    for (let left = await ask(); left.remaining < FEW; left = await ask()) {
      const ms = spread(left);
      const { remaining, total } = left;
      const until = clock.now() + left.resetMs;
      alerts.raise({ kind: 'loginsLow', remaining, total, until, waitSeconds: Math.ceil(ms / 1000) });
      await wait(ms);
      if (remaining >= left.shards) return false;
    }
    return true;
  }

  /** Says when there are enough again. */
  async function watchLogins(): Promise<void> {
    for (let left = await ask(); left.remaining < FEW; left = await ask()) await wait(Math.max(left.resetMs, MINUTE));
    alerts.clear('loginsLow');
  }

  if (await waitForTurn()) alerts.clear('loginsLow');
  else void watchLogins().catch(() => undefined);
  return untilReached(attempt, onTrouble, signal, pause);
}

const MINUTE = 60_000;

/** How long to wait before a login, in ms, so that those that are left last until there are all of them again. */
function spread({ remaining, shards, resetMs }: Logins): number {
  return remaining < shards ? resetMs : resetMs / remaining;
}
