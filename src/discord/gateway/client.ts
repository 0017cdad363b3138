import {
  ActivityType,
  Client as DiscordClient,
  Events,
  GatewayCloseCodes,
  GatewayDispatchEvents,
  type Interaction,
  Options,
  type PresenceData,
  type WebSocketOptions,
} from 'discord.js';
import { SetupError } from '../../domain/failures/errors.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { Reservations } from '../../domain/ports/store.ts';
import { pause } from '../../lib/timeout.ts';
import { listenForDates } from '../rest/clients.ts';
import type { MakeRequest } from '../rest/request.ts';
import { createIdentifyThrottler } from './identify-throttler.ts';
import { guardResume } from './resume-guard.ts';
import { Shards } from './shards.ts';
import { isRefusal, tokenRefused } from './token-refused.ts';

export type Client = ReturnType<typeof createClient>;

export type ClientParts = {
  readonly apiUrl: string;
  readonly makeRequest: MakeRequest;
  readonly log: Log;
  /** Those of all processes of this bot, where there may be several: their logins wait for one another. */
  readonly reservations?: Reservations;
  readonly onInteraction: (interaction: Interaction) => void;
  /** Told of each interaction as it came, before `onInteraction`. */
  readonly onPayload?: (payload: unknown) => void;
  /** Told of a server in which somebody has changed who may use our commands; null: it may have been any. */
  readonly onPermissions?: (guildId: string | null) => void;
  /** Told what time it is, in Unix ms, by every answer to a request that this connection needs. */
  readonly onDate?: (time: number) => void;
  /** Told whenever the gateway is connected or lost. `reason` says in English why it was lost. */
  readonly onGateway: (connected: boolean, reason?: string) => void;
  /** Told of every error of the gateway's connections, which are tried again. */
  readonly onTrouble: (error: Error) => void;
  /** Told when Discord refuses this bot from now on. */
  readonly onRefused: (error: SetupError) => void;
};

/**
 * The gateway connection. It asks for no intents, because interactions need none. Nothing is cached, so memory does not grow
 * with servers or members; the servers that READY brings are forgotten at once.
 */
export function createClient(parts: ClientParts) {
  const {
    apiUrl,
    makeRequest,
    log,
    reservations,
    onInteraction,
    onPayload,
    onPermissions,
    onDate,
    onGateway,
    onTrouble,
    onRefused,
  } = parts;
  const client: DiscordClient = new DiscordClient({
    intents: [],
    shards: 'auto',
    rest: { api: apiUrl, makeRequest },
    ws: { buildStrategy: (manager) => new Shards(manager), ...(reservations && throttledBy(reservations)) },
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      UserManager: { maxSize: 1, keepOverLimit: (user) => user.id === client.user?.id },
      GuildMemberManager: 0,
      MessageManager: 0,
      DMMessageManager: 0,
      ApplicationCommandManager: 0,
      ReactionManager: 0,
      ThreadManager: 0,
      VoiceStateManager: 0,
      PresenceManager: 0,
    }),
  });
  const disconnectedShards = new Set<number>();
  /** In how many servers the bot is, as each shard was told at its beginning. */
  const servers = new Map<number, number>();
  /** The status that Discord shows, and the one it is to show. */
  let shownStatus: string | null = null;
  let wantedStatus: string | null = null;

  /** Waits until every shard is connected: a status that is sent to a shard without a connection is lost. */
  function showStatus(): void {
    if (shownStatus === wantedStatus || disconnectedShards.size > 0 || !client.isReady()) return;
    client.user.setPresence(presenceOf(wantedStatus));
    shownStatus = wantedStatus;
  }

  function report(shard: number, connected: boolean, reason?: string): void {
    if (connected) disconnectedShards.delete(shard);
    else disconnectedShards.add(shard);
    onGateway(disconnectedShards.size === 0, reason);
  }

  guardResume(client);
  if (onDate) listenForDates(client.rest, onDate);
  if (onPayload) client.ws.on(GatewayDispatchEvents.InteractionCreate, (payload: unknown) => onPayload(payload));
  client.on(Events.InteractionCreate, onInteraction);
  client.on(Events.ApplicationCommandPermissionsUpdate, ({ applicationId, guildId }) => {
    if (applicationId === client.application?.id) onPermissions?.(guildId);
  });
  client.on(Events.ShardReady, (shard) => {
    servers.set(
      shard,
      client.guilds.cache.sweep(({ shardId }) => shardId === shard),
    );
    report(shard, true);
    // Nobody tells what happened while there was no session.
    onPermissions?.(null);
    // A new session begins without the status of the old one.
    shownStatus = null;
  });
  client.on(Events.ShardResume, (shard) => report(shard, true));
  client.on(Events.ShardReconnecting, (shard) => report(shard, false, 'reconnecting to Discord'));
  client.on(Events.ShardDisconnect, ({ code }, shard) => {
    report(shard, false, `Discord closed the gateway (${code})`);
    onRefused(code === GatewayCloseCodes.AuthenticationFailed ? tokenRefused() : closedForGood(code));
  });
  client.on(Events.Invalidated, () => onRefused(tokenRefused()));
  client.on(Events.ShardError, onTrouble);
  client.on(Events.Error, (error) => log.error({ error }, 'discord.js had an error'));
  client.on(Events.Warn, (text) => log.warn({ text }, 'discord.js warns'));

  return {
    /**
     * Resolves with the application's id when every shard is connected, however long that takes. Throws SetupError when the token is
     * refused, and what its request throws when Discord cannot be asked where the gateway is: make another client then, as a
     * second login of the same one never gets ready.
     */
    async login(token: string): Promise<string> {
      const ready = new Promise<string>((resolve) => {
        client.once(Events.ClientReady, ({ application }) => resolve(application.id));
      });
      try {
        await client.login(token);
      } catch (error) {
        throw isRefusal(error) ? tokenRefused(error) : error;
      }
      return ready;
    },
    /** The bot as Discord knows it, once it is connected. */
    self: () => ({
      name: client.user?.tag ?? '',
      servers: [...servers.values()].reduce((sum, count) => sum + count, 0),
    }),
    /** Sets the bot's status; null for none. Call it regularly: the status is shown once every shard is connected. */
    announce(status: string | null): void {
      wantedStatus = status;
      showStatus();
    },
    async stop(): Promise<void> {
      client.removeAllListeners(Events.InteractionCreate);
      await client.destroy();
    },
  };
}

/** discord.js' own throttler knows of the shards in this process only. */
function throttledBy(reservations: Reservations): Pick<WebSocketOptions, 'buildIdentifyThrottler'> {
  return {
    async buildIdentifyThrottler(manager) {
      const { session_start_limit: limit } = await manager.fetchGatewayInformation();
      return createIdentifyThrottler({ reservations, maxConcurrency: limit.max_concurrency, pause });
    },
  };
}

/**
 * The presence that shows a status. It needs no intent
 * (https://docs.discord.com/developers/events/gateway-events#update-presence).
 */
function presenceOf(status: string | null): PresenceData {
  if (status === null) return { status: 'online', activities: [] };
  return { status: 'idle', activities: [{ type: ActivityType.Custom, name: 'status', state: status }] };
}

/** discord.js does not connect again after these codes. */
function closedForGood(code: number): SetupError {
  return new SetupError(`Discord closed the gateway for good (${code}): start Darkroom again.`, { needsPerson: false });
}
