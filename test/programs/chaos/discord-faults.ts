import type { Discord } from '../../emulator/discord/server.ts';
import type { Channel, Message } from '../../emulator/discord/types.ts';
import type { Dice } from './random.ts';
import { every } from './repeated.ts';

/** Routes the bot uses, as the emulator's faults see them. */
const routes = [
  /^POST \/interactions\/.*\/callback/,
  /^PATCH \/webhooks\//,
  /^POST \/webhooks\//,
  /^GET \/webhooks\//,
  /^(PATCH|GET) \/channels\//,
  /^POST \/channels\//,
] as const;

const [, editing] = routes;

export type DiscordFaults = {
  /** Messages that somebody deleted. */
  readonly deleted: ReadonlySet<Message>;
  clear(): Promise<void>;
};

type Deps = {
  readonly discord: Discord;
  readonly dice: Dice;
  readonly faultRate: number;
  /** A channel that the bot cannot see at times. */
  readonly hiddenChannel: Channel;
  /** Whether what happens to the gateway happens to one process of several. */
  readonly several: boolean;
  /** Results that somebody may delete. */
  readonly results: () => readonly Message[];
  /** Told what is done to the gateway connection. */
  readonly onGateway: (what: string) => void;
};

/** Lets Discord fail at random: requests, connections, events, and people who delete what they see. */
export function injectDiscordFaults({
  discord,
  dice,
  faultRate,
  hiddenChannel,
  several,
  results,
  onGateway,
}: Deps): DiscordFaults {
  const deleted = new Set<Message>();
  const { faults } = discord;

  /** Whom it happens to; undefined for everybody. */
  function victim(): string | undefined {
    const connected = discord.sessions().filter((session) => session.connected);
    return several && connected.length > 0 ? dice.pick(connected).by : undefined;
  }

  const mishaps: readonly (() => void)[] = [
    () => faults.failRest(dice.pick(routes), dice.pick([500, 502, 503]), dice.between(1, 3)),
    () => faults.failRest(editing, 500, dice.between(1, 4)),
    () => faults.rateLimit(dice.pick(routes), dice.pick([0.2, 0.5, 1.2]), dice.between(1, 2)),
    () => faults.loseAnswer(),
    () => faults.refuseAnswer(),
    () => {
      onGateway('the connection dies');
      faults.dropGateway(victim());
    },
    () => {
      onGateway('Discord asks to reconnect');
      faults.reconnect(victim());
    },
    () => {
      const isResumable = dice.chance(0.5);
      onGateway(`the session is invalid and can ${isResumable ? '' : 'not '}be resumed`);
      faults.invalidSession(isResumable, victim());
    },
    () => {
      onGateway('an event is lost');
      faults.missEvents();
    },
    () => faults.replay(),
    () => faults.replay(),
    () => {
      const message = results().length > 0 ? dice.pick(results().slice(-30)) : null;
      if (!message || message.deleted) return;
      deleted.add(message);
      discord.remove(message);
    },
  ];

  const timer =
    faultRate === 0
      ? null
      : every(
          () => dice.between(150, 900) / faultRate,
          async (rest) => {
            try {
              dice.pick(mishaps)();
            } catch {
              // Nothing to replay yet, nobody connected.
            }
            if (!dice.chance(0.02)) return;
            hiddenChannel.botCanSee = false;
            hiddenChannel.botCanSend = false;
            await rest(dice.between(500, 3_000));
            hiddenChannel.botCanSee = true;
            hiddenChannel.botCanSend = true;
          },
        );

  return {
    deleted,
    async clear() {
      await timer?.stop();
      faults.clear();
      faults.missEvents(-1_000);
    },
  };
}
