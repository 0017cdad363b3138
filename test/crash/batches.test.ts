import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { labelsOf, seenByAll } from '../app/message-reading.ts';
import { createCrashFixture, PATIENCE, showing } from './fixture.ts';

type Fixture = Awaited<ReturnType<typeof createCrashFixture>>;
const followUp = { server: 'discord', method: 'POST', route: '/webhooks/:application/:token' } as const;
const post = { server: 'discord', method: 'POST', route: '/channels/:channel/messages' } as const;
const Body = z.object({ state: z.string() });
const states = ({ relay }: Pick<Fixture, 'relay'>) => relay.submissions.map(({ body }) => Body.parse(body).state);

/** Everybody sees so many grids, each once, each paid once. */
async function expectGrids(fixture: Fixture, count: number): Promise<void> {
  await vi.waitFor(() => expect(seenByAll(fixture)).toHaveLength(count), PATIENCE);
  for (const message of seenByAll(fixture)) await showing(message, 'U2');
  expect(new Set(states(fixture)).size).toBe(count);
  expect(states(fixture)).toHaveLength(count);
  expect(seenByAll(fixture)).toHaveLength(count);
}

test.each(['arrived', 'performed'] as const)(
  'three repeats, killed when the second message had %s: all three are shown once and paid once',
  async (moment) => {
    const fixture = await createCrashFixture();
    const { discord, requests, start, crash } = fixture;
    await start();
    const held = requests.hold({ ...followUp, moment });
    const imagine = await discord.member('ann').slash('imagine', { prompt: 'a red fox', repeat: 3 });
    await held.caught;
    // The first is on its way already: a kill between its submission and the answer is another test's business.
    const step = expect.stringMatching(/following|delivering|settled/);
    await vi.waitFor(async () => expect(await fixture.job(imagine.id)).toMatchObject({ step }), PATIENCE);
    await crash();
    await start();
    await expectGrids(fixture, 3);
  },
);

test.each(['arrived', 'performed'] as const)(
  'choices that were confirmed just before a kill, when the first message had %s, are all made, each once',
  async (moment) => {
    const fixture = await createCrashFixture();
    const { discord, requests, start, crash } = fixture;
    await start();
    const ann = discord.member('ann');
    const question = await (await ann.slash('imagine', { prompt: 'a {red, green, blue} fox' })).message();
    const held = requests.hold({ ...post, moment });
    await ann.press(question, { label: 'Make 3' });
    await held.caught;
    await crash();
    await start();
    await expectGrids(fixture, 3);
    expect(labelsOf(question)).toEqual([]);
  },
);

test('what is sent anyway, killed when its message was there and its press not answered, is made once', async () => {
  const fixture = await createCrashFixture();
  const { discord, requests, start, crash } = fixture;
  await start();
  const ann = discord.member('ann');
  const question = await (await ann.slash('imagine', { prompt: 'a fox --foo' })).message();
  const held = requests.hold({ ...post, moment: 'performed' });
  await ann.press(question, { label: 'Send anyway' });
  await held.caught;
  await crash();
  await start();
  await expectGrids(fixture, 1);
});

test('a kill before the confirmation was answered costs nothing, and it can be confirmed again', async () => {
  const fixture = await createCrashFixture();
  const { discord, requests, start, crash } = fixture;
  await start();
  const ann = discord.member('ann');
  const question = await (await ann.slash('imagine', { prompt: 'a {red, green} fox' })).message();
  const route = '/interactions/:interaction/:token/callback';
  const held = requests.hold({ server: 'discord', route, moment: 'arrived' });
  const lost = await ann.press(question, { label: 'Make 2' });
  await held.caught;
  await crash();
  await start();
  await discord.waitUntil(() => lost.failed);
  expect(fixture.relay.submissions).toEqual([]);
  await vi.waitFor(async () => expect(await fixture.job(`${lost.id}-1`)).toBeUndefined(), PATIENCE);
  await ann.press(question, { label: 'Make 2' });
  await expectGrids(fixture, 2);
});

test.each(['arrived', 'performed'] as const)(
  '“Upscale all”, killed when a picture had %s at the shared message: four pictures, each paid once',
  async (moment) => {
    const fixture = await createCrashFixture();
    const { discord, relay, requests, start, crash } = fixture;
    await start();
    const ann = discord.member('ann');
    const grid = await (await ann.slash('imagine', { prompt: 'a red fox' })).message();
    await showing(grid, 'Upscale all');
    const press = await ann.press(grid, { label: 'Upscale all' });
    const held = requests.hold({ server: 'discord', upload: true, moment });
    await held.caught;
    await crash();
    await start();
    const message = await press.message();
    await vi.waitFor(() => expect(labelsOf(message)).toEqual(['U1', 'U2', 'U3', 'U4', '🗑️', '✉️', 'ℹ️']), PATIENCE);
    expect(message.attachments).toHaveLength(4);
    expect(seenByAll(fixture)).toEqual([grid, message]);
    expect(relay.submissions).toHaveLength(5);
  },
);

test('“Upscale all”, killed when its answer had arrived unseen, goes on in that answer', async () => {
  const fixture = await createCrashFixture();
  const { discord, relay, requests, start, crash } = fixture;
  await start();
  const ann = discord.member('ann');
  const grid = await (await ann.slash('imagine', { prompt: 'a red fox' })).message();
  await showing(grid, 'Upscale all');
  const route = '/interactions/:interaction/:token/callback';
  const held = requests.hold({ server: 'discord', route, moment: 'performed' });
  const press = await ann.press(grid, { label: 'Upscale all' });
  await held.caught;
  await crash();
  await start();
  const message = await press.message();
  await vi.waitFor(() => expect(message.attachments).toHaveLength(4), PATIENCE);
  expect(relay.submissions).toHaveLength(5);
});
