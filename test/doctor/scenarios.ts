import { chmod, writeFile } from 'node:fs/promises';
import { examine } from '../../src/doctor/examine.ts';
import { readSettings } from '../../src/doctor/settings.ts';
import type { Finding, FindingId } from '../../src/domain/failures/finding.ts';
import { createDoctorFixture, type DoctorFixture, type DoctorFixtureOptions } from './fixture.ts';

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

/** What a single check comes to that does this. */
async function alone(run: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
  const examined = await examine([{ id: 'relay', needs: [], run }], { signal, onFault: () => {}, checkMs: 20 });
  return examined.flatMap((one) => one.findings);
}

const page = { status: 200, body: '<!doctype html><title>Welcome</title>', contentType: 'text/html' } as const;

/** How each finding comes about. The compiler asks for one of each. */
export const scenarios: Readonly<Record<FindingId, Scenario>> = {
  checkSlow: () => alone(() => new Promise(() => {})),
  checkBroken: () => alone(() => Promise.reject(new Error('a fault of ours'))),

  settingsRead: when({}),
  settingWrong: when({ env: { POLL_SECONDS: 'often' } }),
  settingIgnored: when({ env: { RELAY_SPEED: 'fast' } }),
  envFileOpen: when({}, async ({ source }) => {
    await writeFile(source.envFile, '');
    await chmod(source.envFile, 0o644);
  }),
  nodeOld: async () => (await readSettings({ env: {}, envFile: '/nowhere/.env', nodeVersion: '22.1.0' })).findings,

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
};
