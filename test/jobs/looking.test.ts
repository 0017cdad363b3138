import { expect, it } from 'vitest';
import { RelayError, RelaySilence } from '../../src/domain/failures/errors.ts';
import type { LookRefusal } from '../../src/domain/failures/look-refusal.ts';
import { createLooking } from '../../src/jobs/looking.ts';
import { sampleClock } from '../sample-clock.ts';

const refused = (refusal: LookRefusal) => new RelayError('/task', 403, 'no', null, refusal);

function setUp() {
  const time = { now: 1_000_000 };
  const seen = { told: [] as string[], changes: 0, asked: 0 };
  let failure: unknown = null;
  const answer = async () => {
    seen.asked += 1;
    if (failure) throw failure;
    return null;
  };
  const log = { debug() {}, warn() {}, info: tell, error: tell };
  function tell(_: object, sentence: string): void {
    seen.told.push(sentence);
  }
  const looking = createLooking({
    relay: { fetch: answer, list: async () => ({ tasks: [], missing: (await answer()) ?? [] }) },
    clock: sampleClock(() => time.now),
    log,
    signal: new AbortController().signal,
    onChange: () => {
      seen.changes += 1;
    },
  });
  return {
    ...looking,
    time,
    seen,
    answers(next: unknown) {
      failure = next;
    },
  };
}

it('tells each change once, and what says nothing of the key changes nothing', () => {
  const { heard, refusal, seen } = setUp();
  heard(null);
  for (const _ of [1, 2, 3]) heard(refused('usedUp'));
  heard(new RelaySilence('/task', true, null));
  heard(new RelayError('/task', 502, 'broken'));
  expect([refusal(), seen.told.length, seen.changes]).toEqual(['usedUp', 1, 1]);
  heard(refused('forbidden'));
  heard(null);
  heard(null);
  expect([refusal(), seen.told.length, seen.changes]).toEqual([null, 3, 3]);
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
