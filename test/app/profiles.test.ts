import { expect, test, vi } from 'vitest';
import { createRequestHolds } from '../crash/request-hold.ts';
import type { RelayOptions } from '../emulator/relay/options.ts';
import { midjourneysIn, pictureFile } from '../journeys/pictures.ts';
import { createFixture, type FixtureOptions } from './fixture.ts';
import { expectClean, finished, labelsOf, says, textOf } from './message-reading.ts';

async function withGrid(relay: RelayOptions, options: Omit<FixtureOptions, 'relay'> = {}) {
  const fixture = await createFixture({ relay, ...options });
  await fixture.start();
  const ann = fixture.discord.member('ann');
  const grid = await finished(await (await ann.slash('imagine', { prompt: 'a red fox --ar 3:2' })).message());
  return { ...fixture, ann, grid };
}

const five = { notifyHook: '', state: expect.stringMatching(/^darkroom\.\d{17,}\.[\w-]{16}$/) };

const secret = { RELAY_AUTH: 'mj-api-secret' };

test.each([
  ['raw', {}],
  ['gateway', {}],
  ['one-hub', secret],
] as const)('imagine, U2 and Custom Zoom on a %s relay', async (profile, env) => {
  const fixture = await withGrid({ profile }, { env });
  const { relay, ann, grid } = fixture;
  const single = await finished(await (await ann.press(grid, { label: 'U2' })).message());
  const modal = await (await ann.press(single, { label: 'Custom Zoom' })).modal();
  const zoomed = await finished(await (await ann.submit(modal, { zoom: '1,4' })).message());
  expect(labelsOf(zoomed)).toContain('U1');

  const [imagine, upscale, zoom, text] = relay.submissions;
  expect(relay.submissions).toHaveLength(4);
  expect(imagine?.body).toMatchObject({ ...five, prompt: 'a red fox --ar 3:2', botType: 'MID_JOURNEY' });
  expect(upscale?.body).toMatchObject({
    ...five,
    taskId: imagine?.taskId,
    customId: expect.stringContaining('upsample::2'),
  });
  expect(zoom?.body).toMatchObject({
    ...five,
    taskId: upscale?.taskId,
    customId: expect.stringContaining('MJ::CustomZoom::'),
  });
  expect(text?.body).toMatchObject({ taskId: zoom?.taskId, prompt: 'a red fox --ar 3:2 --zoom 1.4' });
  expect(text?.endpoint).toBe('modal');
  expectClean(fixture);
});

test.each(['raw', 'gateway'] as const)(
  'a window that remix opens on a %s relay is asked for and answered',
  async (profile) => {
    const fixture = await withGrid({ profile, remix: true });
    const { relay, ann, grid } = fixture;
    const variation = await (await ann.press(grid, { label: 'V3' })).message();
    await vi.waitFor(() => expect(labelsOf(variation)).toEqual(['Write it']), 10_000);
    expect(textOf(variation)).toContain('needs a few words from you');
    const modal = await (await ann.press(variation, { label: 'Write it' })).modal();
    await ann.submit(modal, { 'prompt::0::glue': 'a blue fox' });
    await finished(variation);
    expect(relay.submissions.map(({ endpoint }) => endpoint)).toEqual(['imagine', 'action', 'modal']);
    expect(relay.submissions[2]?.body).toMatchObject({ taskId: relay.submissions[1]?.taskId, prompt: 'a blue fox' });

    const late = await ann.press(grid, { label: 'U3' });
    await finished(await late.message());
    expectClean(fixture);
  },
);

test('a window is answered once, however often it is submitted', async () => {
  const fixture = await withGrid({ profile: 'raw', remix: true });
  const { relay, ann, grid } = fixture;
  const variation = await (await ann.press(grid, { label: 'V3' })).message();
  await vi.waitFor(() => expect(labelsOf(variation)).toEqual(['Write it']), 10_000);
  const modals = [];
  for (const _ of [1, 2]) modals.push(await (await ann.press(variation, { label: 'Write it' })).modal());
  await Promise.all(modals.map((modal) => ann.submit(modal, { 'prompt::0::glue': 'a blue fox' })));
  await finished(variation);
  expect(relay.submissions.filter(({ endpoint }) => endpoint === 'modal')).toHaveLength(1);
  expectClean(fixture);
});

test('whoever presses for a window that has its text already is told so, not that its button is too old', async () => {
  const fixture = await withGrid({ profile: 'raw', remix: true });
  const { discord, relay, ann, grid } = fixture;
  const variation = await (await ann.press(grid, { label: 'V3' })).message();
  await vi.waitFor(() => expect(labelsOf(variation)).toEqual(['Write it']), 10_000);
  const modal = await (await ann.press(variation, { label: 'Write it' })).modal();
  const second = await (await ann.press(variation, { label: 'Write it' })).modal();
  // The message cannot be edited, so it goes on asking.
  discord.faults.failRest(/^PATCH /, 500, 1_000);
  await ann.submit(modal, { 'prompt::0::glue': 'a blue fox' });
  await relay.waitUntil(() => relay.submissions.some(({ endpoint }) => endpoint === 'modal'));
  const taken = 'I already have your text. This message will show the result.';
  expect(textOf(await (await ann.press(variation, { label: 'Write it' })).message())).toBe(taken);
  const late = await (await ann.submit(second, { 'prompt::0::glue': 'a red fox' })).message();
  expect(textOf(late)).toBe(`${taken}\na red fox`);
  discord.faults.clear();
  await finished(variation);
  expect(relay.submissions.filter(({ endpoint }) => endpoint === 'modal')).toHaveLength(1);
  expectClean(fixture);
});

test('a text whose job is called off while it is on its way is answered with that, not with a button too old', async () => {
  const { holdRequest, hold } = createRequestHolds();
  const fixture = await withGrid({ profile: 'raw', remix: true }, { discord: { holdRequest } });
  const { discord, ann, grid } = fixture;
  const press = await ann.press(grid, { label: 'V3' });
  const variation = await press.message();
  await vi.waitFor(() => expect(labelsOf(variation)).toEqual(['Write it']), 10_000);
  const modal = await (await ann.press(variation, { label: 'Write it' })).modal();
  const list = await (await ann.slash('jobs')).message();
  const held = hold({ server: 'discord', route: '/interactions/:interaction/:token/callback', moment: 'arrived' });
  const given = ann.submit(modal, { 'prompt::0::glue': 'a blue fox' });
  await held.caught;
  await ann.choose(list, { label: 'Cancel a job…' }, [press.id]);
  await says(list, 'Cancelled. Nothing more will be charged');
  held.release();
  await given;
  const told = () => discord.messages().map(textOf);
  await vi.waitFor(() => expect(told()).toContain('V3 failed, so there is no picture to show.'), 10_000);
  expect(fixture.relay.submissions).toHaveLength(2);
  expectClean(fixture);
});

test('an action on a synchronous relay shows the picture it answers with', async () => {
  const fixture = await createFixture({ relay: { profile: 'synchronous' } });
  const { discord, relay, start } = fixture;
  await start();
  const custom_id = 'MJ::JOB::upsample::2::3425cf92-031e-42ce-a8b8-61a89d492f1c';
  const action = await discord.member('ann').slash('action', { task_id: '1732370000000001', custom_id });
  const message = await finished(await action.message());
  expect(message.attachments).toHaveLength(1);
  expect(midjourneysIn(message)).toEqual([]);
  expect(relay.submissions[0]?.body).toEqual({
    chooseSameChannel: true,
    customId: custom_id,
    taskId: '1732370000000001',
    notifyHook: '',
    state: expect.stringContaining(action.id),
  });
  expectClean(fixture);
});

test('Custom Zoom by /action asks for its words where the relay opens a window, and needs none where it does not', async () => {
  const { relay, ann, grid, ...fixture } = await withGrid({ profile: 'raw' });
  await finished(await (await ann.press(grid, { label: 'U1' })).message());
  const task_id = relay.submissions[1]?.taskId ?? '';
  const [zoom] = await (await ann.autocomplete('action', { task_id, custom_id: 'custom' }, 'custom_id')).choices();
  const asked = await (await ann.slash('action', { task_id, custom_id: String(zoom?.value) })).message();
  await vi.waitFor(() => expect(labelsOf(asked)).toEqual(['Write it']), 10_000);
  const modal = await (await ann.press(asked, { label: 'Write it' })).modal();
  await ann.submit(modal, { 'prompt::0::glue': 'a red fox --zoom 2' });
  await finished(asked);
  expectClean({ relay, ...fixture });

  const synchronous = await createFixture({ relay: { profile: 'synchronous' } });
  await synchronous.start();
  const custom_id = 'MJ::CustomZoom::3425cf92-031e-42ce-a8b8-61a89d492f1c';
  const action = await synchronous.discord.member('ann').slash('action', { task_id: '1732370000000001', custom_id });
  await finished(await action.message());
  expectClean(synchronous);
});

test.each([
  ['RELAY_MODE', { RELAY_MODE: 'relax' }, 'gateway', '/mj-relax/mj/submit/imagine'],
  ['RELAY_AUTH=raw', { RELAY_AUTH: 'raw' }, 'raw', '/mj/submit/imagine'],
  ['RELAY_AUTH=mj-api-secret', { RELAY_AUTH: 'mj-api-secret' }, 'raw', '/mj/submit/imagine'],
] as const)('%s reaches the relay as it asks', async (_, env, profile, path) => {
  const fixture = await withGrid({ profile }, { env });
  expect(fixture.relay.submissions[0]?.path).toBe(path);
  await finished(await (await fixture.ann.press(fixture.grid, { label: 'V1' })).message());
  expectClean(fixture);
});

test('a gateway that copies its upstream late is no trouble', async () => {
  const fixture = await withGrid({ profile: 'gateway', lagMs: 150, taskMs: 100 });
  await finished(await (await fixture.ann.press(fixture.grid, { label: 'U1' })).message());
  expect(fixture.relay.submissions).toHaveLength(2);
  expectClean(fixture);
});

test('what one-hub has no endpoint for, or sells nothing of, is said to cost nothing', async () => {
  const relay = { profile: 'one-hub', withoutChannel: ['mj_reroll'], tellsAccount: false } as const;
  const fixture = await withGrid(relay, { env: secret });
  const { ann, grid } = fixture;
  await says(
    await (await ann.slash('video', { prompt: 'it runs', image: await pictureFile() })).message(),
    'This bot’s Midjourney service does not offer “Video”. Nothing was charged.',
  );
  await says(await (await ann.press(grid, { label: '🔄' })).message(), 'Nothing was charged.');
  await finished(await (await ann.press(grid, { label: 'V1' })).message());
  expect(fixture.relay.submissions.map(({ billed }) => billed)).toEqual([true, false, false, true]);
  expectClean(fixture);
});
