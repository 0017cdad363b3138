import { expect, test } from 'vitest';
import { noLimit } from '../../src/domain/credits/account.ts';
import { jobIdIn } from '../../src/domain/job/echo.ts';
import type { Handle } from '../emulator/discord/handle.ts';
import { type Cluster, createCluster, PATIENCE } from './fixture.ts';
import { someStores } from './shared-store.ts';
import { complaints, doubleSubmissions, unanswered } from './verdict.ts';

const SLOTS = 10;
const MEMBERS = 7;
const NAMES = ['a', 'b', 'c'];

/** Asks for so many pictures, some at once, and waits until each gesture is answered. */
async function askForPictures({ discord }: Cluster, count: number, memberOf: (n: number) => string) {
  const handles: Handle[] = [];
  const atOnce = 20;
  const isOver = ({ interaction: { acknowledged, failed } }: Handle) => acknowledged !== null || failed;
  for (let n = 0; n < count; n += atOnce) {
    const some = Array.from({ length: Math.min(atOnce, count - n) }, (_, at) => n + at);
    const made = await Promise.all(
      some.map((at) => discord.member(memberOf(at)).slash('imagine', { prompt: `picture number ${at}` })),
    );
    handles.push(...made);
    await discord.waitUntil(() => made.every(isOver), PATIENCE.timeout);
  }
  return handles;
}

/** Those that were taken: the others were told why not, privately. */
const taken = (handles: readonly Handle[]) =>
  handles.filter(({ interaction: { original } }) => original?.ephemeral === false);

test.for(someStores('sqlite', 'redis'))(
  'the relay never has more than its share, members take turns, and each task is asked after once, on %s',
  { timeout: 300_000 },
  async (store) => {
    const jobs = Number(process.env.CLUSTER_JOBS ?? 504);
    const pollSeconds = 0.2;
    const cluster = await createCluster({
      names: NAMES,
      store,
      relay: { manual: true },
      env: { RELAY_CONCURRENCY: String(SLOTS), MEMBER_MAX_WAITING: '100', POLL_SECONDS: String(pollSeconds) },
    });
    const { discord, relay } = cluster;
    await cluster.start();
    await cluster.leader();
    const handles = await askForPictures(cluster, jobs, (n) => `member ${n % MEMBERS}`);
    expect(unanswered(handles)).toEqual([]);
    const owner = new Map(handles.map(({ id, interaction }) => [id, interaction.member.name]));
    const running = () => [...relay.tasks.values()].filter(({ status }) => !['SUCCESS', 'FAILURE'].includes(status));

    const since = performance.now();
    const listingsBefore = relay.requests.filter(({ ids }) => ids).length;
    for (let done = 0; done < jobs; ) {
      const due = Math.min(SLOTS, jobs - done);
      await relay.waitUntil(() => running().length >= due, PATIENCE.timeout);
      expect(running().length).toBe(due);
      const held = Object.values(Object.groupBy(running(), ({ state }) => owner.get(jobIdIn(state)) ?? 'nobody'));
      const counts = held.map((some) => some?.length ?? 0);
      // While everybody waits, nobody has two more than another one. The first slots went to whoever asked first.
      if (done > 0 && jobs - done > 2 * SLOTS)
        expect(Math.max(...counts) - Math.min(...counts), `after ${done}`).toBeLessThan(2);
      for (const { id } of running()) relay.finish(id);
      done += due;
    }
    const ticks = (performance.now() - since) / (pollSeconds * 1000);
    const listings = relay.requests.filter(({ ids }) => ids).length - listingsBefore;
    // Ten tasks fit into one listing.
    expect(listings).toBeLessThanOrEqual(ticks + 2);
    await cluster.settled();
    for (const name of new Set(owner.values())) {
      // Those that were asked for before the slots were full were submitted as they came.
      const queued = relay.submissions.map(({ body }) => body).slice(SLOTS);
      const own = queued.filter((body) => ownerOf(body, owner) === name);
      expect(own.map(orderOf)).toEqual(own.map(orderOf).toSorted((one, other) => one - other));
    }
    expect(complaints(cluster, handles, handles)).toEqual([]);
    expect(new Set(handles.map(({ interaction }) => interaction.acknowledged?.by)).size).toBeGreaterThan(1);
    expect(discord.sessions()).toHaveLength(NAMES.length);
  },
);

test.for(someStores('sqlite', 'redis'))(
  'a member who asks for thirty pictures at once gets as many as may wait, to the last one, on %s',
  { timeout: 120_000 },
  async (store) => {
    const cluster = await createCluster({
      names: NAMES,
      store,
      relay: { manual: true },
      env: { MEMBER_MAX_WAITING: '7' },
    });
    await cluster.start();
    await cluster.leader();
    const handles = await askForPictures(cluster, 30, () => 'ann');
    expect(unanswered(handles)).toEqual([]);
    expect(taken(handles)).toHaveLength(7);
    await cluster.relay.waitUntil(() => cluster.relay.submissions.length === 7, PATIENCE.timeout);
    expect(doubleSubmissions(cluster, taken(handles))).toEqual([]);
  },
);

test.for(someStores('sqlite', 'redis'))(
  'thirty gestures at once spend the credits of a member to the last one, and none beyond, on %s',
  { timeout: 120_000 },
  async (store) => {
    const cluster = await createCluster({ names: NAMES, store, env: { MEMBER_MAX_WAITING: '100' } });
    // A grid costs two.
    const [credits, grids] = [23, 11];
    await cluster.read(async ({ policies }) => {
      await policies.changeBot((bot) => ({ ...bot, member: { ...noLimit, day: credits } }));
    });
    await cluster.start();
    await cluster.leader();
    const handles = await askForPictures(cluster, 30, () => 'ann');
    expect(unanswered(handles)).toEqual([]);
    await cluster.settled();
    expect(taken(handles)).toHaveLength(grids);
    expect(cluster.relay.submissions.filter(({ billed }) => billed)).toHaveLength(grids);
    expect(complaints(cluster, handles, taken(handles))).toEqual([]);
  },
);

function ownerOf(body: unknown, owner: ReadonlyMap<string, string>): string | undefined {
  return typeof body === 'object' && body !== null && 'state' in body
    ? owner.get(jobIdIn(String(body.state)))
    : undefined;
}

/** The number in the prompt, by which the gestures were made. */
function orderOf(body: unknown): number {
  const prompt = typeof body === 'object' && body !== null && 'prompt' in body ? String(body.prompt) : '';
  return Number(/number (\d+)/.exec(prompt)?.[1]);
}
