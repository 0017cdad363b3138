import { expect, test } from 'vitest';
import type { SubmitOutcome } from '../../src/domain/ports/relay.ts';
import { createAccountWatch } from '../../src/jobs/account-watch.ts';
import { sampleClock } from '../sample-clock.ts';

const HOUR = 3_600_000;
const accepted: SubmitOutcome = { kind: 'accepted', taskId: '1', window: false, ahead: null };
const refusedFor = (detail: string): SubmitOutcome => ({ kind: 'refused', reason: { kind: 'operator', detail } });

function setUp() {
  const time = { now: 0 };
  const told: unknown[] = [];
  const nothing = () => {};
  const log = { debug: nothing, info: nothing, error: nothing, warn: (facts: object) => void told.push(facts) };
  return {
    ...createAccountWatch(
      log,
      sampleClock(() => time.now),
    ),
    time,
    told,
  };
}

test('the same refusal is told once, whatever number it carries, though others succeed meanwhile', () => {
  const { submitted, told, isDead, time } = setUp();
  for (let n = 1; n <= 20; n += 1) {
    submitted(refusedFor(`no channel for mj_imagine (request id: ${n}abc)`));
    submitted(accepted);
  }
  submitted(refusedFor('no channel for mj_video (request id: 1)'));
  expect([told.length, isDead()]).toEqual([2, false]);
  time.now += 7 * HOUR;
  submitted(refusedFor('no channel for mj_video (request id: 2)'));
  expect(told).toHaveLength(3);
});

test('three in a row are trouble, which is told anew when it ended and comes back', () => {
  const { submitted, failed, finished, told, isDead } = setUp();
  const blocked = { kind: 'operator', detail: 'Blocked' } as const;
  for (const _ of [1, 2, 3]) failed(blocked);
  submitted(accepted);
  expect([told.length, isDead()]).toEqual([1, true]);
  finished();
  expect(isDead()).toBe(false);
  failed({ kind: 'bannedWord', word: 'gore' });
  failed(blocked);
  expect([told.length, isDead()]).toEqual([2, false]);
});

test('a relay without an account that is usable, waited for in vain, is trouble, too', () => {
  const { refused, submitted, told, isDead } = setUp();
  for (const _ of [1, 2, 3]) refused({ kind: 'noAccount' });
  refused({ kind: 'queueFull' });
  expect([told.length, isDead()]).toEqual([1, true]);
  submitted(accepted);
  expect(isDead()).toBe(false);
});
