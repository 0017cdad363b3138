import { expect, test, vi } from 'vitest';
import { createFixture } from './fixture.ts';
import { expectClean, finished, labelsOf, says, taskIdOf, textOf } from './message-reading.ts';
import { records } from './stored-records.ts';

const DAY = 86_400_000;

test('buttons work after a restart', async () => {
  const fixture = await createFixture();
  const { discord, relay, start } = fixture;
  const app = await start();
  const grid = await finished(await (await discord.member('ann').slash('imagine', { prompt: 'a fox' })).message());
  await app.stop();
  await start();
  const press = await discord.member('bob').press(grid, { label: 'U3' });
  await finished(await press.message());
  expect(relay.submissions[1]?.body).toMatchObject({
    taskId: relay.submissions[0]?.taskId,
    customId: expect.stringContaining('upsample::3'),
  });
  expectClean(fixture);
});

test('buttons work after eighty days', async () => {
  const fixture = await createFixture();
  const { discord, relay, start } = fixture;
  const app = await start();
  const grid = await finished(await (await discord.member('ann').slash('imagine', { prompt: 'a fox' })).message());
  await app.stop();
  records(fixture).run('UPDATE messages SET expires = expires - ?', 80 * DAY);
  discord.age(grid, 80 * DAY);
  discord.expireTokens();
  await start();
  const press = await discord.member('bob').press(grid, { label: 'V4' });
  await finished(await press.message());
  expect(relay.submissions).toHaveLength(2);
  expectClean(fixture);
});

test('a button past its retention says how to revive it, and /action does', async () => {
  const fixture = await createFixture();
  const { discord, relay, start } = fixture;
  const app = await start();
  const grid = await finished(await (await discord.member('ann').slash('imagine', { prompt: 'a fox' })).message());
  const u1 = grid.components.flatMap((row) => row.components)[0];
  await app.stop();
  records(fixture).run('UPDATE messages SET expires = expires - ?', 91 * DAY);
  await start();

  const bob = discord.member('bob');
  const reply = await (await bob.press(grid, { label: 'U1' })).message();
  expect(reply.ephemeral).toBe(true);
  expect(textOf(reply)).toContain('Revive buttons');
  expect(relay.submissions).toHaveLength(1);

  const taskId = taskIdOf(grid) ?? '';
  expect(taskId).toBe(relay.submissions[0]?.taskId);
  const revived = await bob.slash('action', { task_id: taskId, custom_id: u1?.type === 2 ? (u1.custom_id ?? '') : '' });
  await finished(await revived.message());
  expect(relay.submissions).toHaveLength(2);
  expectClean(fixture);
});

test('a button that is not ours says that it is unknown, and nothing is sent to the relay', async () => {
  const fixture = await createFixture();
  const { discord, relay, start } = fixture;
  await start();
  const ann = discord.member('ann');
  const foreign = ann.say('made by some other bot');
  const ids = ['MJ::JOB::upsample::1::8c3f1a2b-0000-4000-8000-000000000000', 'other::thing', 'retry::123', 'window::1'];
  foreign.components = [
    { type: 1, components: ids.map((custom_id) => ({ type: 2, style: 2, label: custom_id.slice(0, 80), custom_id })) },
  ];
  for (const customId of ids) {
    const reply = await (await ann.press(foreign, { customId })).message();
    expect(reply.ephemeral).toBe(true);
    expect(textOf(reply)).toContain('Revive buttons');
  }
  expect(relay.submissions).toEqual([]);
  expectClean(fixture);
});

test('“Try again” works after a restart', async () => {
  const fixture = await createFixture({ relay: { manual: true } });
  const { discord, relay, start } = fixture;
  const app = await start();
  const imagine = await discord.member('ann').slash('imagine', { prompt: 'a fox' });
  const message = await imagine.message();
  await relay.waitUntil(() => Boolean(relay.submissions[0]?.taskId));
  relay.fail(relay.submissions[0]?.taskId ?? '', 'Internal server error');
  await says(message, 'Midjourney could not make this.');
  expect(labelsOf(message)).toEqual(['Try again']);
  await vi.waitFor(() => expect(records(fixture).job(imagine.id)).toMatchObject({ step: 'settled' }), 10_000);
  await app.stop();
  await start();

  const again = await discord.member('ann').press(message, { label: 'Try again' });
  const second = await again.message();
  await relay.waitUntil(() => Boolean(relay.submissions[1]?.taskId));
  relay.finish(relay.submissions[1]?.taskId ?? '');
  await finished(second);
  expectClean(fixture);
});

test('a window that waits for words is still there after a restart', async () => {
  const fixture = await createFixture({ relay: { remix: true, profile: 'raw' } });
  const { discord, relay, start } = fixture;
  const app = await start();
  const ann = discord.member('ann');
  const grid = await finished(await (await ann.slash('imagine', { prompt: 'a fox' })).message());
  const waiting = await (await ann.press(grid, { label: 'V1' })).message();
  await vi.waitFor(() => expect(labelsOf(waiting)).toEqual(['Write it']), 10_000);
  await app.stop();
  await start();

  const stranger = await (await discord.member('bob').press(waiting, { label: 'Write it' })).message();
  expect(textOf(stranger)).toContain('Only the member who asked');
  const modal = await (await ann.press(waiting, { label: 'Write it' })).modal();
  await ann.submit(modal, { 'prompt::0::glue': 'a fox in the snow' });
  await finished(waiting);
  expect(relay.submissions.map(({ endpoint }) => endpoint)).toEqual(['imagine', 'action', 'modal']);
  expect(relay.submissions[2]?.body).toMatchObject({ prompt: 'a fox in the snow' });
  expectClean(fixture);
});
