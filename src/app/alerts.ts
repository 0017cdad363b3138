import { randomUUID } from 'node:crypto';
import { escapeDetail } from '../discord/render/escape.ts';
import type { Alert, AlertKind, Alerts } from '../domain/ports/alerts.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Store } from '../domain/ports/store.ts';
import type { Part } from '../http/health.ts';
import type { Catalogue } from '../text/catalogue.ts';
import { en } from '../text/en/index.ts';
import type { Health } from './watch.ts';

const HOUR = 3_600_000;
/** How long a message that could not be sent, or is not due yet, rests until it is tried again, in ms. */
const REST = 30_000;
/** The most sentences that are remembered to have been logged. */
const LOGGED_MAX = 100;

/** What `/healthz` says meanwhile. That page is public. What is missing here is told there by whoever notices it. */
const reasons: Partial<Readonly<Record<AlertKind, readonly [part: Part, reason: string]>>> = {
  creditUsedUp: ['credit', 'the key is used up'],
  creditLow: ['credit', 'the key is nearly used up'],
  relayRefuses: ['account', 'the relay refuses jobs for a reason of its account'],
  tasksFail: ['tasks', 'tasks fail for a reason of the account behind the relay'],
  limitNear: ['limit', 'most of the credits of the bot are used'],
  limitReached: ['limit', 'the credits of the bot are used up'],
  recordDamaged: ['records', 'a record cannot be read'],
  diskLow: ['disk', 'nearly full'],
  notARelay: ['relay', 'no relay answers at its address'],
};

const keyReasons = { refused: 'the key is refused', forbidden: 'the key may not read its tasks' } as const;

/** Of this nobody notices the end: it counts as over when it was not noticed for an hour. */
const passing: ReadonlySet<AlertKind> = new Set(['recordDamaged']);

/** Of this nobody can be sent a message while it is so. */
const untold: ReadonlySet<AlertKind> = new Set(['discordDown']);

/** Sends one message to whoever is to be told: whether it need not be tried again. `text` is in their language. */
export type SendAlert = (text: (words: Catalogue) => string) => Promise<boolean>;

export type AlertsParts = {
  readonly claims: Pick<Store['claims'], 'claim'>;
  readonly clock: Clock;
  readonly health: Health;
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>;
  /** Null when nobody is to be sent anything. */
  readonly send: SendAlert | null;
};

/** What is so now, in `monotonic` ms. `isLogged`: the log says that it began; `isTold`: a message has been sent since it was raised last. */
type Active = {
  readonly alert: Alert;
  readonly since: number;
  readonly raisedAt: number;
  readonly isLogged: boolean;
  isTold: boolean;
  restsUntil: number;
};

/**
 * Tells the people who run the bot what needs them: at once in `/healthz`, by one line of the log, and by one message. Of one kind
 * there is one message an hour, whatever happens, also after a restart: a claim in the store says that it was sent. What begins
 * again within that hour is told when the hour is over, if it is still so. To be reminded of by `tick`, about every second.
 */
export function createAlerts({
  claims,
  clock,
  health,
  log,
  send,
}: AlertsParts): Alerts & { tick(): Promise<void>; raised(): readonly Alert[] } {
  /** By what they are about (`subjectOf`). */
  const active = new Map<string, Active>();
  /** When each was told last by this process, in `monotonic` ms. */
  const toldAt = new Map<string, number>();
  /** The same of each line of the log, without its numbers. */
  const loggedAt = new Map<string, number>();
  const holder = randomUUID();
  let work: Promise<void> = Promise.resolve();

  const isRecent = (at: number | undefined) => at !== undefined && clock.monotonic() - at < HOUR;

  function report({ kind, ...alert }: Alert): void {
    const reason = 'why' in alert ? (['key', keyReasons[alert.why]] as const) : reasons[kind];
    if (reason) health.report(reason[0], false, reason[1]);
  }

  /** Whether it was worth a line. */
  function writeDown(alert: Alert): boolean {
    const sentence = en.alerts.raised(alert, (at) => new Date(at).toISOString());
    const line = `${alert.kind} ${sameWords(sentence)}`;
    if (isRecent(loggedAt.get(line))) return false;
    if (loggedAt.size >= LOGGED_MAX) loggedAt.clear();
    loggedAt.set(line, clock.monotonic());
    log.error({ alert: alert.kind }, sentence);
    return true;
  }

  /** Whether a message about this may be sent now: nobody has sent one within the last hour. */
  async function mayTell(subject: string): Promise<boolean> {
    if (isRecent(toldAt.get(subject))) return false;
    try {
      return (await claims.claim(`alert:${subject}`, holder, HOUR)) === holder;
    } catch {
      // Nothing can be claimed while the store is ill: this process knows what it has told.
      return true;
    }
  }

  /** Sends what is due. Until Discord has told the time no claim would ever end. */
  async function tellAll(): Promise<void> {
    if (!send || !Number.isFinite(clock.past())) return;
    for (const [subject, entry] of active) {
      if (untold.has(entry.alert.kind) || entry.isTold || entry.restsUntil > clock.monotonic()) continue;
      entry.restsUntil = clock.monotonic() + REST;
      if (!(await mayTell(subject))) continue;
      const text = (words: Catalogue) => messageOf(words, words.alerts.raised(escaped(entry.alert), timestamp));
      if (!(await send(text))) continue;
      entry.isTold = true;
      toldAt.set(subject, clock.monotonic());
    }
  }

  function soon(task: () => Promise<void>): Promise<void> {
    work = work.then(task).catch((error: unknown) => log.warn({ error }, 'an alert could not be sent'));
    return work;
  }

  /** A line of the log that says the end is only written where one says the beginning. */
  function tellEnd({ alert, isTold, isLogged, since }: Active): void {
    const ms = Math.round(clock.monotonic() - since);
    if (isLogged)
      log.info(
        { alert: alert.kind, ms },
        `what the people who run the bot were told of is over, after ${lengthOf(ms)}`,
      );
    if (alert.kind !== 'relayDown' || !isTold || !send) return;
    const text = (words: Catalogue) => messageOf(words, words.alerts.relayUp(Math.round(ms / 60_000), alert.relay));
    void soon(async () => void (await send(text)));
  }

  /** What is so no longer, as far as this process knows; undefined when it was not. */
  function take(kind: AlertKind, relay?: string): Active | undefined {
    const subject = subjectOf({ kind, relay });
    const ended = active.get(subject);
    if (!ended) return undefined;
    active.delete(subject);
    const part = kind === 'keyRefused' ? 'key' : reasons[kind]?.[0];
    if (part) health.report(part, true);
    for (const { alert } of active.values()) report(alert);
    return ended;
  }

  function clear(kind: AlertKind, relay?: string): void {
    const ended = take(kind, relay);
    if (ended) tellEnd(ended);
  }

  return {
    raise(alert) {
      const subject = subjectOf(alert);
      const before = active.get(subject);
      const isTold = before?.isTold === true && isRecent(toldAt.get(subject));
      const restsUntil = before?.restsUntil ?? Number.NEGATIVE_INFINITY;
      const raisedAt = clock.monotonic();
      const isLogged = writeDown(alert) || before?.isLogged === true;
      active.set(subject, { alert, since: before?.since ?? raisedAt, raisedAt, isLogged, isTold, restsUntil });
      report(alert);
      if (!isTold) void soon(tellAll);
    },
    clear,
    forget: (kind, relay) => void take(kind, relay),
    /** What is so now. */
    raised: () => [...active.values()].map(({ alert }) => alert),
    tick() {
      for (const { alert, raisedAt } of active.values())
        if (passing.has(alert.kind) && !isRecent(raisedAt)) clear(alert.kind, alert.relay);
      return soon(tellAll);
    },
  };
}

/** What is told once an hour: the kind, and of which relay. */
function subjectOf({ kind, relay }: { readonly kind: AlertKind; readonly relay?: string | undefined }): string {
  return relay === undefined ? kind : `${kind}:${relay}`;
}

function lengthOf(ms: number): string {
  return ms < 120_000 ? `${Math.round(ms / 1000)} s` : `${Math.round(ms / 60_000)} minutes`;
}

function messageOf({ alerts }: Catalogue, sentence: string): string {
  return `${sentence}\n-# ${alerts.footer}`;
}

/** As Discord shows a moment on each reader's own clock. */
function timestamp(at: number): string {
  return `<t:${Math.round(at / 1000)}:f>`;
}

function escaped(alert: Alert): Alert {
  return 'detail' in alert ? { ...alert, detail: escapeDetail(alert.detail) } : alert;
}

/** What differs each time that the same is said: numbers, and the id of a request. */
function sameWords(sentence: string): string {
  return sentence
    .replace(/\(request id:[^)]*\)/gi, '')
    .replace(/\d+/g, '#')
    .trim();
}
