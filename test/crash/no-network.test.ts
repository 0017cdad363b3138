import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { freePort } from '../emulator/free-port.ts';
import type { Bot } from './bot-process.ts';
import { type CrashFixture, createCrashFixture, PATIENCE } from './fixture.ts';

/** Longer than any one wait of the bot in these tests. */
const WAIT = { timeout: 60_000, interval: 20 };
const LOSE_NAMES = fileURLToPath(new URL('lose-names.ts', import.meta.url));

/** The lines of a bot's log. */
function lines({ stdout }: Bot): { level: string; msg: string; alert?: string; ms?: number }[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

/** What it said of Discord so far. Nothing in it looks like a program's insides. */
function told(bot: Bot): string[] {
  expect(bot.stderr).toBe('');
  expect(bot.stdout).not.toMatch(/\\n\s+at |"stack"/);
  return lines(bot).flatMap(({ level, msg }) => (level === 'error' || level === 'warn' ? [msg] : []));
}

/** A switch for all names that a bot looks up: those of the emulators are found while it is on. */
function namesOf({ folder, discord }: CrashFixture) {
  const file = join(folder, 'nameless');
  return {
    env: {
      NODE_OPTIONS: `--import=${LOSE_NAMES}`,
      NAMELESS_FILE: file,
      DISCORD_API_URL: discord.apiUrl.replace('127.0.0.1', 'localhost'),
    },
    lose: () => writeFileSync(file, ''),
    find: () => existsSync(file) && rmSync(file),
  };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it has no port');
  return address.port;
}

test('a start without DNS says so once, tries again for as long as it takes, and logs in once', async () => {
  const fixture = await createCrashFixture();
  const names = namesOf(fixture);
  names.lose();
  const bot = fixture.begin(names.env);
  await bot.says('Discord cannot be reached (no DNS answer for localhost:');
  await bot.says('trying again in 5 s.');
  await vi.waitFor(() => expect(bot.stdout).toContain('"level":"error"'), PATIENCE);
  names.find();
  await bot.ready();
  expect(told(bot).filter((line) => line.includes('Discord cannot be reached'))).toHaveLength(1);
  expect(lines(bot)).toContainEqual(expect.objectContaining({ level: 'info', alert: 'discordDown' }));
  expect(fixture.discord.identifies()).toBe(1);
  expect(await bot.terminate()).toMatchObject({ code: 0 });
}, 120_000);

const silent = () => createServer((socket) => socket.on('error', () => socket.destroy()));
const page = () =>
  createHttpServer((_, response) => response.setHeader('content-type', 'text/html').end('<h1>Please log in</h1>'));
const cutting = () => createServer((socket) => socket.destroy());

test.each<[string, string, () => Server | null]>([
  ['nobody listens', '127.0.0.1:0 refuses the connection', () => null],
  ['nobody answers', '127.0.0.1:0 does not answer in time', silent],
  ['a login page answers', 'something else answers at 127.0.0.1:0', page],
  ['somebody hangs up', '127.0.0.1:0 breaks the connection off', cutting],
])(
  'where %s instead of Discord, the operator reads that it is tried again, and a stop is heard',
  async (_, cause, make) => {
    const server = make();
    const port = server ? await listen(server) : await freePort();
    const { begin } = await createCrashFixture();
    const bot = begin({ DISCORD_API_URL: `http://127.0.0.1:${port}/api` });
    await bot.says(
      `Discord cannot be reached (${cause.replace(':0', `:${port}`)}): trying again in 5 s.`,
      WAIT.timeout,
    );
    expect(told(bot)).toHaveLength(1);
    expect(await bot.terminate()).toMatchObject({ code: 0 });
  },
  60_000,
);

test('an address without TLS is told as that', async () => {
  const { begin, discord } = await createCrashFixture();
  const bot = begin({ DISCORD_API_URL: discord.apiUrl.replace('http:', 'https:') });
  await bot.says('Discord cannot be reached (no trusted TLS connection to 127.0.0.1');
  expect(told(bot)).toHaveLength(1);
});

test('a Discord in trouble at the start is waited for, and so is one that cannot register commands', async () => {
  const { begin, discord } = await createCrashFixture();
  discord.faults.failRest(/^GET \/gateway\/bot/, 500, 3);
  discord.faults.failRest(/^GET \/applications\/\d+\/commands/, 503, 3);
  const bot = begin();
  await bot.says('answered 500): trying again in 5 s.');
  await bot.says('The commands cannot be registered (Discord answered 503): trying again in 5 s.');
  await bot.ready();
  await bot.says('The commands are registered now.');
  expect(discord.commands.map(({ name }) => name)).toContain('imagine');
  expect(told(bot)).toHaveLength(2);
}, 120_000);

test('a gateway to which nothing leads is told after a while, though discord.js says nothing', async () => {
  const { begin, discord } = await createCrashFixture();
  const port = await freePort();
  const session_start_limit = { total: 1000, remaining: 1000, reset_after: 0, max_concurrency: 1 };
  const body = { url: `ws://127.0.0.1:${port}/gateway`, shards: 1, session_start_limit };
  discord.faults.failRest(/^GET \/gateway\/bot/, 200, 2, body);
  const bot = begin();
  await bot.says('Discord cannot be reached (its gateway does not answer): it is tried all the time.', WAIT.timeout);
  const there = new URL(discord.apiUrl);
  const way = createServer((socket) => {
    const onward = connect(Number(there.port), there.hostname);
    for (const one of [socket, onward]) one.on('error', () => one.destroy());
    socket.pipe(onward).pipe(socket);
  });
  await new Promise<void>((resolve) => way.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => void way.close());
  await bot.ready();
  expect(told(bot)).toHaveLength(1);
  expect(discord.identifies()).toBe(1);
}, 120_000);

test('a gateway without DNS answer at the start is waited for, and costs one login', async () => {
  const fixture = await createCrashFixture({ discord: { gatewayHost: 'localhost' } });
  const { begin, discord } = fixture;
  const { env, lose, find } = namesOf(fixture);
  lose();
  const bot = begin({ ...env, DISCORD_API_URL: discord.apiUrl });
  await bot.says('Discord cannot be reached (no DNS answer for localhost): it is tried all the time.', WAIT.timeout);
  find();
  await bot.ready();
  expect(told(bot)).toHaveLength(1);
  expect(discord.identifies()).toBe(1);
  expect(await bot.terminate()).toMatchObject({ code: 0 });
}, 120_000);

test('a stop while the gateway cannot be reached is over soon, with code 0', async () => {
  const fixture = await createCrashFixture({ discord: { gatewayHost: 'localhost' } });
  const { env, lose } = namesOf(fixture);
  lose();
  const bot = fixture.begin({ ...env, DISCORD_API_URL: fixture.discord.apiUrl });
  await fixture.discord.waitUntil(
    () => fixture.discord.requests.filter(({ route }) => route === '/gateway/bot').length === 2,
    PATIENCE.timeout,
  );
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const { code, ms } = await bot.terminate();
  expect(code).toBe(0);
  expect(ms).toBeLessThan(5_000);
  expect(told(bot)).toEqual([]);
});

test('a running bot that loses its DNS is one line, and one more when it is over', async () => {
  const fixture = await createCrashFixture({ discord: { gatewayHost: 'localhost' } });
  const { discord, start } = fixture;
  const { env, lose, find } = namesOf(fixture);
  const bot = await start(env);
  lose();
  discord.faults.dropGateway();
  await vi.waitFor(() => expect(told(bot)).toHaveLength(1), WAIT);
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  expect(told(bot)).toEqual([
    'Discord cannot be reached (no DNS answer for localhost): it is tried all the time. Check the network and the DNS server of this machine.',
  ]);
  find();
  await vi.waitFor(() => expect(discord.isReady()).toBe(true), WAIT);
  const end = await vi.waitFor(() => {
    const found = lines(bot).find(({ level, alert }) => level === 'info' && alert === 'discordDown');
    if (!found) throw new Error('it is not over');
    return found;
  }, PATIENCE);
  expect(end.ms).toBeLessThan(60_000);
}, 120_000);

const loginsLeft = (remaining: number, reset_after: number) => ({
  url: 'ws://127.0.0.1:1/gateway',
  shards: 1,
  session_start_limit: { total: 1000, remaining, reset_after, max_concurrency: 1 },
});

test('a start with few logins left spreads them over the day, and says who uses them up', async () => {
  const { begin, discord } = await createCrashFixture();
  discord.faults.failRest(/^GET \/gateway\/bot/, 200, 1, loginsLeft(50, 150_000));
  const bot = begin();
  await bot.says('Discord lets this bot log in only 50 more times of 1000');
  expect(told(bot)).toEqual([expect.stringContaining('Logging in after a wait of 3 s.')]);
  expect(discord.identifies()).toBe(0);
  await bot.ready();
  expect(discord.identifies()).toBe(1);
});

test('a start without any login left waits until there are some', async () => {
  const { begin, discord } = await createCrashFixture();
  discord.faults.failRest(/^GET \/gateway\/bot/, 200, 1, loginsLeft(0, 2_000));
  const bot = begin();
  await bot.says('Discord lets this bot log in only 0 more times of 1000');
  await bot.ready();
  expect(lines(bot)).toContainEqual(expect.objectContaining({ level: 'info', alert: 'loginsLow' }));
});

test('a login during which Discord breaks down is begun anew, and gestures are heard', async () => {
  const { begin, discord } = await createCrashFixture();
  discord.faults.failRest(/^GET \/gateway\/bot/, 200, 1, loginsLeft(1000, 0));
  discord.faults.failRest(/^GET \/gateway\/bot/, 500, 4);
  const bot = begin();
  await bot.says('answered 500): trying again in 5 s.', WAIT.timeout);
  await bot.ready();
  expect(told(bot)).toHaveLength(1);
  expect(discord.identifies()).toBe(1);
  const help = await discord.member('ann').slash('help');
  expect(await help.message()).toBeDefined();
}, 120_000);

test('where a proxy stands in between and is gone, it is named', async () => {
  const { begin, discord } = await createCrashFixture();
  const proxy = `127.0.0.1:${await freePort()}`;
  const bot = begin({ HTTP_PROXY: `http://${proxy}` });
  const { host } = new URL(discord.apiUrl);
  await bot.says(`(${host} through the proxy ${proxy} refuses the connection): trying again in 5 s. Check that proxy`);
});
