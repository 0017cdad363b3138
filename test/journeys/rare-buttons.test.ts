import { expect, test, vi } from 'vitest';
import { createFixture, type Fixture } from '../app/fixture.ts';
import { expectClean, finished, labelsOf, says } from '../app/message-reading.ts';
import type { Actor } from '../emulator/discord/server.ts';
import type { Message } from '../emulator/discord/types.ts';
import type { RelayOptions } from '../emulator/relay/options.ts';
import { createRelay } from '../emulator/relay/server.ts';
import type { OnTestFinished } from '../test-end.ts';
import { idOf, PROMPT } from './button-table.ts';

async function set(relay: RelayOptions, onTestFinished: OnTestFinished): Promise<{ fixture: Fixture; ann: Actor }> {
  const fixture = await createFixture({ relay, onTestFinished });
  await fixture.start();
  return { fixture, ann: fixture.discord.member('ann') };
}

async function again(ann: Actor): Promise<Message> {
  return finished(await (await ann.slash('imagine', { prompt: PROMPT })).message());
}

test.concurrent('what a relay cannot do is still known after a restart, and another relay is not blamed for it', async ({
  onTestFinished,
}) => {
  const { fixture, ann } = await set({ profile: 'gateway', withoutChannel: ['mj_video'] }, onTestFinished);
  const single = await finished(await (await ann.press(await again(ann), { label: 'U1' })).message());
  const refused = await (await ann.press(single, { label: 'Animate low' })).message();
  await says(refused, /does not offer “Video”\. Nothing was charged/);
  const restart = async (env: object = {}) => {
    await Promise.all([...fixture.apps].map((app) => app.stop()));
    fixture.apps.clear();
    Object.assign(fixture.env, env);
    await fixture.start();
  };
  await restart();
  const narrowed = await finished(await (await ann.press(await again(ann), { label: 'U1' })).message());
  expect(labelsOf(narrowed).some((label) => label.startsWith('Animate'))).toBe(false);
  const other = await createRelay({ profile: 'raw', taskMs: 60, pictureSize: 64 });
  onTestFinished(other.close);
  await restart({ RELAY_URL: other.url });
  const whole = await finished(await (await ann.press(await again(ann), { label: 'U1' })).message());
  expect(labelsOf(whole)).toContain('Animate low');
  expectClean(fixture);
});

test.concurrent.for([
  'MJ::JOB::upsample_v5_2x::1::{u}::SOLO',
  'MJ::JOB::upsample_v5_4x::1::{u}::SOLO',
  'MJ::JOB::upsample_v6r1_2x_creative::1::{u}::SOLO',
  'MJ::CustomZoom::1::{u}',
  'MJ::JOB::animate_high_extend::1::{u}',
] as const)('%s, which only some relays hand out, is pressed by /action', async (pattern, { onTestFinished }) => {
  const { fixture, ann } = await set({ profile: 'raw' }, onTestFinished);
  await finished(await (await ann.press(await again(ann), { label: 'U1' })).message());
  const task = fixture.relay.tasks.get(fixture.relay.submissions[1]?.taskId ?? '');
  if (!task) throw new Error('no task');
  const custom_id = pattern.replace('{u}', task.uuid);
  task.buttons = [...task.buttons, { customId: custom_id, label: 'X', emoji: '', type: 2, style: 2 }];
  const result = await (await ann.slash('action', { task_id: task.id, custom_id })).message();
  if (pattern.includes('CustomZoom')) {
    await vi.waitFor(() => expect(labelsOf(result)).toEqual(['Write it']), 10_000);
    await ann.submit(await (await ann.press(result, { label: 'Write it' })).modal(), {});
  }
  await finished(result);
  expectClean(fixture);
});

test.concurrent('Vary (Region) by /action opens its picker where the picture is known, and never asks for words alone', async ({
  onTestFinished,
}) => {
  const { fixture, ann } = await set({ profile: 'raw' }, onTestFinished);
  const single = await finished(await (await ann.press(await again(ann), { label: 'U1' })).message());
  const task_id = fixture.relay.submissions[1]?.taskId ?? '';
  const picker = await (await ann.slash('action', { task_id, custom_id: idOf(single, 'Vary (Region)') })).message();
  expect([picker.ephemeral, labelsOf(picker).includes('Centre')]).toEqual([true, true]);

  await Promise.all([...fixture.apps].map((app) => app.stop()));
  fixture.apps.clear();
  Object.assign(fixture.env, { STORE_URL: `sqlite:${fixture.folder}/another.sqlite` });
  await fixture.start();
  const asked = await (await ann.slash('action', { task_id, custom_id: idOf(single, 'Vary (Region)') })).message();
  await vi.waitFor(() => expect(labelsOf(asked)).toEqual(['Write it']), 10_000);
  const told = await (await ann.press(asked, { label: 'Write it' })).message();
  expect(told.content).toContain('needs a part of the picture to be chosen');
  expectClean(fixture);
});
