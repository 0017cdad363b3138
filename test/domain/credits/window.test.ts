import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayOf, endOf, monthBefore, timeZone } from '../../../src/domain/credits/window.ts';

const HOUR = 3_600_000;
const at = (text: string) => Date.parse(text);

test.each([
  ['Pacific/Kiritimati', '2026-11-30T09:59:59Z', { month: '2026-11', day: 30 }],
  ['Pacific/Kiritimati', '2026-11-30T10:00:00Z', { month: '2026-12', day: 1 }],
  ['Pacific/Niue', '2026-12-01T10:59:59Z', { month: '2026-11', day: 30 }],
  ['UTC', '2026-02-28T23:59:59Z', { month: '2026-02', day: 28 }],
  ['UTC', '2026-03-01T00:00:00Z', { month: '2026-03', day: 1 }],
])('in %s, %s is a moment of its own day', (zone, time, day) => {
  expect(dayOf(at(time), zone)).toEqual(day);
});

test.each([
  ['a day of 23 hours, as summer time begins', 'Europe/Berlin', '2026-03-28T23:00:00Z', 23],
  ['a day of 25 hours, as it ends', 'Europe/Berlin', '2026-10-24T22:00:00Z', 25],
  ['a day on which midnight itself is left out', 'America/Santiago', '2026-09-06T04:00:00Z', 23],
  ['an everyday one', 'Asia/Kathmandu', '2026-05-04T18:15:00Z', 24],
])('%s is one day', (_, zone, begins, hours) => {
  const begin = at(begins);
  expect(dayOf(begin - 1, zone).day).not.toBe(dayOf(begin, zone).day);
  expect(endOf('day', begin, zone)).toBe(begin + hours * HOUR);
  expect(endOf('day', begin + hours * HOUR - 1, zone)).toBe(begin + hours * HOUR);
});

test('a month ends with its last day, be it of 28 days or of 31, in every zone', () => {
  expect(endOf('month', at('2026-02-01T00:00:00Z'), 'UTC')).toBe(at('2026-03-01T00:00:00Z'));
  expect(endOf('month', at('2026-12-31T23:00:00Z'), 'UTC')).toBe(at('2027-01-01T00:00:00Z'));
  expect(endOf('month', at('2026-10-15T00:00:00Z'), 'Europe/Berlin')).toBe(at('2026-10-31T23:00:00Z'));
});

test('whatever the moment and the zone, a window ends where another one begins', () => {
  const zones = fc.constantFrom(
    'UTC',
    'Pacific/Kiritimati',
    'America/New_York',
    'Australia/Lord_Howe',
    'Africa/Casablanca',
  );
  fc.assert(
    fc.property(zones, fc.integer({ min: at('2024-01-01'), max: at('2030-01-01') }), (zone, time) => {
      for (const window of ['day', 'month'] as const) {
        const end = endOf(window, time, zone);
        const [before, after, here] = [dayOf(end - 1, zone), dayOf(end, zone), dayOf(time, zone)];
        expect(before.month).toBe(here.month);
        if (window === 'day') expect(before.day).toBe(here.day);
        if (window === 'month') expect(after.month).not.toBe(here.month);
        expect(`${after.month} ${after.day}`).not.toBe(`${before.month} ${before.day}`);
      }
    }),
    { numRuns: 60 },
  );
});

test('a day that was asked for before is the same, in whatever order moments and zones are asked for', () => {
  const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/St_Johns');
  const times = fc.oneof(fc.constantFrom(0, -0.5, 1, at('2026-01-01') - 1, at('2026-01-01')), fc.integer());
  fc.assert(
    fc.property(fc.array(fc.tuple(times, zones), { maxLength: 12 }), (asked) => {
      for (const [time, zone] of asked) {
        const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, dateStyle: 'short' });
        const parts = new Map(format.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
        const { month, day } = dayOf(time, zone);
        expect([Number(month.split('-')[1]), day]).toEqual([parts.get('month'), parts.get('day')]);
      }
    }),
  );
  expect(() => dayOf(Number.NaN, 'UTC')).toThrow(RangeError);
});

test('a time zone is known by its name, and by nothing that knows no summer time', () => {
  expect(timeZone(' europe/berlin ')).toBe('Europe/Berlin');
  for (const name of ['CET+1', '+02:00', '', 'Berlin', '../etc']) expect(timeZone(name)).toBeNull();
});

test('before January there was December', () => {
  expect([monthBefore('2026-01'), monthBefore('2026-11')]).toEqual(['2025-12', '2026-10']);
});
