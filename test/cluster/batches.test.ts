import { expect, test, vi } from 'vitest';
import { seenByAll } from '../app/message-reading.ts';
import { createCluster, PATIENCE } from './fixture.ts';
import { storesHere } from './shared-store.ts';
import { jobOf } from './verdict.ts';

const COUNT = 12;
const routes = [
  { what: 'the third message of the batch', route: '/channels/:channel/messages', n: 3 },
  { what: 'its last message', route: '/channels/:channel/messages', n: COUNT },
];

test.for(storesHere().flatMap((store) => routes.map((one) => ({ store, ...one }))))(
  'whoever makes twelve pictures and dies at $what, all are shown once and bought once, on $store',
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
    await vi.waitFor(() => {
      const shown = seenByAll(cluster).filter(({ attachments }) => attachments.length === 1);
      expect(shown).toHaveLength(COUNT);
    }, PATIENCE);
    await cluster.settled();
    expect(seenByAll(cluster)).toHaveLength(COUNT);
    const jobs = relay.submissions.map(({ body }) => jobOf(body));
    expect(jobs).toHaveLength(COUNT);
    expect(new Set(jobs).size).toBe(COUNT);
    expect(discord.violations).toEqual([]);
  },
);
