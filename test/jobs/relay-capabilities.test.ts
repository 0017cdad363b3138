import { expect, test } from 'vitest';
import { enter } from '../../src/domain/job/job.ts';
import type { Refusal, SubmitOutcome } from '../../src/domain/ports.ts';
import { createRelayCapabilities, REFUSAL_MEMORY_MS } from '../../src/jobs/relay-capabilities.ts';
import { sampleClock } from '../sample-clock.ts';
import { sampleJob } from '../sample-job.ts';

const ids = [
  'MJ::JOB::animate_high::1::u::SOLO',
  'MJ::JOB::animate_low::1::u::SOLO',
  'MJ::JOB::reroll::0::u::SOLO',
  'MJ::New::1::u',
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
    createRelayCapabilities({ refusals, relay, clock: sampleClock(() => time.now), log });
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
  return { time, store, warnings, press, shown };
}

test('what a relay cannot press is left out of later results, all of its class, and nothing else', async () => {
  const { press, shown } = setUp();
  expect(await shown()).toEqual(ids);
  await press('MJ::JOB::animate_high::1::u::SOLO');
  expect(await shown()).toEqual(ids.slice(2));
  expect(await shown('another relay')).toEqual(ids);
});

test('other refusals teach nothing, nor does a button that nobody knows', async () => {
  const { press, shown } = setUp();
  await press('MJ::JOB::animate_high::1::u::SOLO', { kind: 'refused', reason: { kind: 'taskUnknown' } });
  await press('MJ::JOB::animate_high::1::u::SOLO', { kind: 'busy', reason: { kind: 'queueFull' }, retryAfter: null });
  await press('MJ::New::1::u');
  expect(await shown()).toEqual(ids);
});

test('a refusal of one task, or of the window that remix opens, says nothing of other buttons', async () => {
  const { press, shown } = setUp();
  const ofOneTask: SubmitOutcome = { kind: 'refused', reason: { kind: 'unsupported', detail: '该任务不支持重新生成' } };
  await press('MJ::JOB::reroll::0::u::SOLO', ofOneTask);
  await press('MJ::JOB::reroll::0::u::SOLO', unsupported, true);
  expect(await shown()).toEqual(ids);
});

test('a refused button is shown again as soon as the relay has taken one of its class', async () => {
  const { press, shown } = setUp();
  await press('MJ::JOB::animate_high::1::u::SOLO');
  await press('MJ::JOB::reroll::0::u::SOLO');
  expect(await shown()).toEqual(ids.slice(3));
  await press('MJ::JOB::animate_low::1::u::SOLO', { kind: 'accepted', taskId: '2', window: false, ahead: null });
  expect(await shown()).toEqual([ids[0], ids[1], ids[3]]);
});

test('after a while a refused button is shown again', async () => {
  const { press, shown, time } = setUp();
  await press('MJ::JOB::reroll::0::u::SOLO');
  expect(await shown()).not.toContain(ids[2]);
  time.now += REFUSAL_MEMORY_MS;
  expect(await shown()).toEqual(ids);
});

test('a broken store costs a log line and no result', async () => {
  const { press, shown, store, warnings } = setUp();
  store.broken = true;
  await press('MJ::JOB::reroll::0::u::SOLO');
  expect(await shown()).toEqual(ids);
  expect(warnings).toHaveLength(2);
});
