import { expect, test } from 'vitest';
import { changeButtons } from '../../src/domain/buttons/change.ts';
import { enter } from '../../src/domain/job/job.ts';
import { resultWithoutTask } from '../../src/domain/job/task-result.ts';
import type { SubmitOutcome } from '../../src/domain/ports/relay.ts';
import type { Refusal } from '../../src/domain/ports/store.ts';
import { CHANNEL_MEMORY_MS, createRelayCapabilities, REFUSAL_MEMORY_MS } from '../../src/jobs/relay-capabilities.ts';
import { sampleClock } from '../sample-clock.ts';
import { sampleJob } from '../sample-job.ts';
import { pendingTask } from '../sample-task.ts';

const ids = [
  'MJ::JOB::pan_left::1::u::SOLO',
  'MJ::JOB::pan_right::1::u::SOLO',
  'MJ::JOB::reroll::0::u::SOLO',
  'MJ::New::1::u',
  'MJ::JOB::animate_high::1::u::SOLO',
];
const place = { guildId: '10', channelId: '20', messageId: '30' };
const unsupported: SubmitOutcome = { kind: 'refused', reason: { kind: 'unsupported', detail: '' } };

function setUp() {
  const kept = new Map<string, Refusal[]>();
  const time = { now: 1_000 };
  const warnings: string[] = [];
  const log = { debug() {}, info() {}, warn: (_: object, message: string) => void warnings.push(message), error() {} };
  const store = { broken: false };
  const refusals = {
    async all(relay: string) {
      if (store.broken) throw new Error('broken');
      return kept.get(relay) ?? [];
    },
    async add(relay: string, refusal: Refusal) {
      if (store.broken) throw new Error('broken');
      const others = (kept.get(relay) ?? []).filter((other) => other.class !== refusal.class);
      kept.set(relay, [...others, refusal]);
    },
  };
  const capabilitiesOf = (relay = 'one') =>
    createRelayCapabilities({ refusals, relay, clock: sampleClock(() => time.now), switchedOff: async () => [], log });
  const press = (customId: string, outcome = unsupported, remix = false) =>
    capabilitiesOf().learn({ kind: 'action', taskId: '1', customId, chooseSameChannel: true, remix }, outcome);
  async function shown(relay = 'one'): Promise<string[]> {
    const buttons = ids.map((customId) => ({ customId, label: '', emoji: '', style: 2 as const }));
    const outcome = {
      kind: 'pictures' as const,
      taskId: '1',
      imageUrls: [],
      videoUrls: [],
      buttons,
      prompt: '',
      text: '',
    };
    const job = enter(sampleJob(), { step: 'delivering', place, outcome, since: 0 });
    const { outcome: left } = await capabilitiesOf(relay).withPressableButtons(job);
    return left.kind === 'pictures' ? left.buttons.map(({ customId }) => customId) : [];
  }
  return { time, store, warnings, press, shown, capabilitiesOf };
}

test('what a relay cannot press is left out of later results, all of its class, and nothing else', async () => {
  const { press, shown } = setUp();
  expect(await shown()).toEqual(ids);
  await press('MJ::JOB::pan_left::1::u::SOLO');
  expect(await shown()).toEqual(ids.slice(2));
  expect(await shown('another relay')).toEqual(ids);
});

test('what animates a picture is left out only where the relay makes no films of pictures either', async () => {
  const { press, shown, capabilitiesOf } = setUp();
  await press('MJ::JOB::animate_high::1::u::SOLO');
  expect(await shown()).toEqual(ids);
  const film = { kind: 'video', prompt: '', image: 'x', endImage: null, motion: 'low', loop: false } as const;
  await capabilitiesOf().learn({ ...film, extend: { taskId: '1', index: 0 } }, unsupported);
  expect(await shown()).toEqual(ids);
  await capabilitiesOf().learn({ ...film, extend: null }, unsupported);
  expect(await shown()).toEqual(ids.slice(0, -1));
});

test('other refusals teach nothing, nor does a button that nobody knows', async () => {
  const { press, shown } = setUp();
  await press('MJ::JOB::pan_left::1::u::SOLO', { kind: 'refused', reason: { kind: 'taskUnknown' } });
  await press('MJ::JOB::pan_left::1::u::SOLO', { kind: 'busy', reason: { kind: 'queueFull' }, retryAfter: null });
  await press('MJ::New::1::u');
  expect(await shown()).toEqual(ids);
});

test('a refusal of one task, or of the window that remix opens, says nothing of other buttons', async () => {
  const { press, shown } = setUp();
  const ofOneTask: SubmitOutcome = { kind: 'refused', reason: { kind: 'unsupported', detail: '该任务不支持重新生成' } };
  await press('MJ::JOB::reroll::0::u::SOLO', ofOneTask);
  await press('MJ::JOB::reroll::0::u::SOLO', unsupported, true);
  for (const detail of ['不支持的操作', '找不到 extend 按钮', 'version 8 does not support rerolls']) {
    await press('MJ::JOB::reroll::0::u::SOLO', { kind: 'refused', reason: { kind: 'unsupported', detail } });
  }
  expect(await shown()).toEqual(ids);
});

test('a refused button is shown again as soon as the relay has taken one of its class', async () => {
  const { press, shown } = setUp();
  await press('MJ::JOB::pan_left::1::u::SOLO');
  await press('MJ::JOB::reroll::0::u::SOLO');
  expect(await shown()).toEqual(ids.slice(3));
  await press('MJ::JOB::pan_right::1::u::SOLO', { kind: 'accepted', taskId: '2', window: false, ahead: null });
  expect(await shown()).toEqual([ids[0], ids[1], ids[3], ids[4]]);
});

test('after a while a refused button is shown again', async () => {
  const { press, shown, time } = setUp();
  await press('MJ::JOB::reroll::0::u::SOLO');
  expect(await shown()).not.toContain(ids[2]);
  time.now += REFUSAL_MEMORY_MS;
  expect(await shown()).toEqual(ids);
});

test('what only has no channel now is shown again after a day: somebody may have switched it on', async () => {
  const { press, shown, time } = setUp();
  const detail = '当前分组 default 下对于模型 mj_reroll 无可用渠道';
  await press('MJ::JOB::reroll::0::u::SOLO', { kind: 'refused', reason: { kind: 'unsupported', detail } });
  time.now += CHANNEL_MEMORY_MS - 1_000;
  expect(await shown()).not.toContain(ids[2]);
  time.now += 2_000;
  expect(await shown()).toEqual(ids);
});

test('a broken store costs a log line and no result', async () => {
  const { press, shown, store, warnings } = setUp();
  store.broken = true;
  await press('MJ::JOB::reroll::0::u::SOLO');
  expect(await shown()).toEqual(ids);
  expect(warnings).toHaveLength(2);
});

const hash = '3425cf92-031e-42ce-a8b8-61a89d492f1c';
const changes = changeButtons(hash);
const finishedTask = { ...pendingTask, status: 'SUCCESS' } as const;

test('a relay that tells of no buttons is remembered to find its pictures by their prompt, until it tells of some', async () => {
  const { capabilitiesOf } = setUp();
  const first = capabilitiesOf();
  await first.recall();
  first.saw([{ ...finishedTask, status: 'IN_PROGRESS' }, finishedTask]);
  expect(first.matchesByPrompt()).toBe(false);
  first.saw([{ ...finishedTask, hasNoButtons: true }, finishedTask]);
  expect(first.matchesByPrompt()).toBe(true);

  const second = capabilitiesOf();
  await second.recall();
  expect(second.matchesByPrompt()).toBe(true);
  second.saw([
    { ...finishedTask, buttons: changes.map((button) => ({ ...button, customId: `MJ::JOB::upsample::1::${hash}` })) },
  ]);
  expect(second.matchesByPrompt()).toBe(false);

  const other = capabilitiesOf('two');
  await other.recall();
  expect(other.matchesByPrompt()).toBe(false);
});

test('that buttons cannot be pressed says nothing of changes, nor the other way round', async () => {
  const { press, capabilitiesOf } = setUp();
  const plain = `MJ::JOB::upsample::1::${hash}`;
  const [change] = changes;
  const job = (customId = '') => {
    const outcome = { ...resultWithoutTask(''), buttons: [{ customId, label: '', emoji: '', style: 2 }] } as const;
    return enter(sampleJob(), { step: 'delivering', place, outcome, since: 0 });
  };
  await press(plain);
  expect(await capabilitiesOf().withPressableButtons(job(plain))).toMatchObject({ outcome: { buttons: [] } });
  expect(await capabilitiesOf().withPressableButtons(job(change?.customId))).toEqual(job(change?.customId));
  await press(change?.customId ?? '');
  expect(await capabilitiesOf().withPressableButtons(job(change?.customId))).toMatchObject({
    outcome: { buttons: [] },
  });
});
