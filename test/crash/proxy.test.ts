import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { seenByAll, textOf } from '../app/message-reading.ts';
import { type Certificate, createCertificate } from '../emulator/proxy/certificate.ts';
import { createProxy, type ProxyTrouble } from '../emulator/proxy/server.ts';
import type { Env } from './bot-process.ts';
import { createCrashFixture, PATIENCE, showing } from './fixture.ts';

const NAMES = ['discord.test', 'gateway.discord.test', 'relay.test', 'pictures.test'];
let certificate: Certificate;
beforeAll(async () => {
  certificate = await createCertificate(NAMES);
});

/** A bot whose computer knows no names, and a proxy that alone leads to Discord, the relay and its pictures. */
async function createProxyFixture() {
  const proxy = await createProxy(certificate);
  onTestFinished(() => proxy.close());
  const fixture = await createCrashFixture({
    discord: { publicOrigins: { gateway: 'wss://gateway.discord.test', cdn: 'https://discord.test' } },
    relay: { profile: 'raw', pictureOrigin: 'https://pictures.test' },
    env: { PROGRESS_SECONDS: '0.1' },
  });
  const { discord, relay, folder } = fixture;
  proxy.lead('discord.test', discord.apiUrl);
  proxy.lead('gateway.discord.test', discord.apiUrl);
  proxy.lead('relay.test', relay.url);
  proxy.lead('pictures.test', relay.url);
  const trusted = join(folder, 'trusted.pem');
  await writeFile(trusted, certificate.cert);
  Object.assign(fixture.env, {
    DISCORD_API_URL: 'https://discord.test/api',
    RELAY_URL: 'https://relay.test',
    HTTPS_PROXY: proxy.url,
    NODE_EXTRA_CA_CERTS: trusted,
    NODE_OPTIONS: `--import=${pathToFileURL(join(import.meta.dirname, 'no-names.ts')).href}`,
  } satisfies Env);
  /** To how many tunnels to a host the bot has come so far. */
  const tunnelsTo = (host: string) => proxy.tunnels.filter((one) => one === host).length;
  return { ...fixture, proxy, tunnelsTo, ann: discord.member('ann') };
}

test('behind a proxy a picture is made and uploaded, and not a single name is looked up', async () => {
  const { ann, discord, proxy, relay, start, tunnelsTo } = await createProxyFixture();
  const bot = await start();
  expect(bot.stdout).toContain(`through the proxy ${proxy.host}`);
  const grid = await (await ann.slash('imagine', { prompt: 'a red fox' })).message();
  await showing(grid, 'U2');
  await showing(await (await ann.press(grid, { label: 'U2' })).message(), 'Custom Zoom');
  expect(relay.submissions).toHaveLength(2);
  for (const name of NAMES) expect(tunnelsTo(`${name}:443`), name).toBeGreaterThan(0);
  expect(new Set(proxy.tunnels)).toEqual(new Set(NAMES.map((name) => `${name}:443`)));
  expect((await bot.terminate()).code).toBe(0);
  expect(bot.stderr).toBe('');
  expect(discord.violations).toEqual([]);
});

test('a gateway that breaks off is resumed through the proxy, and a password is sent and never told', async () => {
  const { ann, discord, proxy, start, tunnelsTo } = await createProxyFixture();
  proxy.demand('me:p@ss-wörd');
  const bot = await start({
    HTTPS_PROXY: '',
    HTTP_PROXY: `http://me:p%40ss-w%C3%B6rd@${proxy.host}`,
    LOG_LEVEL: 'trace',
  });
  const before = tunnelsTo('gateway.discord.test:443');
  discord.faults.dropGateway();
  await vi.waitFor(() => expect(tunnelsTo('gateway.discord.test:443')).toBeGreaterThan(before), PATIENCE);
  await discord.ready(20_000);
  await showing(await (await ann.slash('imagine', { prompt: 'a red fox' })).message(), 'U2');
  expect(discord.identifies()).toBe(1);
  for (const secret of ['p%40ss', 'p@ss', 'wörd', Buffer.from('me:p@ss-wörd').toString('base64')]) {
    expect(bot.stdout + bot.stderr).not.toContain(secret);
  }
});

test('a proxy that wants a password at the start is told of in a sentence, and tried again', async () => {
  const { proxy, begin } = await createProxyFixture();
  proxy.trouble.set('discord.test', 'password');
  const bot = begin();
  await bot.says('Discord cannot be reached (the proxy opens no tunnel to discord.test): trying again in 5 s.');
  proxy.trouble.clear();
  await bot.ready();
});

test('a host in NO_PROXY is reached directly, in lower case, too', async () => {
  const { ann, relay, proxy, start } = await createProxyFixture();
  const bot = await start({ RELAY_URL: relay.url, no_proxy: 'relay.lan, 127.0.0.1' });
  await showing(await (await ann.slash('imagine', { prompt: 'a red fox' })).message(), 'U2');
  expect(new Set(proxy.tunnels)).toEqual(
    new Set(['discord.test:443', 'gateway.discord.test:443', 'pictures.test:443']),
  );
  expect(bot.stderr).toBe('');
});

test.each<ProxyTrouble>(['password', 'bad gateway', 'hang-up', 'silence'])(
  'a gateway that meets %s at the proxy comes back by itself when the proxy lets it through',
  async (fault) => {
    const { ann, discord, proxy, relay, begin, tunnelsTo } = await createProxyFixture();
    const asked = () => tunnelsTo('gateway.discord.test:443');
    const comesBack = async (since: number) => {
      await vi.waitFor(() => expect(asked()).toBeGreaterThan(since), { ...PATIENCE, timeout: 40_000 });
      proxy.trouble.clear();
      await discord.ready(60_000);
    };
    proxy.trouble.set('gateway.discord.test', fault);
    const bot = begin();
    await comesBack(0);
    await bot.ready();
    proxy.trouble.set('gateway.discord.test', fault);
    const before = asked();
    discord.faults.dropGateway();
    await comesBack(before);
    await showing(await (await ann.slash('imagine', { prompt: 'a red fox' })).message(), 'U2');
    expect(relay.submissions).toHaveLength(1);
    expect(bot.stdout).not.toContain('a fault of ours');
  },
  180_000,
);

test.each<ProxyTrouble>(['password', 'bad gateway', 'hang-up', 'silence'])(
  'a submission that meets %s at the proxy has surely not been sent: it waits, and is made once',
  async (fault) => {
    const { ann, discord, job, proxy, relay, start, tunnelsTo } = await createProxyFixture();
    const told: string[] = [];
    await start();
    proxy.trouble.set('relay.test', fault);
    const before = tunnelsTo('relay.test:443');
    const imagine = await ann.slash('imagine', { prompt: 'a red fox' });
    const grid = await imagine.message();
    await vi.waitFor(() => expect(tunnelsTo('relay.test:443')).toBeGreaterThan(before), PATIENCE);
    await vi.waitFor(async () => {
      told.push(textOf(grid));
      expect(textOf(grid)).toContain('Your job is waiting; nothing is charged in the meantime');
      expect(await job(imagine.id)).toMatchObject({ step: 'waiting' });
    }, PATIENCE);
    expect(relay.submissions).toHaveLength(0);
    proxy.trouble.clear();
    await vi.waitFor(
      () => {
        told.push(textOf(grid));
        expect(grid.attachments).toHaveLength(1);
      },
      { ...PATIENCE, timeout: 40_000 },
    );
    expect(relay.submissions).toHaveLength(1);
    expect(told.join('\n')).not.toContain('may or may not have been charged');
    expect(seenByAll({ discord })).toEqual([grid]);
  },
  90_000,
);
