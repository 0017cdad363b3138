import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { createClock, type TimeSource } from '../../src/app/clock.ts';
import { createFixture } from './fixture.ts';
import { expectClean, finished } from './message-reading.ts';
import { records } from './stored-records.ts';

const [SECOND, MINUTE, HOUR] = [1_000, 60_000, 3_600_000];
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 0, 1);

/** A computer whose clock a test sets, and what Discord says of the time. */
function createComputer() {
  let passed = 0;
  let wrong = 0;
  const log = { info: vi.fn(), warn: vi.fn() };
  const truth = () => START + passed;
  const clock = createClock({ log, computer: () => truth() + wrong, monotonic: () => 1_000 + passed });
  return {
    ...clock,
    log,
    truth,
    pass(ms: number): void {
      passed += ms;
    },
    /** The computer's clock is so many ms ahead from now on. */
    set(ms: number): void {
      wrong = ms;
    },
    /** Discord says the true time, or one that is so many ms ahead. */
    hear: (source: TimeSource, ms = 0) => clock.heard(source, truth() + ms),
    error: () => clock.now() - truth(),
  };
}

describe('before Discord was heard', () => {
  test('it is as late as the computer says, and nothing is over', () => {
    const { now, past, set, truth } = createComputer();
    expect([now(), past()]).toEqual([truth(), Number.NEGATIVE_INFINITY]);
    set(HOUR);
    expect([now(), past()]).toEqual([truth() + HOUR, Number.NEGATIVE_INFINITY]);
  });
});

describe('a computer whose clock is right', () => {
  test('is believed as soon as Discord says the same, and is as exact as before', () => {
    const { hear, past, truth } = createComputer();
    hear('answer', -900);
    expect(past()).toBe(truth());
  });

  test('may be set to anything then: neither the time nor durations jump', () => {
    const { hear, monotonic, pass, past, set, truth } = createComputer();
    hear('answer');
    const before = monotonic();
    for (const wrong of [-HOUR, 400 * DAY, 0]) {
      set(wrong);
      pass(SECOND);
      hear('answer', -500);
      hear('interaction', -200);
      expect(past()).toBe(truth());
    }
    expect(monotonic() - before).toBe(3 * SECOND);
  });

  test('is believed against a proxy that spoils what answers say, once an interaction is heard', () => {
    const { error, hear, past, truth } = createComputer();
    hear('answer', 400 * DAY);
    expect(past()).toBe(Number.NEGATIVE_INFINITY);
    hear('interaction', -100);
    hear('answer', 400 * DAY);
    expect([error(), past()]).toEqual([0, truth()]);
  });

  test('is not doubted for an interaction that is told again after a lost connection', () => {
    const { error, hear, past, truth } = createComputer();
    hear('answer');
    hear('interaction', -3 * MINUTE);
    expect([error(), past()]).toEqual([0, truth()]);
  });
});

describe('a computer whose clock is wrong', () => {
  test.each([400 * DAY, HOUR, -HOUR, -20_000 * DAY])(
    'by %i ms is corrected by an answer, and believed in nothing',
    (wrong) => {
      const { error, hear, log, past, set } = createComputer();
      set(wrong);
      hear('answer', -400);
      expect(error()).toBe(-400);
      expect(past()).toBe(Number.NEGATIVE_INFINITY);
      expect(log.warn.mock.calls).toEqual([[{ seconds: Math.round((wrong + 400) / 1000) }, expect.any(String)]]);
    },
  );

  test('does not matter once both of Discord’s times are heard', () => {
    const { hear, isProven, past, set, truth } = createComputer();
    set(400 * DAY);
    hear('answer', -400);
    expect(isProven()).toBe(false);
    hear('interaction', -100);
    expect([isProven(), truth() - past()]).toEqual([true, 400]);
  });

  test('is not believed though a proxy on it tells the same, once an interaction is heard', () => {
    const { hear, isProven, past, set } = createComputer();
    set(400 * DAY);
    hear('answer', 400 * DAY);
    expect(isProven()).toBe(false);
    hear('interaction', -100);
    hear('answer', 400 * DAY);
    expect([isProven(), past()]).toEqual([false, Number.NEGATIVE_INFINITY]);
  });

  test('is believed again when it is set right, which is told once', () => {
    const { hear, log, pass, past, set, truth } = createComputer();
    set(-HOUR);
    hear('answer');
    set(0);
    expect(past()).toBe(truth());
    for (const ms of [1, 2, 3]) {
      pass(ms * SECOND);
      hear('answer', -500);
    }
    expect([log.warn.mock.calls.length, log.info.mock.calls.length]).toEqual([1, 1]);
  });

  test('after a sleep in which nothing was counted is corrected as soon as Discord is heard', () => {
    const { error, hear, set } = createComputer();
    hear('answer');
    hear('interaction');
    // Everything is a night later, but what durations are measured by stood still.
    set(8 * HOUR);
    hear('answer', 8 * HOUR);
    expect(error()).toBe(8 * HOUR);
  });
});

test('garbage in the place of a date is no time', () => {
  const { heard, past } = createComputer();
  heard('answer', Date.parse('soon'));
  expect(past()).toBe(Number.NEGATIVE_INFINITY);
});

test('whatever the computer or the answers say, the time is right as soon as the other two were heard', () => {
  const liar = fc.constantFrom('computer', 'answer');
  const lie = fc.oneof(fc.integer({ min: HOUR, max: 1000 * DAY }), fc.integer({ min: -1000 * DAY, max: -HOUR }));
  const late = fc.integer({ min: 0, max: 2 * SECOND });
  const steps = fc.array(fc.tuple(fc.constantFrom<TimeSource>('answer', 'interaction'), late), {
    minLength: 1,
    maxLength: 20,
  });
  fc.assert(
    fc.property(liar, lie, steps, (who, wrong, heard) => {
      const { hear, pass, past, set, truth } = createComputer();
      if (who === 'computer') set(wrong);
      const all = new Set<TimeSource>();
      for (const [source, ms] of [...heard, ['interaction', 100], ['answer', 500]] as const) {
        pass(MINUTE);
        hear(source, (source === who ? wrong : 0) - ms);
        all.add(source);
        const believed = past();
        if (all.size === 2) expect(Math.abs(believed - truth())).toBeLessThanOrEqual(5 * SECOND);
        else if (Number.isFinite(believed)) expect(Math.abs(believed - truth())).toBeLessThanOrEqual(5 * SECOND);
      }
    }),
  );
});

test('answers of a proxy with a wrong clock give no job up, and nothing is swept by them', async () => {
  const fixture = await createFixture({ relay: { manual: true } });
  const { discord, relay, start } = fixture;
  discord.faults.tellWrongDate(400 * DAY);
  await start();
  const message = await (
    await discord.member('ann').slash('imagine', { prompt: 'a red fox', private: true })
  ).message();
  await relay.waitUntil(() => relay.tasks.size === 1);
  const look = () => records(fixture).textOf('checks', 'sweep');
  await vi.waitFor(() => expect(look()).not.toBeNull(), 5_000);
  expect(look()).toContain(String(Date.now()).slice(0, 7));
  for (const task of relay.tasks.keys()) relay.finish(task);
  await finished(message);
  expect(message.ephemeral).toBe(true);
  expectClean(fixture);
});
