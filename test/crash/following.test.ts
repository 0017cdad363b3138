import { expect, test, vi } from 'vitest';
import { seenByAll } from '../app/message-reading.ts';
import { createCrashFixture, PATIENCE, saying, showing } from './fixture.ts';

const upload = { server: 'discord', method: 'PATCH', upload: true } as const;

test('a running task is followed on into the same message', async () => {
  const { discord, relay, start, crash, job } = await createCrashFixture({ relay: { manual: true } });
  await start();
  const ann = discord.member('ann');
  const imagine = await ann.slash('imagine', { prompt: 'a red fox' });
  const grid = await imagine.message();
  await vi.waitFor(async () => expect(await job(imagine.id)).toMatchObject({ step: 'following' }), PATIENCE);
  await crash();
  const [taskId = ''] = relay.tasks.keys();
  relay.finish(taskId);
  await start();
  await showing(grid, 'U2');
  const press = await ann.press(grid, { label: 'U2' });
  await relay.waitUntil(() => relay.tasks.size === 2);
  for (const id of relay.tasks.keys()) relay.finish(id);
  await showing(await press.message(), 'Custom Zoom');
  expect(seenByAll({ discord })).toHaveLength(2);
  expect(relay.submissions).toHaveLength(2);
});

test('an overdue task is still looked for, and delivered late', async () => {
  const { discord, relay, start, crash, job } = await createCrashFixture({
    relay: { manual: true },
    env: { JOB_DEADLINE_MINUTES: '0.01' },
  });
  await start();
  const imagine = await discord.member('ann').slash('imagine', { prompt: 'a red fox' });
  const grid = await imagine.message();
  await saying(grid, 'much longer than it should');
  await crash();
  expect(await job(imagine.id)).toMatchObject({ step: 'overdue' });
  const [taskId = ''] = relay.tasks.keys();
  relay.finish(taskId);
  await start();
  await showing(grid, 'U2');
  expect(seenByAll({ discord })).toEqual([grid]);
  expect(relay.submissions).toHaveLength(1);
});

test.each(['arrived', 'performed'] as const)('a picture whose upload had %s is shown once', async (moment) => {
  const { discord, relay, requests, start, crash, job } = await createCrashFixture();
  await start();
  const ann = discord.member('ann');
  const held = requests.hold({ ...upload, moment });
  const imagine = await ann.slash('imagine', { prompt: 'a red fox' });
  const grid = await imagine.message();
  await held.caught;
  await crash();
  expect(await job(imagine.id)).toMatchObject({ step: 'delivering' });
  expect(grid.attachments).toHaveLength(moment === 'arrived' ? 0 : 1);

  await start();
  await vi.waitFor(async () => expect(await job(imagine.id)).toMatchObject({ step: 'settled' }), PATIENCE);
  await showing(grid, 'U2');
  const press = await ann.press(grid, { label: 'U2' });
  await showing(await press.message(), 'Custom Zoom');
  expect(seenByAll({ discord })).toHaveLength(2);
  expect(relay.submissions).toHaveLength(2);
});

test('buttons work before and after a death right after the end', async () => {
  const { discord, relay, requests, start, crash, job } = await createCrashFixture();
  await start();
  const ann = discord.member('ann');
  const imagine = await ann.slash('imagine', { prompt: 'a red fox' });
  const grid = await imagine.message();
  await vi.waitFor(async () => expect(await job(imagine.id)).toMatchObject({ step: 'settled' }), PATIENCE);
  await crash();
  const written = requests.seen.length;
  await start();
  const press = await ann.press(grid, { label: 'U2' });
  await showing(await press.message(), 'Custom Zoom');
  const edits = requests.seen.slice(written).filter(({ upload: brings, moment }) => brings && moment === 'performed');
  expect(edits).toHaveLength(1);
  expect(grid.history).toHaveLength(1);
  expect(relay.submissions).toHaveLength(2);
});
