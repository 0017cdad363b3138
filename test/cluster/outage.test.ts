import { expect, test, vi } from 'vitest';
import type { Way } from '../emulator/wire/connection.ts';
import { type Cluster, createCluster, PATIENCE } from './fixture.ts';
import { someStores } from './shared-store.ts';
import { startTraffic, type Traffic } from './traffic.ts';
import { complaints } from './verdict.ts';

const servers = someStores('postgres').filter((kind) => kind !== 'sqlite');
const POLL_SECONDS = 0.5;
/** How long a cut-off leader may lead on, in ms. */
const TAKEOVER = 6_000;

async function createWorld(store: (typeof servers)[number]) {
  const cluster = await createCluster({
    names: ['a', 'b'],
    store,
    wired: true,
    relay: { taskMs: 2_000 },
    env: { POLL_SECONDS: String(POLL_SECONDS), RELAY_CONCURRENCY: '30' },
  });
  await cluster.start();
  await cluster.leader();
  return { cluster, traffic: startTraffic(cluster, { rate: 10, onePictureIn: 4, members: 20 }) };
}

const pause = async (ms: number) => {
  const since = performance.now();
  await vi.waitUntil(() => performance.now() - since >= ms, PATIENCE);
};

/** Everything ends well; a picture that was refused with a fault need not be made. */
async function expectAllWell(cluster: Cluster, traffic: Traffic): Promise<void> {
  await cluster.leader();
  await traffic.stop();
  await cluster.settled();
  const accepted = traffic.pictures.filter(({ interaction: { original } }) => original?.ephemeral === false);
  expect(complaints(cluster, traffic.gestures, accepted)).toEqual([]);
}

/** How many tasks were asked after so soon again that two processes must have asked. */
async function expectOnePoller({ relay }: Cluster): Promise<void> {
  const before = relay.requests.length;
  const seconds = 4;
  await pause(seconds * 1000);
  const listings = relay.requests.slice(before).filter(({ ids }) => ids);
  expect(listings.length).toBeLessThanOrEqual(seconds / POLL_SECONDS + 2);
}

const troubles: readonly (readonly [string, Way])[] = [
  ['is silent', 'swallow'],
  ['refuses everything', 'refuse'],
  ['does what it is asked and never answers', 'cut'],
];

test.for(servers.flatMap((store) => troubles.map(([what, way]) => ({ store, what, way }))))(
  'when the store of the leader alone $what, the other one leads within seconds and everybody is answered, on $store',
  { timeout: 180_000 },
  async ({ store, way }) => {
    const { cluster, traffic } = await createWorld(store);
    const leader = await cluster.leader();
    const others = cluster.processes.filter((one) => one !== leader);
    leader.network.store?.set(way);
    const cutAt = performance.now();
    await cluster.leader(others);
    await vi.waitFor(async () => expect(await leader.health()).toMatchObject({ leader: false }), PATIENCE);
    expect(performance.now() - cutAt).toBeLessThan(2 * TAKEOVER);
    await expectOnePoller(cluster);
    leader.network.store?.set('pass');
    await expectAllWell(cluster, traffic);
  },
);

test.for(servers)(
  'a store that is killed and comes back costs nobody their picture, on %s',
  { timeout: 180_000 },
  async (store) => {
    const { cluster, traffic } = await createWorld(store);
    await pause(2_000);
    await cluster.store.server?.kill();
    await pause(3_000);
    await cluster.store.server?.restart();
    await pause(TAKEOVER);
    await expectOnePoller(cluster);
    await expectAllWell(cluster, traffic);
  },
);

/** How much later everything reaches a slow store, and its answers us, in ms. A picture takes about twenty questions and answers. */
const SLOW = 15;

test.for(servers)('a slow store is only slow, on %s', { timeout: 180_000 }, async (store) => {
  const { cluster, traffic } = await createWorld(store);
  for (const { network } of cluster.processes) network.store?.set({ delay: SLOW });
  await pause(10_000);
  for (const { network } of cluster.processes) network.store?.set('pass');
  await expectAllWell(cluster, traffic);
});

test.for(servers)(
  'a process that loses Discord alone leaves the answers to the other one, on %s',
  { timeout: 180_000 },
  async (store) => {
    const { cluster, traffic } = await createWorld(store);
    const leader = await cluster.leader();
    leader.network.discord.set('swallow');
    await pause(5_000);
    leader.network.discord.set('pass');
    await expectAllWell(cluster, traffic);
  },
);
