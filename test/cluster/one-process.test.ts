import { expect, test } from 'vitest';
import { createCluster } from './fixture.ts';
import { storesHere } from './shared-store.ts';
import { startTraffic } from './traffic.ts';
import { complaints } from './verdict.ts';

test.for(storesHere())('one process alone answers every gesture and shows every picture, on %s', async (store) => {
  const cluster = await createCluster({ names: ['a'], store, wired: true });
  await cluster.start();
  const traffic = startTraffic(cluster, { rate: 20, onePictureIn: 4, members: 10 });
  await cluster.discord.waitUntil(() => traffic.gestures.length >= 40, 20_000);
  await traffic.stop();
  await cluster.settled();
  expect(complaints(cluster, traffic.gestures, traffic.pictures)).toEqual([]);
  expect(new Set(traffic.gestures.map(({ interaction }) => interaction.acknowledged?.by))).toEqual(new Set(['a']));
});
