import { expect, test, vi } from 'vitest';
import { noLimit } from '../../src/domain/credits/account.ts';
import { jobIdIn } from '../../src/domain/job/echo.ts';
import type { Handle } from '../emulator/discord/handle.ts';
import { freePort } from '../emulator/free-port.ts';
import { type Cluster, createCluster, PATIENCE } from './fixture.ts';
import { someStores } from './shared-store.ts';
import { complaints, doubleSubmissions, unanswered } from './verdict.ts';

const SLOTS = 10;
const MEMBERS = 7;
const NAMES = ['a', 'b', 'c'];
/** How many members ask at once where not the crowd is tried but who gets a slot. */
const AT_ONCE = 6;

/** Asks for so many pictures, some at once, and waits until each gesture is answered. */
async function askForPictures({ discord }: Cluster, count: number, memberOf: (n: number) => string, atOnce = 20) {
  const handles: Handle[] = [];
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

/** How many jobs wait for a slot, as far as the leader of these processes has heard. */
async function waitingAt(ports: readonly number[]): Promise<number> {
  const told = await Promise.all(ports.map(async (port) => (await fetch(`http://127.0.0.1:${port}/metrics`)).text()));
  return told.reduce(
    (sum, text) => sum + Number(/^darkroom_jobs_open\{step="waiting"\} (\d+)$/m.exec(text)?.[1] ?? 0),
    0,
  );
}

/** Those that were taken: the others were told why not, privately. */
const taken = (handles: readonly Handle[]) =>
  handles.filter(({ interaction: { original } }) => original?.ephemeral === false);

test.for(someStores('sqlite', 'redis'))(
  'the relay never has more than its share, members take turns, and each task is asked after once, on %s',
  { timeout: 300_000 },
  async (store) => {
    const jobs = Number(process.env.CLUSTER_JOBS ?? 168);
    const pollSeconds = 0.2;
    const cluster = await createCluster({
      names: [],
      store,
      relay: { manual: true },
      env: { RELAY_CONCURRENCY: String(SLOTS), MEMBER_MAX_WAITING: '100', POLL_SECONDS: String(pollSeconds) },
    });
    const { discord, relay } = cluster;
    const ports = await Promise.all(NAMES.map(() => freePort()));
    for (const [at, name] of NAMES.entries()) await cluster.add(name, { METRICS: `127.0.0.1:${ports[at]}` });
    await cluster.start();
    await cluster.leader();
    const running = () => [...relay.tasks.values()].filter(({ status }) => !['SUCCESS', 'FAILURE'].includes(status));
    // Whoever comes first gets all slots. The others come while these are taken.
    const early = await askForPictures(cluster, SLOTS, () => 'an early one', AT_ONCE);
    await relay.waitUntil(() => running().length === SLOTS, PATIENCE.timeout);
    const handles = await askForPictures(cluster, jobs, (n) => `member ${n % MEMBERS}`, AT_ONCE);
    expect(unanswered(handles)).toEqual([]);
    await vi.waitFor(async () => expect(await waitingAt(ports)).toBe(jobs), PATIENCE);
    const owner = new Map(handles.map(({ id, interaction }) => [id, interaction.member.name]));

    const since = performance.now();
    const listingsBefore = relay.requests.filter(({ ids }) => ids).length;
    for (const { id } of running()) relay.finish(id);
    for (let done = 0; done < jobs; ) {
      const due = Math.min(SLOTS, jobs - done);
      await relay.waitUntil(() => relay.tasks.size >= SLOTS + done + due, PATIENCE.timeout);
      expect(running().length).toBe(due);
      const held = Object.values(Object.groupBy(running(), ({ state }) => owner.get(jobIdIn(state)) ?? 'nobody'));
      const counts = held.map((some) => some?.length ?? 0);
      // While everybody waits, nobody has two more than another one.
      if (jobs - done > 2 * SLOTS) expect(Math.max(...counts) - Math.min(...counts), `after ${done}`).toBeLessThan(2);
      for (const { id } of running()) relay.finish(id);
      done += due;
    }
    const ticks = (performance.now() - since) / (pollSeconds * 1000);
    const listings = relay.requests.filter(({ ids }) => ids).length - listingsBefore;
    // Ten tasks fit into one listing.
    expect(listings).toBeLessThanOrEqual(ticks + 2);
    await cluster.settled();
    for (const name of new Set(owner.values())) {
      // Of those that get their slots at one moment, either may be the first at the relay.
      const own = inRounds(relay.submissions.map(({ body }) => body)).flatMap((round) =>
        round
          .filter((body) => ownerOf(body, owner) === name)
          .map(orderOf)
          .toSorted(ascending),
      );
      expect(own).toEqual(own.toSorted(ascending));
    }
    const all = [...early, ...handles];
    expect(complaints(cluster, all, all)).toEqual([]);
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

const ascending = (one: number, other: number) => one - other;

/** What was submitted, by as many as there are slots. */
function inRounds<T>(all: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / SLOTS) }, (_, at) => all.slice(at * SLOTS, (at + 1) * SLOTS));
}

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
