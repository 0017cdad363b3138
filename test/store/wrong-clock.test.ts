import { describe, expect, test } from 'vitest';
import { putJob } from './put-job.ts';
import { place, receivedJob, settledJob, shownMessage } from './sample-records.ts';
import { storeFile } from './store-file.ts';
import { openTestStore, sqliteUrl } from './test-store.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const WRONG = 400 * DAY;
const SECOND_LOOK = 10 * MINUTE;

const message = { ...shownMessage('20', '11'), taskId: 't', prompt: 'a cat' };

/** A store whose clock a test sets: `set` in ms from the true time, `doubt` while nobody confirms it. */
async function createFixture(url = sqliteUrl()) {
  let [wrong, sure] = [0, true];
  const now = () => Date.now() + wrong;
  const clock = { now, monotonic: () => performance.now(), past: () => (sure ? now() : Number.NEGATIVE_INFINITY) };
  const store = await openTestStore({ url, clock });
  return {
    ...store,
    url,
    file: storeFile(url),
    set: (ms: number): void => {
      wrong = ms;
    },
    doubt: (is: boolean): void => {
      sure = !is;
    },
    async fill(): Promise<void> {
      await putJob(store.jobs, settledJob('11'));
      await store.messages.put(message);
      await store.tasks.addPlace('t', place('20'));
      await store.claims.claim('once:t:U1', '11');
    },
    /** Everything that was filled in is there, and its claim is held. */
    async expectAll(): Promise<void> {
      expect(await store.messages.get('20')).toEqual(message);
      expect(await store.jobs.get('11')).toEqual(settledJob('11'));
      expect(await store.tasks.places('t')).toEqual([place('20')]);
      expect(await store.claims.claim('once:t:U1', '99')).toBe('11');
    },
  };
}

describe('a clock that is 400 days ahead for a moment', () => {
  test('hides what seems to be past its time, and reading it erases nothing', async () => {
    const { fill, set, messages, jobs, tasks, expectAll } = await createFixture();
    await fill();
    set(WRONG);
    expect([await messages.get('20'), await jobs.get('11'), await tasks.places('t')]).toEqual([
      undefined,
      undefined,
      [],
    ]);
    set(0);
    await expectAll();
  });

  test('erases nothing, however often it is swept within some minutes', async () => {
    const { fill, set, sweep, expectAll } = await createFixture();
    await fill();
    set(WRONG);
    for (const ms of [0, MINUTE, SECOND_LOOK - MINUTE]) {
      set(WRONG + ms);
      await sweep();
    }
    set(0);
    await sweep();
    set(SECOND_LOOK);
    await sweep();
    await expectAll();
  });

  test('at each of two starts erases nothing when it was right in between', async () => {
    const { fill, set, sweep, expectAll } = await createFixture();
    await fill();
    for (const wrong of [WRONG, 0, WRONG + DAY, 0]) {
      set(wrong);
      await sweep();
    }
    await expectAll();
  });

  test('while nobody confirms it, hides nothing, passes no claim on, forgets no token and sweeps nothing', async () => {
    const { fill, set, doubt, jobs, sweep, expectAll, file } = await createFixture();
    await fill();
    await jobs.add(receivedJob('10'));
    doubt(true);
    for (const wrong of [WRONG, WRONG + DAY]) {
      set(wrong);
      await sweep();
      await expectAll();
      expect(await jobs.get('10')).toEqual(receivedJob('10'));
    }
    expect(file.textOf('checks', 'sweep')).toBeNull();
  });
});

describe('a clock that is years behind', () => {
  test('while nobody confirms it, gives nothing an end that is over as soon as the clock is right', async () => {
    const { fill, set, doubt, expectAll } = await createFixture();
    doubt(true);
    set(-20 * 365 * DAY);
    await fill();
    doubt(false);
    set(0);
    await expectAll();
  });

  test('of the computer is not followed: an end is counted by the given clock', async () => {
    const { fill, set, file } = await createFixture();
    for (const wrong of [-80 * DAY, -DAY, 0, DAY, WRONG]) {
      set(wrong);
      await fill();
      const end = file.expiryOf('messages', '20') ?? 0;
      expect(Math.abs(end - (Date.now() + wrong + 90 * DAY))).toBeLessThan(MINUTE);
    }
  });
});

describe('a sweep', () => {
  test('removes what an earlier one found past its time, whichever process made that', async () => {
    const url = sqliteUrl();
    const first = await createFixture(url);
    await first.fill();
    first.set(91 * DAY);
    await first.sweep();
    await first.close();
    const second = await createFixture(url);
    second.set(91 * DAY + SECOND_LOOK);
    expect(second.file.textOf('messages', '20')).not.toBeNull();
    await second.sweep();
    for (const [table, key] of [
      ['messages', '20'],
      ['jobs', '11'],
      ['tasks', 't'],
      ['claims', 'once:t:U1'],
    ] as const) {
      expect(second.file.textOf(table, key)).toBeNull();
    }
  });

  test('leaves what was used since the earlier one', async () => {
    const { fill, set, sweep, jobs, file } = await createFixture();
    await fill();
    set(91 * DAY);
    await sweep();
    await putJob(jobs, settledJob('11'));
    set(91 * DAY + SECOND_LOOK);
    await sweep();
    expect([file.textOf('messages', '20'), file.textOf('jobs', '11') === null]).toEqual([null, false]);
  });

  test('whose earlier look cannot be read begins anew', async () => {
    const { fill, set, sweep, file, expectAll } = await createFixture();
    await fill();
    file.putRow('checks', 'sweep', '{"value":{"v":1,"data":7}}');
    set(91 * DAY);
    await sweep();
    set(0);
    await expectAll();
  });
});
