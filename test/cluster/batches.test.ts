import { expect, test, vi } from 'vitest';
import { seenByAll } from '../app/message-reading.ts';
import { endingOf } from '../crash/members.ts';
import { createCluster, PATIENCE } from './fixture.ts';
import { someStores } from './shared-store.ts';
import { jobOf } from './verdict.ts';

const COUNT = 12;
/** How long all of them may take on a busy machine, in ms: that somebody is dead is seen after six seconds, and nobody waits a minute. */
const SHOWN_MOST = 45_000;
const routes = [
  {
    what: 'its first answer',
    route: '/interactions/:interaction/:token/callback',
    n: 1,
    stores: someStores('sqlite', 'redis'),
  },
  { what: 'the third message of the batch', route: '/channels/:channel/messages', n: 3, stores: someStores('sqlite') },
  { what: 'its last message', route: '/channels/:channel/messages', n: COUNT, stores: someStores('sqlite') },
];

test.for(routes.flatMap(({ stores, ...one }) => stores.map((store) => ({ store, ...one }))))(
  'whoever makes twelve pictures and dies at $what, each is shown once or told as unclear, and none is bought twice, on $store',
  { timeout: 120_000 },
  async ({ store, route, n }) => {
    const cluster = await createCluster({
      names: ['a', 'b'],
      store,
      env: { RELAY_CONCURRENCY: '20', MEMBER_MAX_WAITING: '20' },
    });
    const { discord, relay, requests } = cluster;
    await cluster.start();
    await cluster.leader();
    const ann = discord.member('ann');
    const choices = Array.from({ length: COUNT }, (_, at) => `colour ${at}`).join(', ');
    const question = await (await ann.slash('imagine', { prompt: `a fox in {${choices}}` })).message();
    let seen = 0;
    const held = requests.hold((request) => {
      if (request.method !== 'POST' || request.route !== route || request.moment !== 'performed') return false;
      seen += 1;
      return seen === n;
    });
    await ann.press(question, { label: `Make ${COUNT}` });
    const { by } = await held.caught;
    await cluster.named(by).kill();
    await vi.waitFor(
      () => {
        const endings = seenByAll(cluster).map(endingOf);
        const shown = endings.filter((ending) => ending === 'picture');
        const unclear = endings.filter((ending) => ending === 'unknown');
        // Who dies may lead as well: what it was about to submit then is told as unclear, and is never sent again.
        expect(shown).toHaveLength(relay.tasks.size);
        expect(shown.length + unclear.length, JSON.stringify(endings)).toBe(COUNT);
      },
      { ...PATIENCE, timeout: SHOWN_MOST },
    );
    await cluster.settled();
    expect(seenByAll(cluster)).toHaveLength(COUNT);
    const jobs = relay.submissions.map(({ body }) => jobOf(body));
    expect(new Set(jobs).size).toBe(jobs.length);
    expect(discord.violations).toEqual([]);
  },
);
