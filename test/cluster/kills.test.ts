import { expect, test } from 'vitest';
import { createCluster } from './fixture.ts';
import { storesHere } from './shared-store.ts';
import { startTraffic } from './traffic.ts';
import { answerTimes, complaints } from './verdict.ts';

/** How often a process is killed. Discord takes one login in five seconds, so each death takes that long to mend. */
const KILLS = Number(process.env.CLUSTER_KILLS ?? 4);
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

function isOther<T>(one: T): (another: T) => boolean {
  return (another) => another !== one;
}
