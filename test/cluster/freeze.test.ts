import { expect, test, vi } from 'vitest';
import { createCluster, PATIENCE } from './fixture.ts';
import { storesHere } from './shared-store.ts';
import { startTraffic } from './traffic.ts';
import { complaints, jobOf, unanswered } from './verdict.ts';

const servers = storesHere().filter((kind) => kind !== 'sqlite');
const files = storesHere().filter((kind) => kind === 'sqlite');

test.for(servers)(
  'a leader that freezes with a submission in the air is replaced, and when it wakes up nothing is bought twice, on %s',
  { timeout: 180_000 },
  async (store) => {
    const cluster = await createCluster({ names: ['a', 'b'], store });
    const { discord, relay, requests } = cluster;
    await cluster.start();
    const leader = await cluster.leader();
    const others = cluster.processes.filter((one) => one !== leader);
    const held = requests.hold({ server: 'relay', route: 'imagine', moment: 'performed' });
    const inTheAir = await discord.member('ann').slash('imagine', { prompt: 'a red fox' });
    await held.caught;
    leader.freeze();
    const frozenAt = performance.now();
    const traffic = startTraffic(cluster, { rate: 5, onePictureIn: 3, members: 10 });
    await cluster.leader(others);
    await vi.waitUntil(() => performance.now() - frozenAt > 8_000, PATIENCE);
    leader.thaw();
    held.release();
    await vi.waitUntil(() => performance.now() - frozenAt > 12_000, PATIENCE);
    await traffic.stop();
    expect(await cluster.leader()).toBe(others[0]);
    await cluster.settled();
    const pictures = [inTheAir, ...traffic.pictures];
    expect(complaints(cluster, [inTheAir, ...traffic.gestures], pictures)).toEqual([]);
    expect(relay.submissions.filter(({ body }) => jobOf(body) === inTheAir.id)).toHaveLength(1);
    expect(inTheAir.interaction.original?.attachments).toHaveLength(1);
  },
);

test.for(files)(
  'while the leader is frozen the other one answers, jobs wait, and they go on when it wakes up, on %s',
  { timeout: 180_000 },
  async (store) => {
    const cluster = await createCluster({ names: ['a', 'b'], store });
    await cluster.start();
    const leader = await cluster.leader();
    leader.freeze();
    const frozenAt = performance.now();
    const traffic = startTraffic(cluster, { rate: 5, onePictureIn: 3, members: 10 });
    await vi.waitUntil(() => performance.now() - frozenAt > 6_000, PATIENCE);
    expect(unanswered(traffic.gestures.slice(0, 20))).toEqual([]);
    expect(cluster.relay.submissions).toEqual([]);
    leader.thaw();
    await traffic.stop();
    await cluster.settled();
    expect(complaints(cluster, traffic.gestures, traffic.pictures)).toEqual([]);
  },
);
