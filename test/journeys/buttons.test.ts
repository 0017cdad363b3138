import { expect, onTestFinished, test, vi } from 'vitest';
import { createFixture, type Fixture } from '../app/fixture.ts';
import { expectClean, finished, labelsOf, says, textOf } from '../app/message-reading.ts';
import type { Actor } from '../emulator/discord/server.ts';
import type { Message } from '../emulator/discord/types.ts';
import type { RelayOptions } from '../emulator/relay/options.ts';
import { createRelay } from '../emulator/relay/server.ts';
import { carryOut, facesOf, idLike, idOf, PROMPT, rows, type Way } from './button-table.ts';

async function set(relay: RelayOptions): Promise<{ fixture: Fixture; ann: Actor }> {
  const fixture = await createFixture({ relay, env: { MEMBER_MAX_WAITING: '60', RELAY_CONCURRENCY: '20' } });
  await fixture.start();
  return { fixture, ann: fixture.discord.member('ann') };
}

/** These were pressed to get the faces; pressed once more they would point there. */
const toFaces: ReadonlySet<string> = new Set(['grid U1', 'single Upscale (Subtle)', 'film U1']);

/** What each way submits. */
const endpoints: Readonly<Record<Way, readonly string[]>> = {
  press: ['action'],
  told: ['action'],
  zoom: ['action', 'modal'],
  region: ['action', 'modal'],
  pick: ['imagine'],
  again: ['describe'],
  all: ['imagine', 'imagine', 'imagine', 'imagine'],
};

test.each([
  ['raw', { profile: 'raw' }],
  ['lenient gateway', { profile: 'gateway', lenient: true }],
  ['usual gateway', { profile: 'gateway' }],
] as const)(
  'every button there is does what it says on a %s, or says kindly that it cannot',
  async (name, relay) => {
    const { fixture, ann } = await set(relay);
    const usual = name === 'usual gateway';
    const faces = await facesOf(ann, !usual);
    const refused = new Set<string>();
    for (const one of rows) {
      const on = faces.get(one.face);
      if (!on) continue;
      expect([one.label, idOf(on, one.label)]).toEqual([one.label, expect.stringMatching(one.customId)]);
      if (toFaces.has(`${one.face} ${one.label}`) && (!usual || one.gateway)) continue;
      const before = fixture.relay.submissions.length;
      const result = await (await carryOut(one, on, ann)).message();
      if (usual && !one.gateway) {
        await says(result, 'does not offer');
        expect(textOf(result)).toContain('Nothing was charged');
        expect(textOf(result)).not.toMatch(/MJ::|unknown_action/);
        expect(fixture.relay.submissions.slice(before).some(({ billed }) => billed)).toBe(false);
        refused.add(one.label);
        continue;
      }
      if (one.way === 'told') await says(result, 'favourite');
      else await finished(result);
      const sent = () => [one.label, fixture.relay.submissions.slice(before).map(({ endpoint }) => endpoint)];
      await vi.waitFor(() => expect(sent()).toEqual([one.label, endpoints[one.way]]));
    }
    expect(refused.size > 0).toBe(usual);
    // What was refused once is not offered again.
    const next = await finished(await (await ann.press(await again(ann), { label: 'U1' })).message());
    expect(labelsOf(next).filter((label) => refused.has(label))).toEqual([]);
    expect(labelsOf(next)).toContain('Vary (Region)');
    expect(labelsOf(next).includes('Animate (High motion)')).toBe(!usual);
    expectClean(fixture);
  },
  60_000,
);

async function again(ann: Actor): Promise<Message> {
  return finished(await (await ann.slash('imagine', { prompt: PROMPT })).message());
}

test('what a relay cannot do is still known after a restart, and another relay is not blamed for it', async () => {
  const { fixture, ann } = await set({ profile: 'gateway' });
  const single = await finished(await (await ann.press(await again(ann), { label: 'U1' })).message());
  await says(await (await ann.press(single, { label: 'Animate (Low motion)' })).message(), 'does not offer');
  const restart = async (env: object = {}) => {
    await Promise.all([...fixture.apps].map((app) => app.stop()));
    fixture.apps.clear();
    Object.assign(fixture.env, env);
    await fixture.start();
  };
  await restart();
  const narrowed = await finished(await (await ann.press(await again(ann), { label: 'U1' })).message());
  expect(labelsOf(narrowed).some((label) => label.startsWith('Animate'))).toBe(false);
  const other = await createRelay({ profile: 'raw', taskMs: 60, pictureSize: 256 });
  onTestFinished(other.close);
  await restart({ RELAY_URL: other.url });
  const whole = await finished(await (await ann.press(await again(ann), { label: 'U1' })).message());
  expect(labelsOf(whole)).toContain('Animate (Low motion)');
  expectClean(fixture);
});

test.each([
  'MJ::JOB::upsample_v5_2x::1::{u}::SOLO',
  'MJ::JOB::upsample_v5_4x::1::{u}::SOLO',
  'MJ::JOB::upsample_v6r1_2x_creative::1::{u}::SOLO',
  'MJ::CustomZoom::1::{u}',
  'MJ::JOB::animate_high_extend::1::{u}',
] as const)('%s, which only some relays hand out, is pressed by /action', async (pattern) => {
  const { fixture, ann } = await set({ profile: 'raw' });
  await finished(await (await ann.press(await again(ann), { label: 'U1' })).message());
  const task = fixture.relay.tasks.get(fixture.relay.submissions[1]?.taskId ?? '');
  if (!task) throw new Error('no task');
  const custom_id = pattern.replace('{u}', task.uuid);
  task.buttons = [...task.buttons, { customId: custom_id, label: 'X', emoji: '', type: 2, style: 2 }];
  const result = await (await ann.slash('action', { task_id: task.id, custom_id })).message();
  if (pattern.includes('CustomZoom')) {
    await vi.waitFor(() => expect(labelsOf(result)).toEqual(['Write it']));
    await ann.submit(await (await ann.press(result, { label: 'Write it' })).modal(), {});
  }
  await finished(result);
  expectClean(fixture);
});

/** An id that a synchronous relay is asked for: it knows no earlier task, and every answer is a picture. */
const uuid = '3425cf92-031e-42ce-a8b8-61a89d492f1c';
test('every button that makes a picture is answered with it by a synchronous relay', async () => {
  const { fixture, ann } = await set({ profile: 'synchronous' });
  const ids = rows.filter(({ way }) => way !== 'told' && way !== 'all').map(({ customId }) => idLike(customId));
  for (const custom_id of new Set(ids)) {
    const result = await (await ann.slash('action', { task_id: '1732370000000001', custom_id })).message();
    await finished(result);
    expect([custom_id, labelsOf(result).filter((label) => /\w/.test(label))]).toEqual([custom_id, []]);
  }
  expect(fixture.relay.submissions.every(({ endpoint }) => endpoint === 'action')).toBe(true);
  for (const custom_id of [`MJ::BOOKMARK::${uuid}`, 'MJ::Job::PicReader::all']) {
    const refusal = await (await ann.slash('action', { task_id: '1732370000000001', custom_id })).message();
    await says(refusal, 'does not offer');
    expect(textOf(refusal)).toContain('Nothing was charged');
  }
  expectClean(fixture);
}, 60_000);

test('Vary (Region) by /action opens its picker where the picture is known, and never asks for words alone', async () => {
  const { fixture, ann } = await set({ profile: 'raw' });
  const single = await finished(await (await ann.press(await again(ann), { label: 'U1' })).message());
  const task_id = fixture.relay.submissions[1]?.taskId ?? '';
  const picker = await (await ann.slash('action', { task_id, custom_id: idOf(single, 'Vary (Region)') })).message();
  expect([picker.ephemeral, labelsOf(picker).includes('Centre')]).toEqual([true, true]);

  await Promise.all([...fixture.apps].map((app) => app.stop()));
  fixture.apps.clear();
  Object.assign(fixture.env, { STORE_URL: `sqlite:${fixture.folder}/another.sqlite` });
  await fixture.start();
  const asked = await (await ann.slash('action', { task_id, custom_id: idOf(single, 'Vary (Region)') })).message();
  await vi.waitFor(() => expect(labelsOf(asked)).toEqual(['Write it']));
  const told = await (await ann.press(asked, { label: 'Write it' })).message();
  expect(told.content).toContain('needs a part of the picture to be chosen');
  expectClean(fixture);
});
