import { expect, test, vi } from 'vitest';
import { seenByAll, textOf } from '../app/message-reading.ts';
import { pictureFile } from '../journeys/pictures.ts';
import { createCrashFixture, PATIENCE, saying, showing } from './fixture.ts';

test('a second process starts beside the first, which goes on, and none waits for the other', async () => {
  const { discord, start } = await createCrashFixture();
  const first = await start();
  const second = await start();
  expect(discord.sessions()).toHaveLength(2);
  expect(second.stdout).not.toContain('waiting for it to stop');
  expect(await second.terminate()).toMatchObject({ code: 0 });
  const help = await discord.member('ann').slash('help');
  await discord.waitUntil(() => help.interaction.acknowledged !== null);
  expect(await first.terminate()).toMatchObject({ code: 0 });
});

test('a second process takes over, jobs and all, when the first stops', async () => {
  const { discord, relay, start } = await createCrashFixture({ relay: { manual: true } });
  const first = await start();
  const imagine = await discord.member('ann').slash('imagine', { prompt: 'a red fox' });
  const grid = await imagine.message();
  await relay.waitUntil(() => relay.tasks.size === 1);
  const second = await start();
  expect(await first.terminate()).toMatchObject({ code: 0 });
  await second.says('this process leads');
  for (const id of relay.tasks.keys()) relay.finish(id);
  await showing(grid, 'U2');
  expect(relay.submissions).toHaveLength(1);
});

test('after SIGKILL of the first, the second starts without waiting', async () => {
  const { start, crash } = await createCrashFixture();
  await start();
  await crash();
  const second = await start();
  expect(second.stdout).not.toContain('waiting for it to stop');
});

test('SIGTERM with jobs in every step ends in time, with code 0, and nothing is lost', async () => {
  const stopSeconds = 1;
  const { discord, relay, requests, start, job } = await createCrashFixture({
    relay: { manual: true },
    env: { RELAY_CONCURRENCY: '2', STOP_SECONDS: String(stopSeconds) },
  });
  const first = await start();
  const followed = await discord.member('ann').slash('imagine', { prompt: 'a red fox' });
  await vi.waitFor(async () => expect(await job(followed.id)).toMatchObject({ step: 'following' }), PATIENCE);
  const held = requests.hold({ server: 'relay', route: 'imagine', moment: 'arrived' });
  const submitted = await discord.member('bob').slash('imagine', { prompt: 'a blue jay' });
  await held.caught;
  const waiting = await discord.member('cyd').slash('imagine', { prompt: 'a green frog' });
  const messages = await Promise.all([followed, submitted, waiting].map((handle) => handle.message()));

  const stopping = first.terminate();
  await first.says('stopping');
  held.release();
  const { code, ms } = await stopping;
  expect(code).toBe(0);
  expect(ms).toBeLessThan(stopSeconds * 1000 + 3_000);
  expect(await job(submitted.id)).toMatchObject({ step: 'following' });
  expect(await job(waiting.id)).toMatchObject({ step: 'waiting' });

  await start();
  for (const id of relay.tasks.keys()) relay.finish(id);
  await relay.waitUntil(() => relay.tasks.size === 3, 10_000);
  for (const id of relay.tasks.keys()) relay.finish(id);
  for (const message of messages) await showing(message, 'U2');
  expect(relay.submissions).toHaveLength(3);
  expect(seenByAll({ discord })).toEqual(messages);
  expect(discord.violations).toEqual([]);
});

test('a stop does not wait for ever for a relay that does not answer', async () => {
  const { discord, relay, requests, start, job } = await createCrashFixture({ env: { STOP_SECONDS: '0.3' } });
  const first = await start();
  const held = requests.hold({ server: 'relay', route: 'imagine', moment: 'performed' });
  const imagine = await discord.member('ann').slash('imagine', { prompt: 'a red fox' });
  const message = await imagine.message();
  await held.caught;
  const { code, ms } = await first.terminate();
  expect(code).toBe(0);
  expect(ms).toBeLessThan(3_000);
  expect(await job(imagine.id)).toMatchObject({ step: 'unknown' });
  await start();
  await saying(message, 'It may or may not have been charged');
  expect(relay.submissions).toHaveLength(1);
});

test('a result on its way arrives although the process is told to stop', async () => {
  const { discord, relay, requests, start, job } = await createCrashFixture();
  const first = await start();
  const held = requests.hold({ server: 'discord', upload: true, moment: 'arrived' });
  const imagine = await discord.member('ann').slash('imagine', { prompt: 'a red fox' });
  const grid = await imagine.message();
  await held.caught;
  const stopping = first.terminate();
  await first.says('stopping');
  held.release();
  expect(await stopping).toMatchObject({ code: 0 });
  await showing(grid, 'U2');
  expect(await job(imagine.id)).toMatchObject({ step: 'settled' });
  await start();
  const press = await discord.member('bob').press(grid, { label: 'U2' });
  await showing(await press.message(), 'Custom Zoom');
  expect(relay.submissions).toHaveLength(2);
});

test('a picture that is being re-encoded keeps no process alive, and is submitted by the next one, once', async () => {
  const { discord, relay, start, job } = await createCrashFixture({ env: { STOP_SECONDS: '0.3' } });
  const first = await start();
  // Noise of so many pixels takes a few seconds until it is small enough for a relay.
  const image = await pictureFile('noise.png', 'noise', 2_400);
  const ann = discord.member('ann');
  const describe = await ann.slash('describe', { image }, { attachmentLimit: 2 * image.bytes.byteLength });
  const message = await describe.message();
  await first.says('a picture is made smaller');
  const { code, ms } = await first.terminate();
  expect(code).toBe(0);
  expect(ms).toBeLessThan(3_000);
  expect(relay.submissions).toEqual([]);
  expect(await job(describe.id)).toMatchObject({ step: 'waiting' });
  await start();
  await vi.waitFor(async () => expect(await job(describe.id)).toMatchObject({ step: 'settled' }), PATIENCE);
  expect(relay.submissions).toHaveLength(1);
  expect([message, ...message.history].map(textOf).join()).not.toMatch(/charged/);
});
