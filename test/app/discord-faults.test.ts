import { describe, expect, test, vi } from 'vitest';
import { createRequestHolds } from '../crash/request-hold.ts';
import type { OptionValues } from '../emulator/discord/options.ts';
import type { Discord } from '../emulator/discord/server.ts';
import type { Channel, Message } from '../emulator/discord/types.ts';
import { createFixture, type Fixture, type FixtureOptions } from './fixture.ts';
import { expectClean, finished, labelsOf, seenByAll, textOf } from './message-reading.ts';
import { records } from './stored-records.ts';

/** A bot with a job of ann's that runs until the test ends it. */
async function withRunning(
  options: FixtureOptions = {},
  wishes: OptionValues = {},
  place?: (discord: Discord) => Channel,
) {
  const fixture = await createFixture({ ...options, relay: { manual: true, ...options.relay } });
  const { discord, relay } = fixture;
  await fixture.start();
  const channel = place?.(discord) ?? discord.channel();
  const ann = discord.member('ann');
  const imagine = await ann.slash('imagine', { prompt: 'a fox', ...wishes }, { channel });
  const message = await imagine.message();
  const step = (wanted: string) =>
    vi.waitFor(() => expect(records(fixture).job(imagine.id)).toMatchObject({ step: wanted }), { timeout: 15_000 });
  await step('following');
  const [taskId = ''] = relay.tasks.keys();
  return { ...fixture, ann, channel, imagine, message, taskId, step };
}

/** Another member makes a picture from beginning to end. */
async function another(fixture: Fixture, channel: Channel = fixture.discord.channel()): Promise<Message> {
  const { discord, relay } = fixture;
  const before = relay.tasks.size;
  const message = await (await discord.member('ben').slash('imagine', { prompt: 'a cat' }, { channel })).message();
  await relay.waitUntil(() => relay.tasks.size > before);
  relay.finish([...relay.tasks.keys()].at(-1) ?? '');
  return finished(message);
}

test.concurrent('an answer that Discord takes after we gave up waiting for it is that of a job all the same', async ({
  onTestFinished,
}) => {
  const { holdRequest, hold, seen } = createRequestHolds();
  const fixture = await createFixture({ onTestFinished, discord: { holdRequest, deadlineMs: 20_000 } });
  const { discord } = fixture;
  await fixture.start();
  const held = hold({ server: 'discord', route: '/interactions/:interaction/:token/callback', moment: 'arrived' });
  const gesture = discord.member('ann').slash('imagine', { prompt: 'a fox' });
  await held.caught;
  const looks = () => seen.filter(({ method, moment }) => method === 'GET' && moment === 'arrived');
  await discord.waitUntil(() => looks().filter(({ route }) => route.startsWith('/webhooks/')).length >= 2, 15_000);
  held.release();
  await finished(await (await gesture).message());
  expect(fixture.relay.submissions).toHaveLength(1);
});

type Trouble = readonly [string, (faults: Discord['faults'], route: RegExp) => void];

/** More than discord.js makes good by itself. */
const troubles: readonly Trouble[] = [
  ['500', (faults, route) => faults.failRest(route, 500, 4)],
  ['502 with a web page', (faults, route) => faults.failRest(route, 502, 4, '<html>Bad gateway</html>')],
  ['429', (faults, route) => faults.rateLimit(route, 0.3, 2)],
  ['a connection that dies with the request', (faults, route) => faults.cutRest(route, 'before')],
  ['a connection that dies with the answer', (faults, route) => faults.cutRest(route, 'after')],
];

describe.each<readonly [string, RegExp, boolean]>([
  ['by its token', /^PATCH \/webhooks\//, true],
  ['by the bot', /^PATCH \/channels\//, false],
])('a result that is brought %s', (_, route, tokenLives) => {
  test.concurrent.for(troubles)(
    'and meets %s comes a little later, once, into its message',
    async ([, trouble], { onTestFinished }) => {
      const fixture = await withRunning({ onTestFinished });
      const { discord, relay, message, taskId, step } = fixture;
      if (!tokenLives) discord.expireTokens();
      trouble(discord.faults, route);
      relay.finish(taskId);
      await finished(message);
      await step('settled');
      expect(message.attachments).toHaveLength(1);
      expect(labelsOf(message)).toContain('U1');
      expect(seenByAll(fixture)).toEqual([message]);
      expect(discord.dms(fixture.ann)).toEqual([]);
      expect(relay.submissions).toHaveLength(1);
      expectClean(fixture);
    },
  );
});

test.concurrent('a result that must be posted anew is posted once, though the answer to that is lost twice', async ({
  onTestFinished,
}) => {
  const place = (discord: Discord) => discord.addChannel({ kind: 'thread', name: 'a thread' });
  const fixture = await withRunning({ onTestFinished }, {}, place);
  const { discord, relay, channel, message, taskId, step } = fixture;
  discord.expireTokens();
  channel.archived = true;
  discord.faults.cutRest(/^POST \/channels\//, 'after', 2);
  relay.finish(taskId);
  await step('settled');
  const [first, second, ...more] = seenByAll(fixture, channel);
  expect([first, second?.attachments.length, more]).toEqual([message, 1, []]);
  expectClean(fixture);
});

describe('a first answer', () => {
  test.concurrent.for(troubles.filter(([name]) => !/429|answer/.test(name)))(
    'that meets %s never was: nothing is submitted, and the next gesture works',
    async ([, trouble], { onTestFinished }) => {
      const fixture = await createFixture({ onTestFinished, discord: { deadlineMs: 1_500 } });
      const { discord, relay, start } = fixture;
      await start();
      const ann = discord.member('ann');
      trouble(discord.faults, /^POST \/interactions\//);
      const lost = await ann.slash('imagine', { prompt: 'a fox' });
      await discord.waitUntil(() => lost.failed);
      await vi.waitFor(() => expect(records(fixture).job(lost.id)).toBeNull(), { timeout: 10_000 });
      discord.faults.clear();
      expect(relay.submissions).toEqual([]);
      await finished(await (await ann.slash('imagine', { prompt: 'a fox' })).message());
      expect(relay.submissions).toHaveLength(1);
      expect(seenByAll(fixture)).toHaveLength(1);
      expectClean(fixture);
    },
  );

  test.concurrent('that has to wait for a rate limit comes in time', async ({ onTestFinished }) => {
    const fixture = await createFixture({ onTestFinished });
    const { discord, relay, start } = fixture;
    await start();
    discord.faults.rateLimit(/^POST \/interactions\//, 0.3);
    const imagine = await discord.member('ann').slash('imagine', { prompt: 'a fox' });
    await finished(await imagine.message());
    expect(relay.submissions).toHaveLength(1);
    expectClean(fixture);
  });
});

describe('the gateway', () => {
  test.concurrent.for<readonly [string, (faults: Discord['faults']) => void]>([
    ['breaks without a word', (faults) => faults.dropGateway()],
    ['asks us to come again', (faults) => faults.reconnect()],
    ['calls the session invalid, but to be resumed', (faults) => faults.invalidSession(true)],
  ])('%s: a press made just then is answered after all, and costs once', async ([, trouble], { onTestFinished }) => {
    const fixture = await createFixture({ onTestFinished });
    const { discord, relay, start } = fixture;
    await start();
    const ann = discord.member('ann');
    const grid = await finished(await (await ann.slash('imagine', { prompt: 'a fox' })).message());
    trouble(discord.faults);
    const press = await ann.press(grid, { label: 'U1' });
    await finished(await press.message());
    expect(relay.submissions).toHaveLength(2);
    expect(discord.identifies()).toBe(1);
    expectClean(fixture);
  });

  test.concurrent('forgets the session: jobs go on, and gestures are heard in a new one', async ({
    onTestFinished,
  }) => {
    const fixture = await withRunning({ onTestFinished });
    const { discord, relay, ann, message, taskId } = fixture;
    discord.faults.invalidSession(false);
    relay.finish(taskId);
    await finished(message);
    await discord.waitUntil(() => discord.identifies() === 2, 15_000);
    await discord.ready();
    await (await ann.press(message, { label: 'V1' })).message();
    await relay.waitUntil(() => relay.submissions.length === 2);
    expectClean(fixture);
  });

  test.concurrent('resumes a session and forgets it in the same moment: nobody dies of it', async ({
    onTestFinished,
  }) => {
    const fixture = await withRunning({ onTestFinished });
    const { discord, relay, ann, message, taskId } = fixture;
    discord.faults.doomResume();
    discord.faults.dropGateway();
    await discord.waitUntil(() => discord.identifies() === 2, 15_000);
    await discord.ready();
    relay.finish(taskId);
    await finished(message);
    await (await ann.press(message, { label: 'V1' })).message();
    await relay.waitUntil(() => relay.submissions.length === 2);
    expectClean(fixture);
  });

  test.concurrent('loses an event: that gesture fails and is free, and when it comes late it is not made up for', async ({
    onTestFinished,
  }) => {
    const fixture = await createFixture({ onTestFinished, discord: { deadlineMs: 1_500 } });
    const { discord, relay, start } = fixture;
    await start();
    discord.faults.missEvents();
    const lost = await discord.member('ann').slash('imagine', { prompt: 'a fox' });
    await discord.waitUntil(() => lost.failed);
    discord.faults.replay();
    await vi.waitFor(
      () => expect(discord.requests.some(({ interactionId }) => interactionId === lost.id)).toBe(true),
      10_000,
    );
    const message = await (await discord.member('ann').slash('imagine', { prompt: 'a cat' })).message();
    await finished(message);
    expect(relay.submissions).toHaveLength(1);
    expect(seenByAll(fixture)).toEqual([message]);
    expect(discord.violations).toEqual([expect.stringMatching(/^late: /)]);
    expect(fixture.trace.faults()).toEqual([]);
  });
});

describe('in a channel that was deleted', () => {
  const doomed = (discord: Discord) => discord.addChannel({ name: 'doomed' });

  test.concurrent('a result whose token is dead reaches its member by DM, and /show shows it with living buttons', async ({
    onTestFinished,
  }) => {
    const fixture = await withRunning({ onTestFinished }, {}, doomed);
    const { discord, relay, ann, channel, taskId, step } = fixture;
    discord.removeChannel(channel);
    discord.expireTokens();
    relay.finish(taskId);
    await step('settled');
    const [dm, ...more] = discord.dms(ann);
    if (!dm) throw new Error('nothing came');
    expect([dm.attachments.length, more]).toEqual([1, []]);
    const told = await (await ann.press(dm, { label: 'U1' })).message();
    expect(textOf(told)).toContain(`\`/show task:${taskId}\` posts this one with its buttons.`);
    const shown = await finished(await (await ann.slash('show', { task: taskId })).message());
    await (await ann.press(shown, { label: 'V1' })).message();
    await relay.waitUntil(() => relay.submissions.length === 2);
    expectClean(fixture);
  });

  test.concurrent('a private result reaches its member by DM', async ({ onTestFinished }) => {
    const fixture = await withRunning({ onTestFinished }, { private: true }, doomed);
    const { discord, relay, ann, channel, taskId, step } = fixture;
    discord.removeChannel(channel);
    relay.finish(taskId);
    await step('settled');
    expect(discord.dms(ann).map(({ attachments }) => attachments.length)).toEqual([1]);
    expectClean(fixture);
  });

  test.concurrent('a message that is gone with it is not posted elsewhere, and its result is shown by /show', async ({
    onTestFinished,
  }) => {
    const fixture = await withRunning({ onTestFinished }, {}, doomed);
    const { discord, relay, ann, channel, taskId, step } = fixture;
    discord.removeChannel(channel);
    relay.finish(taskId);
    await step('settled');
    expect(seenByAll(fixture)).toEqual([]);
    expect(discord.dms(ann)).toEqual([]);
    const shown = await finished(await (await ann.slash('show', { task: taskId })).message());
    expect(labelsOf(shown)).toContain('U1');
    expect(relay.submissions).toHaveLength(1);
    expectClean(fixture);
  });

  test.concurrent('a result that cannot even be sent by DM is kept for /jobs', async ({ onTestFinished }) => {
    const fixture = await withRunning({ onTestFinished }, {}, doomed);
    const { discord, relay, ann, channel, taskId, step } = fixture;
    ann.dmsClosed = true;
    discord.removeChannel(channel);
    discord.expireTokens();
    relay.finish(taskId);
    await step('settled');
    const list = await (await ann.slash('jobs')).message();
    expect(textOf(list)).toContain('**Finished, but could not be shown to you**\n- a fox');
    await finished(await (await ann.choose(list, { label: 'Show one here (free)…' }, [taskId])).message());
    expect(relay.submissions).toHaveLength(1);
    expectClean(fixture);
  });

  test.concurrent('progress is given up after one refusal, and the bot goes on elsewhere', async ({
    onTestFinished,
  }) => {
    const fixture = await withRunning({ onTestFinished }, {}, doomed);
    const { discord, relay, channel, taskId } = fixture;
    discord.removeChannel(channel);
    const from = discord.requests.length;
    for (const percent of [20, 40, 60]) {
      relay.progress(taskId, percent);
      const polls = relay.requests.length + 4;
      await relay.waitUntil(() => relay.requests.length >= polls);
    }
    await another(fixture);
    const refused = discord.requests.slice(from).filter(({ status }) => status === 404);
    expect(refused.length).toBeLessThanOrEqual(1);
    expectClean(fixture);
  });
});
