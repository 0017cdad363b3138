import { expect, test, vi } from 'vitest';
import { createFixture } from './fixture.ts';
import { expectClean, finished, says, textOf } from './message-reading.ts';

async function withGrid() {
  const fixture = await createFixture();
  await fixture.start();
  const ann = fixture.discord.member('ann');
  const grid = await finished(await (await ann.slash('imagine', { prompt: 'a red fox' })).message());
  return { ...fixture, ann, grid, taskId: fixture.relay.submissions[0]?.taskId ?? '' };
}

test('/action offers a member their own newest tasks and the buttons of the chosen one', async () => {
  const fixture = await withGrid();
  const { discord, ann, taskId } = fixture;
  await vi.waitFor(async () => {
    const tasks = await (await ann.autocomplete('action', { task_id: '' }, 'task_id')).choices();
    expect(tasks).toEqual([{ name: expect.stringContaining('a red fox'), value: taskId }]);
  }, 10_000);
  expect(await (await ann.autocomplete('action', { task_id: 'RED' }, 'task_id')).choices()).toHaveLength(1);
  expect(await (await ann.autocomplete('action', { task_id: 'blue' }, 'task_id')).choices()).toEqual([]);
  expect(await (await discord.member('bob').autocomplete('action', { task_id: '' }, 'task_id')).choices()).toEqual([]);

  const choices = async (custom_id: string) =>
    (await ann.autocomplete('action', { task_id: taskId, custom_id }, 'custom_id')).choices();
  const all = await choices('');
  expect(all.map(({ name }) => name)).toEqual(['U1', 'U2', 'U3', 'U4', 'Reroll', 'V1', 'V2', 'V3', 'V4']);
  expect(await choices('v3')).toEqual([{ name: 'V3', value: expect.stringContaining('MJ::JOB::variation::3::') }]);
  const unknown = await ann.autocomplete('action', { task_id: '404', custom_id: '' }, 'custom_id');
  expect(await unknown.choices()).toEqual([]);
  expectClean(fixture);
});

test('/action asks the relay for the buttons of a task that it never saw itself', async () => {
  const fixture = await withGrid();
  const { discord, ann, taskId, start, apps, env, folder } = fixture;
  for (const app of apps) await app.stop();
  Object.assign(env, { STORE_URL: `sqlite:${folder}/another.sqlite` });
  await start();
  const typed = await ann.autocomplete('action', { task_id: taskId, custom_id: 'u1' }, 'custom_id');
  const [u1] = await typed.choices();
  expect(u1?.name).toBe('U1');
  const action = await discord.member('ann').slash('action', { task_id: taskId, custom_id: String(u1?.value) });
  await finished(await action.message());
  expectClean(fixture);
});

test('/action sends exactly the five fields, the member’s own state and channel choice among them', async () => {
  const fixture = await withGrid();
  const { relay, ann, taskId } = fixture;
  const [u4] = await (await ann.autocomplete('action', { task_id: taskId, custom_id: 'U4' }, 'custom_id')).choices();
  const custom_id = String(u4?.value);
  const action = await ann.slash('action', { task_id: taskId, custom_id, same_channel: false, state: 'my note' });
  await finished(await action.message());
  expect(relay.submissions[1]?.body).toEqual({
    chooseSameChannel: false,
    customId: custom_id,
    taskId,
    notifyHook: '',
    state: 'my note',
  });
  expectClean(fixture);
});

test.each([
  [{ task_id: 'not a task', custom_id: 'MJ::JOB::upsample::1::x' }, 'task number'],
  [{ task_id: '17000000', custom_id: 'U1' }, 'Midjourney’s buttons'],
  [{ task_id: '17000000', custom_id: 'MJ::JOB' }, 'Midjourney’s buttons'],
  [{ task_id: '17000000', custom_id: 'MJ::JOB::upsample::1::x', state: '1574308867645374464' }, 'reserved'],
])('/action refuses what cannot be sent: %j', async (options, words) => {
  const fixture = await createFixture();
  await fixture.start();
  const reply = await (await fixture.discord.member('ann').slash('action', options)).message();
  expect([reply.ephemeral, textOf(reply)]).toEqual([true, expect.stringContaining(words)]);
  expect(fixture.relay.submissions).toEqual([]);
  expectClean(fixture);
});

test('a task that the relay does not know is told in the member’s terms', async () => {
  const fixture = await createFixture();
  await fixture.start();
  const custom_id = 'MJ::JOB::upsample::1::3425cf92-031e-42ce-a8b8-61a89d492f1c';
  const action = await fixture.discord.member('ann').slash('action', { task_id: '1732370000000001', custom_id });
  const message = await action.message();
  await says(message, 'no longer knows this picture');
  expectClean(fixture);
});
