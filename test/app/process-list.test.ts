import { expect, test } from 'vitest';
import { createProcessList } from '../../src/app/process-list.ts';
import { createReconciling } from '../../src/app/reconciling.ts';
import { sampleClock } from '../sample-clock.ts';
import { silentLog } from '../store/sample-records.ts';
import { openTestStore, sqliteUrl } from '../store/test-store.ts';

const clock = sampleClock();

/** A process of a bot, as it and the others on its store are known to itself. */
async function joined(url: string, id: string) {
  const { processes } = await openTestStore({ url, self: id });
  const list = createProcessList({
    self: { id, bot: '7', version: '1.0.0', format: 1 },
    processes,
    // Nobody but the reports can tell, as on a server.
    cluster: { isGone: async () => null },
    isLeading: () => false,
    clock,
    log: silentLog,
    signal: new AbortController().signal,
  });
  await list.join();
  return { ...list, stored: processes };
}

test('a process that has just come is not taken for a dead one by who has not looked since', async () => {
  const url = sqliteUrl();
  const first = await joined(url, 'a');
  const second = await joined(url, 'b');
  expect(await first.isGone('b')).toBe(false);
  await second.leave();
  expect(await (await joined(url, 'c')).isGone('b')).toBe(true);
});

test('a process whose look at the store takes long says all the while that it lives', async () => {
  const own = await joined(sqliteUrl(), 'a');
  const renewals = async () => (await own.stored.all())[0]?.renewals ?? 0;
  const before = await renewals();
  let looks = 0;
  const look = () => {
    looks += 1;
    return new Promise<never>(() => {});
  };
  const { report, reconcile } = createReconciling({ reconcile: look }, own, clock);
  void reconcile();
  await report();
  await report();
  expect(await renewals()).toBe(before + 2);
  expect(looks).toBe(1);
});
