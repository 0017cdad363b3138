import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test, vi } from 'vitest';
import { textOf } from '../app/message-reading.ts';
import { storeFile } from '../store/store-file.ts';
import type { Env } from './bot-process.ts';
import { createCrashFixture, PATIENCE, saying, showing } from './fixture.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A bot in a process of its own, whose computer's clock the test sets; Discord's and the relay's are right. */
async function createClockFixture(env: Env = {}) {
  const fixture = await createCrashFixture({ relay: { manual: true }, env: { PROGRESS_SECONDS: '0.1', ...env } });
  const file = join(fixture.folder, 'clock');
  const preload = pathToFileURL(join(import.meta.dirname, 'set-clock.ts')).href;
  Object.assign(fixture.env, { CLOCK_FILE: file, NODE_OPTIONS: `--import=${preload}` });
  const { discord, relay } = fixture;

  /** The computer's clock is so many ms ahead of the true time from now on. */
  const setClock = (ms: number) => writeFileSync(file, String(ms));
  setClock(0);

  /** Finishes the newest submission, once there are so many. */
  async function finish(count: number): Promise<void> {
    await relay.waitUntil(() => relay.submissions.filter(({ taskId }) => taskId).length === count);
    relay.finish(relay.submissions.at(-1)?.taskId ?? '');
  }

  return { ...fixture, ann: discord.member('ann'), ben: discord.member('ben'), setClock, finish };
}

test('a clock that is 400 days ahead for the first seconds of a start erases no button', async () => {
  const fixture = await createClockFixture();
  const { ann, ben, relay, setClock, finish, start } = fixture;
  const { dump } = storeFile(fixture.env.STORE_URL ?? '');
  const first = await start();
  const imagine = await ann.slash('imagine', { prompt: 'a red fox' });
  const grid = await imagine.message();
  await finish(1);
  await showing(grid, 'U1');
  await vi.waitFor(() => expect(dump()).toContain(grid.id), PATIENCE);
  await first.terminate();
  const before = dump();

  setClock(400 * DAY);
  const second = await start();
  await second.says('the clock of this computer is not Discord’s');
  const press = await ann.press(grid, { label: 'U1' });
  await finish(2);
  await showing(await press.message(), 'Upscale (Subtle)');
  setClock(0);
  for (const part of [grid.id, imagine.id, relay.submissions[0]?.taskId ?? '?']) {
    expect(before).toContain(part);
    expect(dump()).toContain(part);
  }
  const again = await (await ben.press(grid, { label: 'U1' })).message();
  expect(textOf(again)).toContain((await press.message()).id);
  await ben.press(grid, { label: 'U2' });
  await relay.waitUntil(() => relay.submissions.length === 3);
  await second.terminate();
  const third = await start();
  expect(third.stdout).not.toContain('the clock of this computer');
  expect(dump()).toContain(grid.id);
});

test('a clock that is set back an hour stops neither submissions nor edits', async () => {
  const { ann, ben, relay, setClock, finish, start } = await createClockFixture();
  await start();
  const running = await (await ann.slash('imagine', { prompt: 'a red fox' })).message();
  await relay.waitUntil(() => relay.tasks.size === 1);
  const [task = ''] = relay.tasks.keys();
  relay.progress(task, 20);
  await saying(running, '20%');
  // The relay is full, so that a pause runs when the clock is set.
  relay.faults.next('submit', { code: 23, description: 'queue full' });
  const waiting = await (await ben.slash('imagine', { prompt: 'a blue jay' })).message();
  await relay.waitUntil(() => relay.submissions.length === 2);
  setClock(-HOUR);
  relay.progress(task, 60);
  await saying(running, '60%');
  await relay.waitUntil(() => relay.submissions.length === 3, PATIENCE.timeout);
  relay.finish(task);
  await showing(running, 'U1');
  await finish(2);
  await showing(waiting, 'U1');
  const later = await (await ann.slash('imagine', { prompt: 'a green frog' })).message();
  await finish(3);
  await showing(later, 'U1');
});

test('a clock that is set ahead 400 days gives up no job', async () => {
  const { ann, relay, setClock, start, job } = await createClockFixture();
  const bot = await start();
  const imagine = await ann.slash('imagine', { prompt: 'a red fox', private: true });
  const message = await imagine.message();
  await relay.waitUntil(() => relay.tasks.size === 1);
  const [task = ''] = relay.tasks.keys();
  setClock(400 * DAY);
  relay.progress(task, 60);
  await saying(message, '60%');
  // The clock is noticed when Discord is heard again, here by the edits.
  await bot.says('the clock of this computer is not Discord’s');
  expect(await job(imagine.id)).toMatchObject({ step: 'following', reply: { interactionId: imagine.id } });
  relay.finish(task);
  await showing(message, 'U1');
  expect(message.ephemeral).toBe(true);
});

test('a clock that is an hour ahead at a start lets a private result into its own message all the same', async () => {
  const { ann, discord, relay, setClock, start, crash, job } = await createClockFixture();
  await start();
  const imagine = await ann.slash('imagine', { prompt: 'a red fox', private: true });
  const message = await imagine.message();
  await vi.waitFor(async () => expect(await job(imagine.id)).toMatchObject({ step: 'following' }), PATIENCE);
  await crash();
  setClock(HOUR);
  const bot = await start();
  await bot.says('the clock of this computer is not Discord’s');
  for (const task of relay.tasks.keys()) relay.finish(task);
  await showing(message, 'U1');
  expect(discord.messages().filter(({ attachments }) => attachments.length > 0)).toEqual([message]);
});
