import { chmod, link, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PermissionResolvable, PermissionsBitField } from 'discord.js';
import { onTestFinished } from 'vitest';
import { createDoctor } from '../../src/app/doctor.ts';
import { noFiles } from '../../src/config/sources.ts';
import { readConfig } from '../../src/config.ts';
import { registerCommands } from '../../src/discord/gateway/register-commands.ts';
import { channelFindings } from '../../src/discord/lookup/channel-findings.ts';
import { createRestClients } from '../../src/discord/rest/clients.ts';
import { neededPermissions } from '../../src/discord/rest/invite.ts';
import { loadHandlers } from '../../src/discord/router/load-handlers.ts';
import { callbackFindings } from '../../src/doctor/callbacks.ts';
import { type Disk, systemDisk } from '../../src/doctor/disk.ts';
import { examine } from '../../src/doctor/examine.ts';
import { readSettings } from '../../src/doctor/settings.ts';
import { storeFindings } from '../../src/doctor/store.ts';
import type { Finding, FindingId } from '../../src/domain/failures/finding.ts';
import type { Alert } from '../../src/domain/ports/alerts.ts';
import type { Doctor } from '../../src/domain/ports/doctor.ts';
import { openStore } from '../../src/store/store.ts';
import { COMMANDS } from '../app/fixture.ts';
import { direct } from '../direct.ts';
import { freePort } from '../emulator/free-port.ts';
import { startRedis } from '../servers/redis.ts';
import { createConnectProxy } from './connect-proxy.ts';
import { createDoctorFixture, type DoctorFixture, type DoctorFixtureOptions } from './fixture.ts';

/** What is found only where a Redis can be started. */
export const needingRedis: ReadonlySet<FindingId> = new Set(['storeServes', 'storeNoted']);

/** Brings about what a finding is about, and answers with what the doctor finds then. */
export type Scenario = () => Promise<readonly Finding[]>;

/** What is found with these options, once this has gone wrong. */
function when(options: DoctorFixtureOptions, happens: (fixture: DoctorFixture) => unknown = () => {}): Scenario {
  return async () => {
    const fixture = await createDoctorFixture(options);
    await happens(fixture);
    return fixture.findings();
  };
}

const { signal } = new AbortController();
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** What a single check comes to that does this. */
async function alone(run: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
  const examined = await examine([{ id: 'relay', needs: [], run }], { signal, onFault: () => {}, checkMs: 20 });
  return examined.flatMap((one) => one.findings);
}

/** What is found of a store on a disk that differs from this computer's. */
function onDisk(other: Partial<Disk>): Scenario {
  return async () => {
    const folder = await mkdtemp(join(tmpdir(), 'darkroom-disk-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    return storeFindings(`sqlite:${join(folder, 'store.sqlite')}`, signal, { ...systemDisk, ...other });
  };
}

/** A store with nothing in it, in the place that the fixture's settings name. */
async function makeStore(folder: string): Promise<void> {
  await (await openStore({ url: `sqlite:${join(folder, 'store.sqlite')}`, log: silent })).close();
}

/** Another program has registered a command of ours in the only server. */
export function double({ commands, guild, guildCommands }: DoctorFixture['discord']): void {
  const facts = { description: 'Makes a picture', integration_types: [0], nsfw: false };
  commands.push({ id: '7', version: '1', name: 'imagine', type: 1, ...facts });
  guildCommands.set(guild.id, [
    { id: '8', name: 'imagine', type: 1 },
    { id: '9', name: 'theirs', type: 1 },
  ]);
}

/** What is found behind a proxy that answers so. */
function throughProxy(status: number): Scenario {
  return when({}, async ({ env }) => Object.assign(env, { HTTP_PROXY: await createConnectProxy(status) }));
}

function withCallbacks(publicUrl: (port: number) => string): Scenario {
  return when({}, async ({ env }) => {
    const port = await freePort();
    Object.assign(env, { PORT: String(port), PUBLIC_URL: publicUrl(port) });
  });
}

/** Node refuses to listen on such a port, as the system does on others. */
const callbacksAtNoPort = {
  publicUrl: 'https://darkroom.invalid',
  port: 65_536,
  pollSeconds: 5,
  token: 'a.bot.token',
  dispatcher: direct.dispatcher,
  isRunning: false,
};

/** What is found in a channel where the bot has these permissions. */
function inChannel(permissions: PermissionResolvable): Scenario {
  const appPermissions = new PermissionsBitField(permissions).freeze();
  const here = { appPermissions, attachmentSizeLimit: 10 * 2 ** 20 };
  return async () => channelFindings(here, '1', { engine: { jobsInServer: async () => [] } });
}

/** How a running bot is: whether its relay is in trouble, and which alert is raised. */
type Running = { readonly isTroubled?: boolean; readonly raised?: Alert };

/** What the doctor of such a bot finds. */
function running(
  ask: (doctor: Doctor, fixture: DoctorFixture) => Promise<readonly Finding[]>,
  { isTroubled = false, raised }: Running,
): Scenario {
  return async () => {
    const fixture = await createDoctorFixture();
    const { apiUrl, botToken } = fixture.discord;
    const restClients = createRestClients({ apiUrl, botToken, dispatcher: direct.dispatcher });
    const parts = {
      alerts: { raised: () => (raised ? [raised] : []) },
      engine: { isTroubled: () => isTroubled, holdsMembers: () => false },
      halt: new AbortController(),
      restClients,
    };
    try {
      return await ask(createDoctor(readConfig(fixture.env), silent, parts, COMMANDS), fixture);
    } finally {
      await restClients.close();
    }
  };
}

function inServer({ isDoubled = false, ...how }: Running & { readonly isDoubled?: boolean }): Scenario {
  return running(({ server }, { discord }) => {
    if (isDoubled) double(discord);
    return server(discord.guild.id);
  }, how);
}

const page = { status: 200, body: '<!doctype html><title>Welcome</title>', contentType: 'text/html' } as const;

/** How each finding comes about. The compiler asks for one of each. */
export const scenarios: Readonly<Record<FindingId, Scenario>> = {
  checkSlow: () => alone(() => new Promise(() => {})),
  checkBroken: () => alone(() => Promise.reject(new Error('a fault of ours'))),

  settingsRead: when({}),
  settingWrong: when({ env: { POLL_SECONDS: 'often' } }),
  settingIgnored: when({ env: { RELAY_MODEL: 'fast' } }),
  envFileOpen: when({}, async ({ envFile }) => {
    await writeFile(envFile, 'DISCORD_TOKEN=a.b.c\n');
    await chmod(envFile, 0o644);
  }),
  nodeOld: async () => readSettings({ env: {}, files: noFiles, nodeVersion: '22.1.0' }).findings,

  proxyWorks: throughProxy(200),
  proxySilent: when({ env: { HTTP_PROXY: 'http://proxy.invalid:3128' } }),
  proxyWantsPassword: throughProxy(407),
  proxyRefuses: throughProxy(403),

  tokenTaken: when({}),
  tokenRefused: when({ env: { DISCORD_TOKEN: 'some.other.token' } }),
  discordSilent: when({ env: { DISCORD_API_URL: 'http://discord.invalid/api' } }),
  discordFailing: when({}, ({ discord }) => discord.faults.failRest(/./, 503, 9)),
  discordBlocks: when({}, ({ discord }) => discord.faults.blockRest(/./, 10_000, 'page')),
  discordOdd: when({}, ({ discord }) => discord.faults.failRest(/./, 200, 9, { hello: 'world' })),

  applicationFine: when({ env: { ALLOWED_GUILDS: '11111111111111111' } }),
  endpointSet: when({}, ({ discord }) => {
    discord.applicationFacts.interactions_endpoint_url = 'https://elsewhere.example/interactions';
  }),
  codeGrant: when({}, ({ discord }) => {
    discord.applicationFacts.bot_require_code_grant = true;
  }),
  publicBot: when({}),
  intentsOn: when({}, ({ discord }) => {
    discord.applicationFacts.flags = (1 << 15) | (1 << 19);
  }),

  loginsLeft: when({}),
  loginsLow: when({}, ({ discord }) => {
    discord.logins.remaining = 12;
    discord.logins.reset_after = 5 * 3_600_000;
  }),

  commandsCurrent: when({}, async ({ discord }) => {
    const { data } = await loadHandlers(COMMANDS, false);
    const { bot, close } = createRestClients({
      apiUrl: discord.apiUrl,
      botToken: discord.botToken,
      dispatcher: direct.dispatcher,
    });
    await registerCommands(bot, discord.applicationId, data, silent, () => true);
    await close();
  }),
  commandsOld: when({}),
  commandsDoubled: when({}, async ({ discord }) => double(discord)),
  commandsClosed: when({}, ({ discord }) => {
    discord.faults.failRest(/\/guilds\/\d+\/commands$/, 403, 9, { message: 'Missing Access', code: 50001 });
  }),

  serversNamed: when({ discord: { guilds: 7 } }),
  noServer: when({}, ({ discord }) => discord.faults.failRest(/guilds$/, 200, 9, [])),
  serversMissing: when({}, ({ env, discord }) => {
    env.ALLOWED_GUILDS = `${discord.guild.id},11111111111111111`;
  }),
  serversUnserved: when({ env: { ALLOWED_GUILDS: '11111111111111111,22222222222222222' } }),
  serversOpen: when({}),

  clockRight: when({}),
  clockOff: when({}, ({ discord }) => discord.faults.tellWrongDate(30_000)),
  clockWrong: when({}, ({ discord }) => discord.faults.tellWrongDate(-90_000)),

  relayWorks: when({}),
  relaySilent: when({}, ({ relay }) => relay.down(true)),
  relayRedirects: when({}, ({ relay }) => {
    relay.faults.always('fetch', { status: 301, headers: { location: 'https://elsewhere.example/' } });
  }),
  relayPage: when({}, ({ relay }) => relay.faults.always('fetch', page)),
  relayMisplaced: when({ relay: { profile: 'original' }, env: { RELAY_MODE: 'fast', RELAY_AUTH: 'mj-api-secret' } }),
  relayFailing: when({}, ({ relay }) => relay.faults.always('fetch', { status: 502, body: 'Bad Gateway' })),
  relayKeyRefused: when({ env: { RELAY_API_KEY: 'sk-of-somebody-else' } }),
  relayKeyUsedUp: when({ relay: { keyQuota: 0 } }),
  relayKeyBlind: when({ relay: { limitedKey: true } }),
  relayCutOff: when({}, ({ relay }) => relay.upstream(false)),
  relayBalance: when({ relay: { keyQuota: 20 } }),
  relayBalanceLow: when({ relay: { keyQuota: 20, manual: true, queueSize: 50 } }, async ({ relay }) => {
    for (let spent = 0; spent < 19; spent += 1) await relay.plant('imagine', { prompt: 'a cat' });
  }),
  relayUnsold: when({ relay: { withoutChannel: ['mj_pan'] } }),
  relayNoModal: when({ relay: { withoutChannel: ['mj_modal'] } }),
  relayOtherName: when({ relay: { serverAddress: 'https://pictures.example' } }),
  relayModeLost: when({ env: { RELAY_MODE: 'fast' } }),

  storeFine: when({}, ({ folder }) => makeStore(folder)),
  storeNew: when({}),
  storeForgets: when({ env: { STORE_URL: 'memory:' } }),
  storeServes: when({}, async ({ env }) => Object.assign(env, { STORE_URL: (await startRedis()).url })),
  storeNoted: async () => storeFindings((await startRedis()).url, signal, systemDisk, () => Date.now() + 5_000),
  storeSilent: when({ env: { STORE_URL: 'postgres://darkroom:hunter2@127.0.0.1:1/darkroom' } }),
  storeNotOurs: onDisk({ user: 4321, probe: async () => 'EACCES' }),
  storeLocked: onDisk({ probe: async () => 'EROFS' }),
  storeRefused: when({}, async ({ folder }) => {
    await makeStore(folder);
    await link(join(folder, 'store.sqlite'), join(folder, 'other.sqlite'));
  }),
  storeDamaged: when({}, ({ folder }) =>
    writeFile(join(folder, 'store.sqlite'), 'this is no database at all'.repeat(99)),
  ),
  storeOpenToOthers: when({}, async ({ folder }) => {
    await makeStore(folder);
    await chmod(join(folder, 'store.sqlite'), 0o644);
  }),
  storeOnNetwork: onDisk({ room: async () => ({ free: 1e12, kind: 0x6969 }) }),
  diskLow: onDisk({ room: async () => ({ free: 200_000_000, kind: 0 }) }),
  diskFull: onDisk({ room: async () => ({ free: 9_000_000, kind: 0 }) }),

  callbacksOff: when({}),
  callbacksArrive: withCallbacks((port) => `http://127.0.0.1:${port}/darkroom/`),
  callbacksPlain: withCallbacks((port) => `http://127.0.0.1:${port}`),
  callbacksElsewhere: when({}, async ({ env, relay }) => {
    Object.assign(env, { PORT: String(await freePort()), PUBLIC_URL: relay.url });
  }),
  callbacksSilent: withCallbacks(() => 'https://darkroom.invalid'),
  portLocked: () => callbackFindings(callbacksAtNoPort, signal),
  portTaken: when({}, ({ env, relay }) => {
    env.PORT = new URL(relay.url).port;
  }),

  hereMay: inChannel(neededPermissions),
  hereLacks: inChannel([]),
  hereFiles: inChannel([]),
  hereJobs: inChannel([]),
  hereReady: inServer({}),
  hereTrouble: inServer({ isTroubled: true }),
  hereStopped: inServer({ raised: { kind: 'creditUsedUp' } }),
  hereDoubled: inServer({ isDoubled: true }),

  alertRaised: running(({ everything }) => everything(), { raised: { kind: 'relayDown', since: 1_796_000_000_000 } }),
};
