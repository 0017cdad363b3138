import { expect, test } from 'vitest';
import { textOf } from '../app/message-reading.ts';
import { createCluster } from './fixture.ts';
import { someStores } from './shared-store.ts';
import { startTraffic } from './traffic.ts';
import { answerTimes, complaints } from './verdict.ts';

test.for(someStores('sqlite', 'redis'))(
  'an update of three processes, one after the other, is seen by nobody, on %s',
  { timeout: 300_000 },
  async (store) => {
    const cluster = await createCluster({
      names: ['a', 'b', 'c'],
      store,
      relay: { taskMs: 4_000 },
      env: { RELAY_CONCURRENCY: '50', MEMBER_MAX_WAITING: '20' },
    });
    const { discord } = cluster;
    await cluster.start();
    await cluster.leader();
    const traffic = startTraffic(cluster, { rate: 6, onePictureIn: 2, members: 20 });
    await discord.waitUntil(() => traffic.pictures.length >= 50, 60_000);
    for (const old of [...cluster.processes]) {
      await (await cluster.add(`new-${old.name}`)).start();
      expect(await old.stop()).toMatchObject({ code: 0 });
    }
    await cluster.leader(cluster.processes.slice(3));
    await traffic.stop();
    await cluster.settled();
    expect(complaints(cluster, traffic.gestures, traffic.pictures)).toEqual([]);
    const said = traffic.gestures.flatMap(({ interaction: { original } }) =>
      original ? [original, ...original.history].map(textOf) : [],
    );
    expect(said.filter((text) => /restart|went wrong|charged/i.test(text))).toEqual([]);
    // Who answers in place of one that stops does so after a second; a busy machine takes longer now and then.
    const times = answerTimes(traffic.gestures);
    expect(times[Math.floor(times.length * 0.9)]).toBeLessThan(1_200);
    const faults = cluster.processes.flatMap(({ lives }) => lives.flatMap(({ stdout }) => stdout.split('\n')));
    expect(faults.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  },
);

test.for(someStores('sqlite', 'redis'))(
  'all processes that are stopped at the same moment end, with their jobs kept, on %s',
  { timeout: 120_000 },
  async (store) => {
    const cluster = await createCluster({ names: ['a', 'b', 'c'], store, relay: { manual: true } });
    const { discord, relay } = cluster;
    await cluster.start();
    await cluster.leader();
    const imagine = await discord.member('ann').slash('imagine', { prompt: 'a red fox' });
    await imagine.acknowledged();
    await relay.waitUntil(() => relay.tasks.size === 1, 20_000);
    const exits = await Promise.all(cluster.processes.map((one) => one.stop()));
    expect(exits.map(({ code }) => code)).toEqual([0, 0, 0]);
    for (const { ms } of exits) expect(ms).toBeLessThan(15_000);
    await cluster.named('a').start();
    for (const id of relay.tasks.keys()) relay.finish(id);
    await cluster.settled();
    expect(complaints(cluster, [imagine], [imagine])).toEqual([]);
  },
);
