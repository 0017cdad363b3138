import type { DiscordTrouble } from '../failures/discord-trouble.ts';
import type { NoRelay } from '../relay-setup.ts';

/**
 * What needs the people who run the bot. `detail` is the relay's own wording, not escaped; times are in Unix ms. What is missing
 * here is told to members or is none of anybody's business.
 */
type What =
  /** The relay does not take our key, or lets it submit and not read its tasks. */
  | { readonly kind: 'keyRefused'; readonly why: 'refused' | 'forbidden' }
  | { readonly kind: 'creditUsedUp' }
  /** What the key may still spend, in the relay's own unit. */
  | { readonly kind: 'creditLow'; readonly left: number; readonly of: number }
  /** The relay refuses submissions for a reason of its own. */
  | { readonly kind: 'relayRefuses'; readonly detail: string }
  /** The relay takes submissions, and their tasks fail for a reason of its account. */
  | { readonly kind: 'tasksFail'; readonly detail: string }
  | { readonly kind: 'relayDown'; readonly since: number }
  /** One English sentence about a setting that keeps the bot from working. */
  | { readonly kind: 'setupWrong'; readonly sentence: string }
  /** The bot's own limit, in credits: most of it is used, or all. It starts anew at `until`. */
  | {
      readonly kind: 'limitNear' | 'limitReached';
      readonly window: 'day' | 'month';
      readonly used: number;
      readonly limit: number;
      readonly until: number;
    }
  | { readonly kind: 'recordDamaged'; readonly table: string; readonly key: string }
  /** The store can be neither read nor written. */
  | { readonly kind: 'storeDown' }
  | { readonly kind: 'diskLow'; readonly megabytes: number }
  /**
   * There is no way to Discord. `proxy` is the one that stands in between, null without one. `retrySeconds`: when it is tried
   * again; null: it is tried all the time.
   */
  | {
      readonly kind: 'discordDown';
      readonly trouble: DiscordTrouble;
      readonly host: string;
      readonly proxy: string | null;
      readonly retrySeconds: number | null;
    }
  /** No relay answers at `base`, which RELAY_URL and RELAY_MODE make. */
  | { readonly kind: 'notARelay'; readonly found: NoRelay; readonly base: string }
  /** Discord allows only `remaining` logins until `until`; the next one comes in `waitSeconds`. */
  | {
      readonly kind: 'loginsLow';
      readonly remaining: number;
      readonly total: number;
      readonly until: number;
      readonly waitSeconds: number;
    };

/** `relay` is the name of the relay that it is about; absent where there is only one, and where it is about none. */
export type Alert = What & { readonly relay?: string };

export type AlertKind = Alert['kind'];

/** Tells the people who run the bot what needs them. `relay` is as an alert has it. No method ever throws or waits. */
export type Alerts = {
  /** It is so now. May be called as often as it is noticed: it is told once an hour at most. */
  raise(alert: Alert): void;
  /** It is not so any more. Does nothing when it was not. */
  clear(kind: AlertKind, relay?: string): void;
  /** This process cannot know it any more; nobody is told that it is over. Does nothing when it was not so. */
  forget(kind: AlertKind, relay?: string): void;
};

/** The alerts of one relay of several, which say its name. */
export function alertsOf(alerts: Alerts, relay: string): Alerts {
  return {
    raise: (alert) => alerts.raise({ ...alert, relay }),
    clear: (kind) => alerts.clear(kind, relay),
    forget: (kind) => alerts.forget(kind, relay),
  };
}
