import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { lockForWork } from '../../src/store/backends/work-lock.ts';
import { freePort } from '../emulator/free-port.ts';
import { createCrashFixture } from './fixture.ts';

/** What containers and services wait at the least before they kill, with time to spare. */
const SOON = 5_000;
const OWN_PIDS = ['unshare', '--pid', '--fork', '--mount-proc'];

const mayUnshare = spawnSync(OWN_PIDS[0] ?? '', [...OWN_PIDS.slice(1), 'true']).status === 0;

/** How long the bot waits for what is held, before it is told to stop. */
const waits = [
  ['what the relay says of tasks', { server: 'relay', moment: 'arrived' }],
  ['the login', { server: 'discord', route: '/gateway/bot', moment: 'arrived' }],
  ['its commands', { server: 'discord', route: '/applications/:application/commands', moment: 'arrived' }],
] as const;

test.each(waits)('a stop while the start waits for %s is over soon, with code 0', async (_, wanted) => {
  const { begin, requests } = await createCrashFixture();
  const held = requests.hold(wanted);
  const bot = begin();
  await held.caught;
  const { code, ms } = await bot.terminate();
  expect(code).toBe(0);
  expect(ms).toBeLessThan(SOON);
  expect(bot.stderr).toBe('');
  expect(bot.stdout).not.toContain('"level":"error"');
});

test('a stop while it waits for the end of work on the whole store is over soon, with code 0', async () => {
  const { begin, env } = await createCrashFixture();
  const work = await lockForWork(env.STORE_URL ?? '');
  onTestFinished(async () => work?.release());
  const bot = begin();
  await bot.says('somebody works on this store');
  expect(await bot.terminate()).toMatchObject({ code: 0 });
  expect(bot.stderr).toBe('');
});

test('a stop in the first moments of the process is over soon, with code 0', async () => {
  const { begin, start } = await createCrashFixture();
  const bot = begin({ LOG_LEVL: 'info' });
  await bot.says('LOG_LEVL is no setting');
  const { code, ms } = await bot.terminate();
  expect(code).toBe(0);
  expect(ms).toBeLessThan(SOON);
  // Nothing is left that would keep the next one from starting.
  await start();
});

test.skipIf(!mayUnshare)('the first process of a container hears that it is to stop before it is ready', async () => {
  const { begin, requests } = await createCrashFixture();
  const held = requests.hold({ server: 'discord', route: '/gateway/bot', moment: 'arrived' });
  const bot = begin({}, OWN_PIDS);
  await held.caught;
  const first = Number(await readFile(`/proc/${bot.pid}/task/${bot.pid}/children`, 'utf8'));
  const since = performance.now();
  process.kill(first, 'SIGTERM');
  expect(await bot.ended()).toMatchObject({ code: 0 });
  expect(performance.now() - since).toBeLessThan(SOON);
});

test('a bot whose npm was told to end stops, too, though nobody passes that on', async () => {
  const { begin, start } = await createCrashFixture();
  // As npm runs a script: in a shell, which a signal ends without a word to what runs in it.
  const bot = begin({ npm_lifecycle_event: 'start' }, ['sh', '-c', '"$@"; exit $?', 'sh']);
  await bot.ready();
  bot.signal('SIGTERM');
  await bot.ended();
  // The store is free for the next one.
  await (await start()).ready();
});

test('a second Ctrl+C ends a stop that takes its time, with the code of shells, and one that npm passes on does not', async () => {
  const { discord, requests, start, job } = await createCrashFixture({ env: { STOP_SECONDS: '60' } });
  const bot = await start();
  const held = requests.hold({ server: 'relay', route: 'imagine', moment: 'arrived' });
  const imagine = await discord.member('ann').slash('imagine', { prompt: 'a red fox' });
  await held.caught;
  bot.signal('SIGINT');
  bot.signal('SIGINT');
  await bot.says('stopping');
  const ended = bot.ended();
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  // However often it is pressed, it counts once npm could no longer be its sender.
  await vi.waitUntil(
    () => {
      if (!isOver) bot.signal('SIGINT');
      return isOver;
    },
    { timeout: 10_000, interval: 50 },
  );
  expect(await ended).toMatchObject({ code: 130 });
  expect(await job(imagine.id)).toMatchObject({ step: 'submitting' });
});

test('a port that another program uses is one sentence, and another start may help', async () => {
  const port = await freePort();
  const other = createServer().listen(port);
  onTestFinished(() => void other.close());
  const { begin } = await createCrashFixture();
  const bot = begin({ PORT: String(port) });
  expect(await bot.ended()).toMatchObject({ code: 1 });
  expect(bot.stderr).toBe(
    `Port ${port} is already in use by another program: stop that one, or set PORT to a free port.\n`,
  );
  expect(bot.stdout).not.toContain('"level":"error"');
});
