import { expect, test } from 'vitest';
import { endingOf } from '../crash/members.ts';
import { createCluster } from './fixture.ts';
import { someStores, storesHere } from './shared-store.ts';
import { startTraffic } from './traffic.ts';
import { answerTimes, complaints } from './verdict.ts';

/** How often a process is killed. Discord takes one login in five seconds, so each death takes that long to mend. */
const KILLS = Number(process.env.CLUSTER_KILLS ?? 4);
/** How long a result may take that another process was about to show, in ms: its lock runs out after five seconds, on a busy machine. */
const RESULT_MOST = 15_000;
/** Gestures a second; a quiet machine bears many more. */
const RATE = Number(process.env.CLUSTER_RATE ?? 10);

test.for(storesHere())(
  'whichever process dies, every gesture is answered, nothing is bought twice and all is shown, on %s',
  { timeout: 300_000 },
  async (store) => {
    const cluster = await createCluster({
      names: ['a', 'b'],
      store,
      env: { RELAY_CONCURRENCY: '50' },
    });
    await cluster.start();
    await cluster.leader();
    const traffic = startTraffic(cluster, { rate: RATE, onePictureIn: 5, members: 40 });
    for (let kill = 0; kill < KILLS; kill += 1) {
      const victim = kill % 2 === 0 ? await cluster.leader() : cluster.processes.find(isOther(await cluster.leader()));
      await victim?.kill();
      await victim?.start();
      // What only the other one has heard cannot be answered by anybody else.
      await traffic.answered();
    }
    await traffic.stop();
    await cluster.settled();
    expect(complaints(cluster, traffic.gestures, traffic.pictures)).toEqual([]);
    const times = answerTimes(traffic.gestures);
    expect(times[Math.floor(times.length / 2)]).toBeLessThan(1_000);
    expect(traffic.pictures.length).toBeGreaterThan(KILLS);
  },
);

test.for(someStores('redis'))(
  'a result that somebody was about to show who dies is shown by another one within seconds, on %s',
  { timeout: 120_000 },
  async (store) => {
    const cluster = await createCluster({ names: ['a', 'b'], store });
    const { discord, requests } = cluster;
    await cluster.start();
    await cluster.leader();
    const held = requests.hold({ server: 'discord', upload: true, moment: 'arrived' });
    const imagine = await discord.member('ann').slash('imagine', { prompt: 'a red fox' });
    const message = await imagine.message();
    const { by } = await held.caught;
    await cluster.named(by).kill();
    await discord.waitUntil(() => endingOf(message) === 'picture', RESULT_MOST);
    await cluster.settled();
    expect(complaints(cluster, [imagine], [imagine])).toEqual([]);
  },
);

function isOther<T>(one: T): (another: T) => boolean {
  return (another) => another !== one;
}
