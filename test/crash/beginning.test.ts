import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { labelsOf, says } from '../app/message-reading.ts';
import { type Bot, launch } from './bot-process.ts';
import { createCrashFixture, saying } from './fixture.ts';

/** It should be under a second; the machine may be busy. */
const AT_ONCE = 3_000;

/** The operator reads sentences, and nothing that looks like a program's insides. */
function expectSentences({ stderr }: Bot): void {
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(stderr).not.toMatch(/Error:|node:internal|\.ts:\d+/);
}

test('without variables it names all that are missing and ends at once', async () => {
  const bot = launch({});
  const { code, ms } = await bot.ended();
  expect(code).toBe(78);
  expect(ms).toBeLessThan(AT_ONCE);
  expect(bot.stdout).toBe('');
  expect(bot.stderr).toContain('DISCORD_TOKEN is not set');
  expect(bot.stderr).toContain('RELAY_API_KEY is not set');
  expectSentences(bot);
});

test('wrong variables are told all at once, without their values', async () => {
  const bot = launch({
    DISCORD_TOKEN: 'Bot a.secret.token',
    RELAY_API_KEY: 'sk-secret-relay-key',
    RELAY_URL: 'ftp://sk-secret-relay-key@relay.example',
    RELAY_CONCURRENCY: 'many',
    POLL_SECONDS: '-1',
    STORE_URL: 'mongodb://somewhere',
    PUBLIC_URL: 'https://bot.example.org',
    LOG_LEVEL: 'loud',
  });
  const { code, ms } = await bot.ended();
  expect(code).toBe(78);
  expect(ms).toBeLessThan(AT_ONCE);
  const wrong = 'DISCORD_TOKEN RELAY_URL RELAY_CONCURRENCY POLL_SECONDS STORE_URL LOG_LEVEL PUBLIC_URL'.split(' ');
  const told = bot.stderr.split('\n').filter((line) => line.startsWith('- '));
  expect(wrong.filter((name) => !told.some((line) => line.startsWith(`- ${name} `)))).toEqual([]);
  expect(bot.stderr).not.toContain('secret');
  expectSentences(bot);
});

test('a bot token that Discord refuses is one sentence', async () => {
  const { discord, begin } = await createCrashFixture();
  const token = `${discord.botToken.slice(0, -4)}oops`;
  const bot = begin({ DISCORD_TOKEN: token });
  const { code } = await bot.ended();
  expect(code).toBe(78);
  expect(bot.stderr.trim().split('\n')).toEqual([expect.stringContaining('Discord refused DISCORD_TOKEN')]);
  expect(bot.stdout + bot.stderr).not.toContain(token);
  expectSentences(bot);
});

test.each([
  ['resets the token', 4004, 78, 'Discord refused DISCORD_TOKEN: copy the token again'],
  ['closes the gateway for good', 4011, 1, 'Discord closed the gateway for good (4011): start Darkroom again.'],
])('a running bot whose Discord %s ends with one sentence', async (_, code, exitCode, sentence) => {
  const { discord, start } = await createCrashFixture();
  const bot = await start();
  discord.faults.closeGateway(code);
  expect(await bot.ended()).toMatchObject({ code: exitCode });
  expect(bot.stderr.trim().split('\n')).toEqual([expect.stringContaining(sentence)]);
  expectSentences(bot);
});

test('a relay key that is refused is told in the log at once, and members are sent to the operator', async () => {
  const { discord, relay, start } = await createCrashFixture();
  const key = 'sk-nobody-knows-this-key';
  const bot = await start({ RELAY_API_KEY: key });
  await bot.says('RELAY_API_KEY was refused by');
  const imagine = await discord.member('ann').slash('imagine', { prompt: 'a red fox' });
  const message = await says(await imagine.message(), 'Only the people who run the bot can fix that.');
  expect(labelsOf(message)).toContain('Try again');
  expect(relay.submissions).toEqual([]);
  expect(bot.stdout + bot.stderr).not.toContain(key);
});

test('a store that is no database is one sentence', async () => {
  const { folder, begin } = await createCrashFixture();
  const path = join(folder, 'letter.sqlite');
  writeFileSync(path, 'Dear operator, this is not a database. '.repeat(50));
  const before = statSync(path);
  const bot = begin({ STORE_URL: `sqlite:${path}` });
  const { code } = await bot.ended();
  expect(code).toBe(78);
  expect(bot.stderr).toBe(
    `STORE_URL names ${path}, which is a file of something else and no store: correct STORE_URL, or restore a backup in its place.\n`,
  );
  expectSentences(bot);
  // It is somebody's letter: nothing of it or beside it was touched.
  expect(statSync(path)).toMatchObject({ mode: before.mode, mtimeMs: before.mtimeMs });
  expect(readdirSync(folder)).toEqual(['letter.sqlite']);
});

test('a store in a folder that cannot be had is one sentence', async () => {
  const { folder, begin } = await createCrashFixture();
  writeFileSync(join(folder, 'file'), '');
  mkdirSync(join(folder, 'dir.sqlite'));
  for (const [path, expected] of [
    ['file/store.sqlite', 1],
    ['dir.sqlite', 78],
  ] as const) {
    const bot = begin({ STORE_URL: `sqlite:${join(folder, path)}` });
    const { code } = await bot.ended();
    expect(code).toBe(expected);
    expect(bot.stderr.trim().split('\n')).toEqual([expect.stringContaining(path)]);
    expectSentences(bot);
  }
});

test('neither crashes nor faults nor a stop leave a secret in what it writes', async () => {
  const { discord, relay, requests, start, restart } = await createCrashFixture({ env: { LOG_LEVEL: 'trace' } });
  const first = await start();
  const ann = discord.member('ann');
  const held = requests.hold({ server: 'relay', route: 'imagine', moment: 'arrived' });
  const lost = await ann.slash('imagine', { prompt: 'a red fox' });
  await held.caught;
  const second = await restart();
  discord.faults.failRest(/^PATCH \/webhooks/, 500, 1);
  await relay.down(true);
  const imagine = await ann.slash('imagine', { prompt: 'a red fox' });
  await second.says('could not be reached');
  await relay.down(false);
  await saying(await imagine.message(), 'a red fox');
  const { code } = await second.terminate();
  expect(code).toBe(0);
  const written = [first, second].map(({ stdout, stderr }) => stdout + stderr).join('');
  for (const secret of [discord.botToken, relay.key, lost.token, imagine.token]) {
    expect(written.includes(secret)).toBe(false);
  }
});
