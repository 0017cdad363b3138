import { expect, test, vi } from 'vitest';
import { seenByAll } from '../app/message-reading.ts';
import { createCrashFixture, PATIENCE, showing } from './fixture.ts';

const callback = { server: 'discord', route: '/interactions/:interaction/:token/callback' } as const;

test('a gesture whose answer never reached Discord is dropped, costs nothing and can be made again', async () => {
  const { discord, relay, requests, start, crash, job } = await createCrashFixture();
  await start();
  const ann = discord.member('ann');
  const held = requests.hold({ ...callback, moment: 'arrived' });
  const lost = await ann.slash('imagine', { prompt: 'a red fox' });
  await held.caught;
  await crash();
  expect(await job(lost.id)).toMatchObject({ step: 'received' });

  await start();
  await vi.waitFor(async () => expect(await job(lost.id)).toBeUndefined(), PATIENCE);
  await discord.waitUntil(() => lost.failed);
  const again = await ann.slash('imagine', { prompt: 'a red fox' });
  await showing(await again.message(), 'U2');
  expect(seenByAll({ discord })).toHaveLength(1);
  expect(relay.submissions).toMatchObject([
    { endpoint: 'imagine', body: { state: expect.stringContaining(again.id) } },
  ]);
});

test('a gesture whose answer Discord took before the bot saw it goes on in that answer', async () => {
  const { discord, relay, requests, start, crash, job } = await createCrashFixture();
  await start();
  const ann = discord.member('ann');
  const held = requests.hold({ ...callback, moment: 'performed' });
  const imagine = await ann.slash('imagine', { prompt: 'a red fox' });
  await held.caught;
  await crash();
  expect(await job(imagine.id)).toMatchObject({ step: 'received' });

  const grid = await imagine.message();
  await start();
  await showing(grid, 'U2');
  const press = await ann.press(grid, { label: 'U2' });
  await showing(await press.message(), 'Custom Zoom');
  expect(seenByAll({ discord })).toHaveLength(2);
  expect(relay.submissions.map(({ endpoint }) => endpoint)).toEqual(['imagine', 'action']);
});

test('a press that died unanswered does not stand in the way of the next one', async () => {
  const { discord, relay, requests, start, crash } = await createCrashFixture();
  await start();
  const ann = discord.member('ann');
  const grid = await (await ann.slash('imagine', { prompt: 'a red fox' })).message();
  await showing(grid, 'U2');
  const held = requests.hold({ ...callback, moment: 'arrived' });
  const lost = await ann.press(grid, { label: 'U2' });
  await held.caught;
  await crash();
  await start();
  await discord.waitUntil(() => lost.failed);
  const press = await ann.press(grid, { label: 'U2' });
  await showing(await press.message(), 'Custom Zoom');
  expect(relay.submissions.map(({ endpoint }) => endpoint)).toEqual(['imagine', 'action']);
});

test('jobs in line behind a full relay keep their place, their messages and their turn', async () => {
  const { discord, relay, start, crash, job } = await createCrashFixture({
    relay: { manual: true },
    env: { RELAY_CONCURRENCY: '1' },
  });
  await start();
  const first = await discord.member('ann').slash('imagine', { prompt: 'a red fox' });
  await relay.waitUntil(() => relay.tasks.size === 1);
  const second = await discord.member('bob').slash('imagine', { prompt: 'a blue jay' });
  const third = await discord.member('cyd').slash('imagine', { prompt: 'a green frog' });
  const messages = await Promise.all([first, second, third].map((handle) => handle.message()));
  await vi.waitFor(async () => {
    expect(await job(first.id)).toMatchObject({ step: 'following' });
    expect(await job(third.id)).toMatchObject({ step: 'waiting' });
  }, PATIENCE);
  await crash();
  expect(await job(second.id)).toMatchObject({ step: 'waiting' });
  expect(relay.submissions).toHaveLength(1);

  await start();
  for (const [done, message] of messages.entries()) {
    await relay.waitUntil(() => relay.tasks.size === done + 1);
    for (const id of relay.tasks.keys()) relay.finish(id);
    await showing(message, 'U2');
  }
  expect(relay.submissions.map(({ body }) => body)).toMatchObject(
    [first, second, third].map(({ id }) => ({ state: expect.stringContaining(id) })),
  );
  expect(seenByAll({ discord })).toEqual(messages);
});
