import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createWaits } from '../condition-waits.ts';
import { createBuckets } from './buckets.ts';
import { createCdn } from './cdn.ts';
import { createFaults } from './faults.ts';
import { createGateway } from './gateway.ts';
import { createGestures, type Gestures } from './gestures.ts';
import { createInteractions } from './interactions.ts';
import { createLogins } from './logins.ts';
import { createMessages } from './messages.ts';
import { pathOf } from './process-name.ts';
import { createRecords } from './records.ts';
import { createRest } from './rest.ts';
import { type ApplicationFacts, botRoutes } from './routes/bot.ts';
import { callbackRoutes } from './routes/callback.ts';
import { createCommands } from './routes/commands.ts';
import { messageRoutes } from './routes/messages.ts';
import { createPermissions } from './routes/permissions.ts';
import { webhookRoutes } from './routes/webhooks.ts';
import type { DiscordOptions } from './server-options.ts';
import { createSnowflakes } from './snowflake.ts';
import type { Channel, Member, MemberFacts, Message } from './types.ts';
import { wireUser } from './wire.ts';
import { createWorld } from './world.ts';

export type Actor = Member & Gestures;
export type Discord = Awaited<ReturnType<typeof createDiscord>>;

/**
 * Emulates Discord (REST v10 and gateway) on 127.0.0.1 for real clients, and lets a test be its members. How strict it is,
 * and what it leaves out, stands in `test/emulator/README.md`.
 */
export async function createDiscord(options: DiscordOptions = {}) {
  const {
    tokenLifeMs = 900_000,
    deadlineMs = 3000,
    guilds = 1,
    shards = 1,
    port = 0,
    rateLimits = true,
    attachmentLimit = 10 * 2 ** 20,
  } = options;
  const nextId = createSnowflakes();
  const applicationId = options.applicationId ?? nextId();
  const botToken = options.botToken ?? `${Buffer.from(applicationId).toString('base64url')}.emulat.${'x'.repeat(38)}`;

  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  const host = `127.0.0.1:${portOf(server.address())}`;
  const { gateway: gatewayOrigin, cdn: cdnOrigin } = options.publicOrigins ?? {
    gateway: `ws://${options.gatewayHost ?? '127.0.0.1'}:${portOf(server.address())}`,
    cdn: `http://${host}`,
  };
  // A process with an address of its own may come through something in between, and is to stay there.
  const gatewayUrl = ({ by, host: asked }: { readonly by: string; readonly host: string }) =>
    `${by === '' ? gatewayOrigin : `ws://${asked}${pathOf(by)}`}/gateway`;

  const waits = createWaits();
  const records = createRecords({ waits, onEvent: options.onEvent });
  const cdn = createCdn({ nextId, origin: () => cdnOrigin });
  const world = createWorld({ nextId, guilds, applicationId });
  const messages = createMessages({ nextId, cdn, records });
  const interactions = createInteractions({ nextId, records, deadlineMs, tokenLifeMs });
  const { commands, guildCommands, routes } = createCommands({ nextId, applicationId });
  const faults = createFaults();
  const applicationFacts: ApplicationFacts = {};
  const logins = createLogins(options);
  const buckets = createBuckets();
  const gateway = createGateway({
    botToken,
    records,
    logins,
    greeting: (peer) => ({
      v: 10,
      user: { ...wireUser(world.bot), verified: true, mfa_enabled: false, email: null },
      guilds: world.guilds.map(({ id }) => ({ id, unavailable: true })),
      resume_gateway_url: gatewayUrl(peer),
      application: { id: applicationId, flags: 0 },
      private_channels: [],
    }),
    shardOf: (guildId, shards) => (guildId ? Number((BigInt(guildId) >> 22n) % BigInt(shards)) : 0),
  });
  const permissions = createPermissions({
    applicationId,
    dispatch: (event, d, guildId) => gateway.dispatch(event, d, guildId, () => {}),
  });
  const rest = createRest({
    routes: [
      ...botRoutes({ world, gatewayUrl, shards, facts: applicationFacts, logins: logins.facts }),
      ...routes,
      ...permissions.routes,
      ...callbackRoutes({ world, messages, interactions, records }),
      ...webhookRoutes({ world, messages, interactions }),
      ...messageRoutes({ world, messages, interactions, buckets, records, attachmentLimit }),
    ],
    cdn,
    faults,
    buckets,
    records,
    botToken,
    rateLimits,
    holdRequest: options.holdRequest,
  });
  server.on('request', rest);
  gateway.attach(server);
  world.channel();
  const [guild] = world.guilds;
  if (!guild) throw new Error('there is no guild');

  const gestureDeps = { world, messages, interactions, gateway, cdn, commands, waits, attachmentLimit };
  const actors = new Map<string, Actor>();
  const waitUntil = (predicate: () => unknown, ms = 5000) =>
    waits.until(() => Boolean(predicate()), ms, String(predicate));

  return {
    apiUrl: `http://${host}/api`,
    /** The same for one of several processes, by which it is told apart; through a proxy, with its `host:port`. */
    apiUrlOf: (name: string, through = host) => `http://${through}${pathOf(name)}/api`,
    botToken,
    applicationId,
    guild,
    guilds: world.guilds,
    /** What stands on the application's pages; a test may change it. */
    applicationFacts,
    /** How many logins Discord says that are left; a test may change it. */
    logins: logins.facts,
    /** Every IDENTIFY, those that came too early included. */
    loginAttempts: logins.all,
    /** What the bot registered, globally. */
    commands,
    /** What another program registered for single servers, by their ids; a test may change it. */
    guildCommands,
    /** Managers of a server set who may use a command, by its id, or the whole application, by its own. */
    permit: permissions.permit,
    requests: records.requests,
    violations: records.violations,
    rateLimited: records.rateLimited,
    faults: { ...faults.commands, ...gateway.faults },
    /** Files that are there and never arrive. */
    stalls: cdn.stalls,
    /** How many IDENTIFYs were accepted. */
    identifies: gateway.identifies,
    isReady: gateway.isReady,
    sessions: gateway.sessions,
    presences: gateway.presences,
    channel: world.channel,
    addChannel: world.addChannel,
    /** Somebody deletes a channel, and with it every message there. */
    removeChannel(channel: Channel): void {
      world.removeChannel(channel);
      for (const message of messages.in(channel.id)) messages.remove(message);
    },
    /** A bot is connected and identified. */
    ready: (ms = 10_000) => waits.until(gateway.isReady, ms, 'a bot'),
    waitUntil,

    /** Finds or makes a member; facts given later replace earlier ones. */
    member(name: string, facts: Partial<MemberFacts> = {}): Actor {
      const member = world.member(name, facts);
      const actor = actors.get(name) ?? Object.assign(member, createGestures(member, gestureDeps));
      actors.set(name, actor);
      return actor;
    },

    /** What a channel shows, oldest first, everybody's ephemeral messages included. */
    messages: (channel: Channel = world.channel()): Message[] => messages.in(channel.id),
    dms: (member: Member): Message[] => messages.in(world.direct(member).id),
    /** Somebody deletes a message. */
    remove: messages.remove,
    /** Makes a message older, for the limits on old ones. */
    age(message: Message, ms: number): void {
      message.createdAt -= ms;
    },
    /** Drops messages, files, gestures and requests of before (Unix ms), so that a long run needs no more memory than a short one. */
    forget(before: number): void {
      messages.forget(before);
      interactions.forget(before);
      records.requests.length = 0;
    },
    /** Every interaction token of so far dies. */
    expireTokens: interactions.expireTokens,

    async close(): Promise<void> {
      faults.close();
      interactions.close();
      gateway.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}
