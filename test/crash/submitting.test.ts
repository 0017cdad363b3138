import { createServer } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { labelsOf, seenByAll } from '../app/message-reading.ts';
import type { Message } from '../emulator/discord/types.ts';
import { freePort } from '../emulator/free-port.ts';
import { type CrashFixture, createCrashFixture, PATIENCE, saying, showing } from './fixture.ts';

const TRY_AGAIN = 'Try again (may cost again)';
const MAY_BE_CHARGED = 'It may or may not have been charged';

/** The member is told the truth and offered a second try, which is one more submission and takes over the promise. */
async function expectHonesty({ discord, relay }: CrashFixture, member: string, message: Message, label: string) {
  await saying(message, MAY_BE_CHARGED);
  expect(labelsOf(message)).toContain(TRY_AGAIN);
  const before = relay.submissions.length;
  const again = await discord.member(member).press(message, { label: TRY_AGAIN });
  const result = await again.message();
  await showing(result, label);
  await saying(message, 'A newer attempt has taken the place of this one.');
  expect(labelsOf(message)).not.toContain(TRY_AGAIN);
  const states = relay.submissions.slice(before).map(({ body }) => body);
  for (const state of states) expect(state).toMatchObject({ state: expect.stringContaining(again.id) });
  return result;
}

/** Takes connections and whatever is sent, and passes nothing on. */
async function createSilentServer() {
  const { promise: reached, resolve } = Promise.withResolvers<void>();
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.on('data', (data) => {
      if (String(data).startsWith('POST')) resolve();
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it has no port');
  return { url: `http://127.0.0.1:${address.port}`, reached };
}

test('a submission that never got to the relay is not sent again by itself, and the member is told honestly', async () => {
  const fixture = await createCrashFixture();
  const { discord, relay, start, crash, job } = fixture;
  const silentServer = await createSilentServer();
  await start({ RELAY_URL: silentServer.url });
  const imagine = await discord.member('ann').slash('imagine', { prompt: 'a red fox' });
  await silentServer.reached;
  await crash();
  expect(await job(imagine.id)).toMatchObject({ step: 'submitting' });
  await start();
  await expectHonesty(fixture, 'ann', await imagine.message(), 'U2');
  expect(relay.submissions).toHaveLength(1);
});

test.each([
  ['arrived', false],
  ['performed', true],
] as const)('a submission that had %s at the relay is never sent again by itself', async (moment, made) => {
  const fixture = await createCrashFixture();
  const { discord, relay, requests, start, crash, job } = fixture;
  await start();
  const held = requests.hold({ server: 'relay', route: 'imagine', moment });
  const imagine = await discord.member('ann').slash('imagine', { prompt: 'a red fox' });
  await held.caught;
  await crash();
  expect(await job(imagine.id)).toMatchObject({ step: 'submitting' });
  await start();
  const grid = await expectHonesty(fixture, 'ann', await imagine.message(), 'U2');
  expect(relay.submissions.map(({ billed }) => billed)).toEqual([made, true]);
  const press = await discord.member('ann').press(grid, { label: 'U2' });
  await showing(await press.message(), 'Custom Zoom');
});

test('an upscale that died in its submission keeps its claim until the member tries again', async () => {
  const fixture = await createCrashFixture();
  const { discord, relay, requests, start, crash } = fixture;
  await start();
  const ann = discord.member('ann');
  const grid = await (await ann.slash('imagine', { prompt: 'a red fox' })).message();
  await showing(grid, 'U2');
  const held = requests.hold({ server: 'relay', route: 'action', moment: 'performed' });
  const press = await ann.press(grid, { label: 'U2' });
  await held.caught;
  await crash();
  await start();
  const single = await press.message();
  await saying(single, MAY_BE_CHARGED);
  const other = await discord.member('bob').press(grid, { label: 'U2' });
  await saying(await other.message(), 'U2 is already being made');
  expect(relay.submissions).toHaveLength(2);
  await expectHonesty(fixture, 'ann', single, 'Custom Zoom');
  expect(relay.submissions).toHaveLength(3);
  const late = await discord.member('bob').press(grid, { label: 'U2' });
  await saying(await late.message(), 'U2 already exists');
  expect(relay.submissions).toHaveLength(3);
});

test.each(['arrived', 'performed'] as const)(
  'a second try whose answer had %s leaves nothing unpaid or paid twice',
  async (moment) => {
    const fixture = await createCrashFixture();
    const { discord, relay, requests, start, crash } = fixture;
    await start();
    const [ann, bob] = [discord.member('ann'), discord.member('bob')];
    const grid = await (await ann.slash('imagine', { prompt: 'a red fox' })).message();
    await showing(grid, 'U2');
    const submission = requests.hold({ server: 'relay', route: 'action', moment: 'arrived' });
    const single = await (await ann.press(grid, { label: 'U2' })).message();
    await submission.caught;
    await crash();
    await start();
    await saying(single, MAY_BE_CHARGED);
    const answer = requests.hold({ server: 'discord', route: '/interactions/:interaction/:token/callback', moment });
    const lost = await ann.press(single, { label: TRY_AGAIN });
    await answer.caught;
    await crash();
    await start();
    if (moment === 'arrived') {
      await discord.waitUntil(() => lost.failed);
      const other = await bob.press(grid, { label: 'U2' });
      await saying(await other.message(), 'U2 is already being made');
      expect(relay.submissions).toHaveLength(2);
      await expectHonesty(fixture, 'ann', single, 'Custom Zoom');
    } else {
      await showing(await lost.message(), 'Custom Zoom');
      await saying(single, 'A newer attempt has taken the place of this one.');
    }
    expect(relay.submissions.map(({ billed }) => billed)).toEqual([true, false, true]);
  },
);

test('a relay that can list its newest tasks gives back the one whose answer was lost', async () => {
  const { discord, relay, requests, start, crash, job } = await createCrashFixture({ relay: { profile: 'raw' } });
  await start();
  const ann = discord.member('ann');
  const held = requests.hold({ server: 'relay', route: 'imagine', moment: 'performed' });
  const imagine = await ann.slash('imagine', { prompt: 'a red fox' });
  await held.caught;
  await crash();
  expect(await job(imagine.id)).toMatchObject({ step: 'submitting' });
  await start();
  const grid = await imagine.message();
  await showing(grid, 'U2');
  const press = await ann.press(grid, { label: 'U2' });
  await showing(await press.message(), 'Custom Zoom');
  expect(seenByAll({ discord })).toHaveLength(2);
  expect(relay.submissions).toHaveLength(2);
});

test('a callback gives back the task whose answer was lost', async () => {
  const port = await freePort();
  const { discord, relay, requests, start, crash } = await createCrashFixture({
    relay: { manual: true, callbacks: true },
    env: { PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}` },
  });
  await start();
  const held = requests.hold({ server: 'relay', route: 'imagine', moment: 'performed' });
  const imagine = await discord.member('ann').slash('imagine', { prompt: 'a red fox' });
  await held.caught;
  await crash();
  await start();
  const grid = await imagine.message();
  await saying(grid, MAY_BE_CHARGED);
  for (const id of relay.tasks.keys()) relay.finish(id);
  await showing(grid, 'U2');
  expect(labelsOf(grid)).not.toContain(TRY_AGAIN);
  expect(seenByAll({ discord })).toEqual([grid]);
  expect(relay.submissions).toHaveLength(1);
});

test('an open window still asks after the restart', async () => {
  const { discord, relay, start, crash, job } = await createCrashFixture({ relay: { remix: true } });
  await start();
  const ann = discord.member('ann');
  const grid = await (await ann.slash('imagine', { prompt: 'a red fox' })).message();
  await showing(grid, 'V1');
  const press = await ann.press(grid, { label: 'V1' });
  const variation = await press.message();
  await vi.waitFor(async () => expect(await job(press.id)).toMatchObject({ step: 'window' }), PATIENCE);
  await crash();
  await start();
  await vi.waitFor(() => expect(labelsOf(variation)).toContain('Write it'), PATIENCE);
  const ask = await ann.press(variation, { label: 'Write it' });
  await ann.submit(await ask.modal(), {});
  await showing(variation, 'U2');
  expect(seenByAll({ discord })).toEqual([grid, variation]);
  expect(relay.submissions.map(({ endpoint }) => endpoint)).toEqual(['imagine', 'action', 'modal']);
});

test.each([
  ['arrived', false],
  ['performed', true],
] as const)('the text of a window that had %s at the relay is sent once', async (moment, made) => {
  const fixture = await createCrashFixture();
  const { discord, relay, requests, start, crash, job } = fixture;
  await start();
  const ann = discord.member('ann');
  const grid = await (await ann.slash('imagine', { prompt: 'a red fox' })).message();
  await showing(grid, 'U2');
  const single = await (await ann.press(grid, { label: 'U2' })).message();
  await showing(single, 'Custom Zoom');
  const held = requests.hold({ server: 'relay', route: 'modal', moment });
  const ask = await ann.press(single, { label: 'Custom Zoom' });
  const zoom = await ann.submit(await ask.modal(), {});
  await held.caught;
  await crash();
  expect(await job(zoom.id)).toMatchObject({ step: 'submittingModal' });
  await start();
  const zoomed = await zoom.message();
  const modals = () => relay.submissions.filter(({ endpoint }) => endpoint === 'modal').map(({ billed }) => billed);
  // The relay itself knows whether the text arrived: its task has left the window or not.
  if (made) await showing(zoomed, 'U2');
  else await expectHonesty(fixture, 'ann', zoomed, 'U2');
  expect(modals()).toEqual(made ? [true] : [false, true]);
});
