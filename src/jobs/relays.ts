import { OPERATOR } from '../domain/credits/charge.ts';
import { boundRelay } from '../domain/job/bound-relay.ts';
import type { Job, JobIn } from '../domain/job/job.ts';
import { MAIN_RELAY, payerOfRelay, relayOfTask } from '../domain/job/task-key.ts';
import { type Alerts, alertsOf } from '../domain/ports/alerts.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Relay } from '../domain/ports/relay.ts';
import { type AccountWatch, createAccountWatch } from './account-watch.ts';
import { createLooking, type Looking } from './looking.ts';
import type { RelayCapabilities } from './relay-capabilities.ts';

/** One of the relays that jobs go to. */
export type EngineRelay = {
  /** A server's own has the id of the server. */
  readonly name: string;
  /** Whether new jobs may go to it. One that was taken off the list, or whose key was removed, still serves the tasks that it has. */
  readonly isListed: boolean;
  /** How many jobs may hold one of its slots at once. */
  readonly slots: number;
  /** Speaks of tasks by their names among all relays (`src/domain/job/task-key.ts`). */
  readonly port: Relay;
  readonly capabilities: RelayCapabilities;
};

/** The relays that servers have brought a key for. */
export type ServerRelays = {
  /**
   * The one of a server, the same one until its key is changed; null where the server has none, or none that can be read. Rejects with
   * StoreError.
   */
  open(guildId: string): Promise<EngineRelay | null>;
  /** It is not used any more for now. */
  close(guildId: string): void;
};

/** A relay with what this process has learned of it. */
export type KnownRelay = EngineRelay & { readonly looking: Looking; readonly account: AccountWatch };

/** The relays that jobs go to. A name that none of them has is that of one that was removed. */
export type Relays = {
  /** Those of the people who run the bot in the order of preference, those last that get no new jobs; then those of servers. */
  readonly all: readonly KnownRelay[];
  /** Those of the people who run the bot that new jobs may go to, in the order of preference. */
  readonly listed: readonly KnownRelay[];
  /** Undefined where there is none. A server's own is opened when it is asked for, and is not there until then. */
  named(name: string): KnownRelay | undefined;
  /** Whether a relay is being opened. */
  isPending(name: string): boolean;
  /** As `named`, once it is open. Rejects with StoreError. */
  opened(name: string): Promise<KnownRelay | undefined>;
  /** The one that has a task. */
  ofTask(key: string): KnownRelay | undefined;
  /** The one that a job is bound to; `main` for one that is bound to none yet. */
  of(job: Job): KnownRelay | undefined;
  /** Reads what is remembered of what each can do. A server's own that is opened later is read then. Never rejects. */
  recall(): Promise<void>;
  /**
   * Takes note of keys that servers have changed, and closes what nobody uses, but not while its server has jobs under way. To be called
   * about every second. Never rejects.
   */
  renew(hasJobs: (guildId: string) => boolean): Promise<void>;
};

export type RelaysParts = {
  readonly relays: readonly EngineRelay[];
  readonly serverRelays: ServerRelays;
  readonly alerts: Alerts;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** Called when a relay lets us look at tasks from now on, or does so no longer, and when one has been opened. */
  readonly onChange: () => void;
};

/** How often it is looked whether a server has changed its key, and how long after one could not be read, in ms. */
const RENEWED = 5_000;
/** A server's relay that was not used for so long, in ms, is closed: where there are more than `many`, after `ofMany`. */
const UNUSED = { usually: 10 * 60_000, many: 200, ofMany: 60_000 };

const silent: Alerts = { raise() {}, clear() {}, forget() {} };

/** A server's relay, null where it has none. `usedAt` and `renewedAt` in `monotonic` ms. */
type Opened = { relay: KnownRelay | null; usedAt: number; renewedAt: number };

export function createRelays(parts: RelaysParts): Relays {
  const { relays, serverRelays, alerts, clock, log, onChange } = parts;
  const servers = new Map<string, Opened>();
  const opening = new Map<string, Promise<KnownRelay | null>>();
  /** Until when nothing is tried after a key could not be read, in `monotonic` ms. */
  const restingUntil = new Map<string, number>();

  /** `own`: the alerts about it. What is wrong with a server's key is none of the business of the people who run the bot. */
  function known(relay: EngineRelay, own: Alerts): KnownRelay {
    const looking = createLooking({ ...parts, relay: relay.port, alerts: own, onChange });
    return { ...relay, looking, account: createAccountWatch(own) };
  }

  const fixed = relays.map((relay) => known(relay, relays.length > 1 ? alertsOf(alerts, relay.name) : alerts));
  const listed = fixed.filter(({ isListed }) => isListed);
  const byName = new Map(fixed.map((relay) => [relay.name, relay]));

  async function openNow(guildId: string): Promise<KnownRelay | null> {
    const relay = await serverRelays.open(guildId);
    const before = servers.get(guildId);
    const isSame =
      before !== undefined &&
      (before.relay?.port ?? null) === (relay?.port ?? null) &&
      before.relay?.isListed === relay?.isListed;
    if (!isSame) {
      // The one before is closed already. Until the new one is known, jobs wait as for one that is being opened.
      servers.delete(guildId);
      await relay?.capabilities.recall();
    }
    const opened = isSame ? before.relay : relay && known(relay, silent);
    const now = clock.monotonic();
    servers.set(guildId, { relay: opened, usedAt: before?.usedAt ?? now, renewedAt: now });
    restingUntil.delete(guildId);
    if (!isSame) onChange();
    return opened;
  }

  function open(guildId: string): Promise<KnownRelay | null> {
    const running = opening.get(guildId);
    if (running) return running;
    const work = openNow(guildId).finally(() => opening.delete(guildId));
    opening.set(guildId, work);
    return work;
  }

  async function tryToOpen(guildId: string): Promise<void> {
    try {
      await open(guildId);
    } catch (error) {
      restingUntil.set(guildId, clock.monotonic() + RENEWED);
      log.warn({ guild: guildId, error }, 'the key of a server could not be read; that is tried again');
    }
  }

  const isResting = (name: string) => (restingUntil.get(name) ?? Number.NEGATIVE_INFINITY) > clock.monotonic();
  const isServers = (name: string) => payerOfRelay(name) !== OPERATOR;

  function named(name: string): KnownRelay | undefined {
    if (!isServers(name)) return byName.get(name);
    const there = servers.get(name);
    if (there) there.usedAt = clock.monotonic();
    else if (!opening.has(name) && !isResting(name)) void tryToOpen(name);
    return there?.relay ?? undefined;
  }

  function all(): readonly KnownRelay[] {
    const own = [...servers.values()].flatMap(({ relay }) => (relay ? [relay] : []));
    return own.length === 0 ? fixed : [...fixed, ...own];
  }

  function closeUnused(hasJobs: (guildId: string) => boolean): void {
    const now = clock.monotonic();
    const patience = servers.size > UNUSED.many ? UNUSED.ofMany : UNUSED.usually;
    for (const [guildId, own] of servers) {
      if (now - own.usedAt <= patience) continue;
      // Nobody asks for it while its jobs only wait, and they would be lost sight of.
      if (hasJobs(guildId)) {
        own.usedAt = now;
        continue;
      }
      servers.delete(guildId);
      restingUntil.delete(guildId);
      serverRelays.close(guildId);
    }
  }

  return {
    get all() {
      return all();
    },
    listed,
    named,
    isPending: (name) => isServers(name) && !servers.has(name),
    async opened(name) {
      if (isServers(name) && !servers.has(name)) await open(name);
      return named(name);
    },
    ofTask: (key) => named(relayOfTask(key)),
    of: (job) => named(boundRelay(job) ?? MAIN_RELAY),
    async recall() {
      await Promise.all(all().map(({ capabilities }) => capabilities.recall()));
    },
    async renew(hasJobs) {
      for (const name of restingUntil.keys()) if (!isResting(name)) restingUntil.delete(name);
      closeUnused(hasJobs);
      const now = clock.monotonic();
      const due = [...servers].filter(([name, { renewedAt }]) => now - renewedAt >= RENEWED && !isResting(name));
      await Promise.all(due.map(([name]) => tryToOpen(name)));
    },
  };
}

/** A result with only those buttons that its relay can press, and that its server has not switched off. Never throws. */
export async function withPressableButtons(
  relays: Pick<Relays, 'of'>,
  job: JobIn<'delivering'>,
): Promise<JobIn<'delivering'>> {
  return (await relays.of(job)?.capabilities.withPressableButtons(job)) ?? job;
}
