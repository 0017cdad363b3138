import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { jobIdIn } from '../../src/domain/job/echo.ts';
import { labelsOf } from '../app/message-reading.ts';
import type { Handle } from '../emulator/discord/handle.ts';
import { limitAll, readLedger } from './accounts.ts';
import { type CrashFixture, createCrashFixture, PATIENCE, showing } from './fixture.ts';

const IMAGE = 2;
const UPSCALE = 1;
const TRY_AGAIN = 'Try again (may cost again)';
const PLENTY = { day: 1_000, month: null };
const Stated = z.object({ state: z.string() });

/** A bot in two servers, with a channel in each, whose member may use so many credits in both together. */
async function createTwoServers(credits: number) {
  const fixture = await createCrashFixture({
    guilds: 2,
    env: { MEMBER_MAX_WAITING: '100', RELAY_CONCURRENCY: '60' },
  });
  await limitAll(fixture, { day: credits, month: null }, PLENTY);
  const { discord } = fixture;
  const [, other] = discord.guilds;
  if (!other) throw new Error('there is one server');
  return { ...fixture, channels: [discord.channel(), discord.addChannel({ name: 'elsewhere', guild: other })] };
}

/** The jobs that were submitted, each as often as it was. The text of a window that a press has opened is the press's own. */
const submitted = ({ relay }: Pick<CrashFixture, 'relay'>) =>
  relay.submissions.flatMap(({ endpoint, body }) => (endpoint === 'modal' ? [] : [jobIdIn(Stated.parse(body).state)]));

/** The same of the texts of windows. */
const texts = ({ relay }: Pick<CrashFixture, 'relay'>) =>
  relay.submissions.flatMap(({ endpoint, body }) => (endpoint === 'modal' ? [jobIdIn(Stated.parse(body).state)] : []));

/** What a member's credits everywhere were spent on, and what is set aside of them. */
async function spentBy(fixture: CrashFixture, memberId: string) {
  const { accounts, jobs } = await readLedger(fixture);
  const own = [...accounts].filter(([key]) => key.startsWith(`u:${memberId}|`)).map(([, account]) => account);
  const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);
  return {
    posted: sum(own.flatMap(({ credits }) => credits)),
    held: sum(own.flatMap(({ held }) => held.map(([, credits]) => credits))),
    jobs,
  };
}

/** Waits until every job has ended, or nobody knows whether it was received. */
async function comeToRest(fixture: CrashFixture): Promise<void> {
  await vi.waitFor(async () => {
    const open = await fixture.openJobs();
    expect(open.filter((job) => !('step' in job) || job.step !== 'unknown')).toEqual([]);
  }, PATIENCE);
}

const answered = async (handles: readonly Promise<Handle>[], { discord }: CrashFixture) => {
  const all = await Promise.all(handles);
  await discord.waitUntil(
    () => all.every(({ interaction, failed }) => interaction.acknowledged || failed),
    PATIENCE.timeout,
  );
};

test.each(['arrived', 'performed'] as const)(
  'fifty pictures asked for at once in two servers with credits for ten, killed when the sixth had %s: ten are made, and not one more',
  async (moment) => {
    const fixture = await createTwoServers(10 * IMAGE);
    const { discord, requests, channels, start, crash } = fixture;
    const ann = discord.member('ann');
    const askFifty = () =>
      Array.from({ length: 50 }, (_, n) => {
        const channel = channels[n % 2];
        return ann.slash('imagine', { prompt: `fox ${n}` }, channel && { channel });
      });
    await start();
    let arrived = 0;
    const held = requests.hold((request) => {
      if (request.route === 'imagine' && request.moment === moment) arrived += 1;
      return arrived === 6;
    });
    const first = askFifty();
    await held.caught;
    await crash();
    await start();
    await answered(first, fixture);
    await comeToRest(fixture);
    await answered(askFifty(), fixture);
    await comeToRest(fixture);

    const { posted, held: aside, jobs } = await spentBy(fixture, ann.id);
    expect(posted + aside).toBe(10 * IMAGE);
    const made = submitted(fixture);
    expect(new Set(made).size).toBe(made.length);
    const unknown = jobs.filter((job) => job.step === 'unknown').map(({ id }) => id);
    expect(new Set([...made, ...unknown]).size).toBe(10);
    expect(aside).toBe(unknown.length * IMAGE);
  },
);

test('whatever the last credits are spent on, and however many ways at once, they buy what they cost and no more', async () => {
  const spent = 2 * IMAGE + UPSCALE;
  const fixture = await createTwoServers(spent + 10);
  const { discord, relay, channels, start, crash, requests } = fixture;
  const ann = discord.member('ann');
  await start();
  const [here, there] = channels;
  const grids = await Promise.all(
    [here, there].map(async (channel) =>
      (await ann.slash('imagine', { prompt: 'a red fox' }, channel && { channel })).message(),
    ),
  );
  for (const grid of grids) await showing(grid, 'Upscale all');
  const [grid, other] = grids;
  if (!grid || !other) throw new Error('there are two grids');
  const single = await (await ann.press(grid, { label: 'U4' })).message();
  await showing(single, 'Custom Zoom');
  const question = await (await ann.slash('imagine', { prompt: 'a {red, green, blue} fox' })).message();
  // Remix asks for a new prompt and is billed twice; Custom Zoom opens a window of its own.
  await (await ann.slash('remix', { on: true })).message();
  const remixes = await Promise.all(['V1', 'V2'].map(async (label) => (await ann.press(other, { label })).modal()));
  const zooms = await Promise.all([1, 2].map(async () => (await ann.press(single, { label: 'Custom Zoom' })).modal()));
  const held = requests.hold(
    ({ route, moment }) => moment === 'performed' && (route === 'imagine' || route === 'action'),
  );
  await answered(
    [
      ann.press(question, { label: 'Make 3' }),
      ann.press(grid, { label: 'Upscale all' }),
      ann.press(other, { label: 'Upscale all' }),
      ann.slash('imagine', { prompt: 'an owl', repeat: 4 }, there && { channel: there }),
      ...remixes.map((modal, n) => ann.submit(modal, { 'prompt::0::glue': `a blue fox ${n}` })),
      ...zooms.map((modal) => ann.submit(modal, { zoom: '1.5' })),
      ...Array.from({ length: 20 }, (_, n) => ann.slash('imagine', { prompt: `hare ${n}` })),
    ],
    fixture,
  );
  await held.caught;
  await crash();
  await start();
  await comeToRest(fixture);
  // What is left, if anything, is spent one credit at a time: on enlargements and, as all of them may have been bought, on words.
  for (const label of ['U1', 'U2', 'U3', 'U4', 'U1', 'U2', 'U3', 'U4']) {
    const message = grids[labelsOf(grid).includes(label) ? 0 : 1];
    if (message && labelsOf(message).includes(label)) await (await ann.press(message, { label })).message();
  }
  await (await ann.slash('shorten', { prompt: 'a hare' })).message();
  await comeToRest(fixture);

  const { posted, held: aside, jobs } = await spentBy(fixture, ann.id);
  expect(posted + aside).toBe(spent + 10);
  const made = submitted(fixture);
  expect(new Set(made).size).toBe(made.length);
  const written = texts(fixture);
  expect(new Set(written).size).toBe(written.length);
  const priceOf = (id: string) => jobs.find((job) => job.id === id)?.charge?.amount ?? 0;
  const unknown = jobs.filter((job) => job.step === 'unknown').map(({ id }) => id);
  expect(unknown).not.toEqual([]);
  const bought = new Set([...made, ...unknown]);
  expect([...bought].reduce((all, id) => all + priceOf(id), 0)).toBe(spent + 10);

  // A second try is paid for by what the first had set aside.
  for (const message of discord.messages(here).concat(discord.messages(there))) {
    if (!labelsOf(message).includes(TRY_AGAIN)) continue;
    const before = relay.submissions.length;
    await (await ann.press(message, { label: TRY_AGAIN })).message();
    // A remix is submitted twice: the press, and its text.
    await discord.waitUntil(() => relay.submissions.length > before, PATIENCE.timeout);
    await comeToRest(fixture);
  }
  const end = await spentBy(fixture, ann.id);
  expect(end.posted + end.held).toBe(spent + 10);
  expect(end.jobs.filter((job) => job.step === 'unknown' && job.group.length === 0)).toEqual([]);
});
