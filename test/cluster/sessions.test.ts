import { expect, test, vi } from 'vitest';
import { createCluster, PATIENCE } from './fixture.ts';
import { storesHere } from './shared-store.ts';
import { startTraffic } from './traffic.ts';
import { complaints } from './verdict.ts';

const [store = 'sqlite'] = storesHere();

test('three processes that start together log in one after the other, as Discord demands', {
  timeout: 120_000,
}, async () => {
  const cluster = await createCluster({ names: ['a', 'b', 'c'], store, discord: { identifyWindowMs: 5_000 } });
  await cluster.start();
  expect(cluster.discord.loginAttempts.map(({ verdict }) => verdict)).toEqual(['accepted', 'accepted', 'accepted']);
  expect(cluster.discord.logins.remaining).toBe(997);
});

test('where Discord serves only the newest session, an update loses and doubles nothing', {
  timeout: 120_000,
}, async () => {
  const cluster = await createCluster({ names: ['old'], store, env: { RELAY_CONCURRENCY: '30' } });
  const { discord } = cluster;
  discord.faults.onlyNewestSession(true);
  await cluster.start();
  const traffic = startTraffic(cluster, { rate: 15, onePictureIn: 3, members: 20 });
  await discord.waitUntil(() => traffic.gestures.length >= 30, PATIENCE.timeout);
  await (await cluster.add('new')).start();
  const before = traffic.gestures.length;
  await discord.waitUntil(() => traffic.gestures.length >= before + 30, PATIENCE.timeout);
  expect(await cluster.named('old').stop()).toMatchObject({ code: 0 });
  await vi.waitUntil(() => traffic.gestures.length >= before + 60, PATIENCE);
  await traffic.stop();
  await cluster.settled();
  expect(complaints(cluster, traffic.gestures, traffic.pictures)).toEqual([]);
  expect(new Set(traffic.gestures.map(({ interaction }) => interaction.acknowledged?.by))).toEqual(
    new Set(['old', 'new']),
  );
  for (const { interaction } of traffic.gestures) expect(interaction.sentTo).toHaveLength(1);
});
