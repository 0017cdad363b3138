import { expect, it } from 'vitest';
import { RelayError, RelaySilence } from '../../src/domain/failures/errors.ts';
import type { LookRefusal } from '../../src/domain/failures/look-refusal.ts';
import { createLooking } from '../../src/jobs/looking.ts';
import { sampleAlerts } from '../sample-alerts.ts';
import { sampleClock } from '../sample-clock.ts';

const refused = (refusal: LookRefusal) => new RelayError('/task', 403, 'no', null, refusal);

function setUp() {
  const time = { now: 1_000_000 };
  const seen = { changes: 0, asked: 0 };
  let failure: unknown = null;
  const answer = async () => {
    seen.asked += 1;
    if (failure) throw failure;
    return null;
  };
  const nothing = () => {};
  const log = { debug: nothing, warn: nothing, info: nothing, error: nothing };
  const alerts = sampleAlerts();
  const looking = createLooking({
    relay: { fetch: answer, list: async () => ({ tasks: [], missing: (await answer()) ?? [] }) },
    clock: sampleClock(() => time.now),
    alerts,
    log,
    signal: new AbortController().signal,
    onChange: () => {
      seen.changes += 1;
    },
  });
  return {
    ...looking,
    alerts,
    time,
    seen,
    answers(next: unknown) {
      failure = next;
    },
  };
}

it('tells each change once, and what says nothing of the key changes nothing', () => {
  const { heard, refusal, seen, alerts } = setUp();
  heard(null);
  for (const _ of [1, 2, 3]) heard(refused('usedUp'));
  heard(new RelaySilence('/task', true, null));
  heard(new RelayError('/task', 502, 'broken'));
  expect([refusal(), seen.changes, alerts.raised]).toEqual(['usedUp', 1, [{ kind: 'creditUsedUp' }]]);
  heard(refused('forbidden'));
  expect(alerts.active()).toEqual(['keyRefused']);
  heard(null);
  heard(null);
  expect([refusal(), seen.changes, alerts.raised.length, alerts.active()]).toEqual([null, 3, 2, []]);
});

it('asks again by itself after a while, ever more rarely, until the relay lets us look', async () => {
  const { heard, askAgain, refusal, answers, time, seen } = setUp();
  askAgain();
  expect(seen.asked).toBe(0);
  answers(refused('forbidden'));
  heard(refused('forbidden'));
  for (let second = 0; second < 600; second += 1) {
    time.now += 1_000;
    askAgain();
    await Promise.resolve();
  }
  // A refused question for one task is followed by one for a list.
  expect(seen.asked).toBeLessThan(2 * 20);
  expect(refusal()).toBe('forbidden');
  answers(null);
  time.now += 60_000;
  askAgain();
  await expect.poll(refusal).toBeNull();
});

it('believes that the key may not look only when neither a task nor a list may be asked for', async () => {
  const { ask, refusal, answers, seen } = setUp();
  answers(refused('refused'));
  await ask();
  expect([refusal(), seen.asked]).toEqual(['refused', 2]);
});
