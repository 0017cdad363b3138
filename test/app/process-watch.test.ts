import { expect, test } from 'vitest';
import { createProcessWatch } from '../../src/app/process-watch.ts';

/** What one process sees of another one, which renews its record as often as `renew` is called. */
function createWatched() {
  let now = 0;
  let renewals = 0;
  const watch = createProcessWatch({ monotonic: () => now });
  const look = (isWritten = true) => {
    const record = { id: 'other', bot: '7', version: '1.0.0', format: 1, leader: false, renewals };
    watch.saw(isWritten ? [record] : []);
  };
  return {
    ...watch,
    look,
    renew() {
      renewals += 1;
    },
    /** Looks every two seconds, for so many ms. */
    watchFor(ms: number) {
      for (let passed = 0; passed < ms; passed += 2_000) {
        now += Math.min(2_000, ms - passed);
        look();
      }
    },
    pass(ms: number) {
      now += ms;
    },
  };
}

test('a process is gone when it has stood still for six seconds of looks, and not before', () => {
  const other = createWatched();
  other.look();
  other.watchFor(5_999);
  expect(other.isGone('other')).toBe(false);
  other.watchFor(1);
  expect(other.isGone('other')).toBe(true);
});

test('a process that renews its record once more is there again', () => {
  const other = createWatched();
  other.look();
  other.watchFor(8_000);
  other.renew();
  other.watchFor(2_000);
  expect(other.isGone('other')).toBe(false);
  other.watchFor(5_999);
  expect(other.isGone('other')).toBe(false);
});

test('whoever was frozen for an hour, or had no store, does not take the others for dead when it wakes', () => {
  const other = createWatched();
  other.look();
  other.pass(3_600_000);
  other.look();
  expect(other.isGone('other')).toBe(false);
  other.renew();
  other.watchFor(2_000);
  expect(other.stillFor('other')).toBe(0);
});

test('a process that is not written down is gone', () => {
  const other = createWatched();
  expect(other.isGone('other')).toBe(true);
  other.look();
  expect(other.isGone('other')).toBe(false);
  other.look(false);
  expect(other.isGone('other')).toBe(true);
});
