import { test, vi } from 'vitest';
import { openTestStore } from '../store/test-store.ts';
import { createCluster, PATIENCE } from './fixture.ts';

test('a process that waits for its turn to log in says all the while that it lives', async () => {
  const { requests, named, store } = await createCluster({ names: ['a', 'b'], store: 'sqlite' });
  await named('a').start();
  const held = requests.hold({ by: 'b', route: '/gateway/bot', moment: 'arrived' });
  named('b').begin();
  await held.caught;
  const { processes } = await openTestStore({ url: store.url });
  const renewals = async () => (await processes.all()).find(({ leader }) => !leader)?.renewals ?? 0;
  const before = await renewals();
  await vi.waitUntil(async () => (await renewals()) > before + 1, PATIENCE);
  held.release();
  await named('b').lives.at(-1)?.ready();
});
