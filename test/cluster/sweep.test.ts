import { expect, test, vi } from 'vitest';
import { audit } from '../crash/oracle.ts';
import { createScenario, type Stage } from '../crash/scenario.ts';
import type { RequestMoment } from '../emulator/hold-request.ts';
import { type Cluster, createCluster, PATIENCE } from './fixture.ts';
import { someStores } from './shared-store.ts';

/** Each of so many requests is one to die at: Discord takes one login in five seconds, so all of them take very long. */
const STEP = Number(process.env.CLUSTER_SWEEP_STEP ?? 4);

/**
 * Kills whoever made the request that was caught last: who answers Discord is known there, and the relay is asked by the leader. A picture
 * may be fetched by the other process, which goes on with it then.
 */
function stageOf(cluster: Cluster): Stage {
  const { discord, requests } = cluster;
  let last: RequestMoment | null = null;
  let release: () => void = () => undefined;
  let dead = cluster.processes[0];
  return {
    discord,
    requests: {
      ...requests,
      hold(wanted) {
        const held = requests.hold(wanted);
        void held.caught.then((request) => {
          last = request;
          release = request.route === 'picture' ? held.release : () => undefined;
        });
        return held;
      },
    },
    async crash() {
      dead = last && last.by !== '' ? cluster.named(last.by) : await cluster.leader();
      await dead.kill();
      release();
    },
    async start() {
      if (!dead) throw new Error('there is no process');
      return dead.start();
    },
    begin() {
      throw new Error('a cluster has begun already');
    },
  };
}

test.for(someStores('sqlite'))(
  'killed at any request, the leader or whoever answers is replaced by the other one, on %s',
  { timeout: 900_000 },
  async (store) => {
    const cluster = await createCluster({ names: ['a', 'b'], store });
    const scenario = createScenario(stageOf(cluster));
    const other = cluster.named('b').start();
    const targets = await scenario.recordTargets();
    await other;
    const chosen = targets.filter(({ phase }, at) => phase !== 'start' && at % STEP === 0);
    expect(chosen.length).toBeGreaterThan(0);
    for (const target of chosen) {
      await scenario.runUntilKilledAt(target);
      await vi.waitFor(() => {
        const bots = cluster.processes.flatMap(({ lives }) => lives);
        const wrongs = audit({ ...cluster, bots, gestures: scenario.gestures });
        expect(wrongs.length > 0 ? [target, ...wrongs] : []).toEqual([]);
      }, PATIENCE);
    }
    await cluster.settled();
    // Nobody had to make a gesture twice.
    expect(scenario.gestures.filter(({ handle }) => handle.interaction.acknowledged === null)).toEqual([]);
  },
);
