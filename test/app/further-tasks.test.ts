import { describe, expect, test, vi } from 'vitest';
import type { Message } from '../emulator/discord/types.ts';
import { pictureFile } from '../journeys/pictures.ts';
import { createFixture, type Fixture, type FixtureOptions } from './fixture.ts';
import { expectClean, taskIdOf, textOf } from './message-reading.ts';
import { records } from './stored-records.ts';

/** A description of a picture of ann's, whose relay makes four pictures with one press of its own "Imagine all". */
async function described({ relay, isPrivate = false, ...options }: FixtureOptions & { isPrivate?: boolean } = {}) {
  const fixture = await createFixture({ relay: { profile: 'raw', ...relay }, ...options });
  await fixture.start();
  const ann = fixture.discord.member('ann');
  if (isPrivate) {
    const settings = await (await ann.slash('settings')).message();
    await (await ann.press(settings, { label: 'Only for me: off' })).message();
  }
  const describing = await ann.slash('describe', { image: await pictureFile() });
  const described = await describing.message();
  if (relay?.manual) fixture.relay.finish(await taskOf(fixture, 0));
  const isSettled = () => expect(records(fixture).job(describing.id)).toMatchObject({ step: 'settled' });
  await vi.waitFor(isSettled, { timeout: 10_000 });
  const task_id = await taskOf(fixture, 0);
  const pressAll = () => ann.slash('action', { task_id, custom_id: 'MJ::Job::PicReader::all' });
  return { ...fixture, ann, described, pressAll };
}

async function taskOf({ relay }: Pick<Fixture, 'relay'>, submission: number): Promise<string> {
  await relay.waitUntil(() => Boolean(relay.submissions[submission]?.taskId));
  return relay.submissions[submission]?.taskId ?? '';
}

/** The tasks that the press began. */
const four = ({ relay }: Pick<Fixture, 'relay'>) => [...relay.tasks.keys()].slice(-4);

function showing(messages: readonly Message[], taskId: string): Message[] {
  return messages.filter((message) => message.attachments.length > 0 && taskIdOf(message) === taskId);
}

/** The messages that say that Midjourney, or the relay, has their task, or soon will. */
const startedIn = ({ discord }: Pick<Fixture, 'discord'>) =>
  discord.messages().filter((message) => /On its way to Midjourney/.test(textOf(message)));

/** Every one of the four is shown once, in a message of its own. */
async function expectFour(
  fixture: Pick<Fixture, 'relay' | 'discord'>,
  also: () => Message[] = () => [],
): Promise<Message[]> {
  const { relay, discord } = fixture;
  await relay.waitUntil(() => relay.tasks.size >= 5);
  const shown = () => four(fixture).flatMap((id) => showing([...discord.messages(), ...also()], id));
  await vi.waitFor(() => expect(new Set(shown()).size).toBe(4), { timeout: 15_000 });
  expect(shown()).toHaveLength(4);
  expect(relay.submissions).toHaveLength(2);
  return shown();
}

describe('a press that the relay answers with four tasks brings four pictures', () => {
  test.concurrent('to a member who may have only one job at a time', async ({ onTestFinished }) => {
    const fixture = await described({ onTestFinished, env: { MEMBER_MAX_WAITING: '1' } });
    await (await fixture.pressAll()).message();
    await expectFour(fixture);
    expectClean(fixture);
  });

  test.concurrent('from a relay that knows nothing of them at first', async ({ onTestFinished }) => {
    const fixture = await described({ onTestFinished });
    const { relay } = fixture;
    relay.faults.always('list', { rewrite: () => [] });
    relay.faults.always('fetch', { status: 204 });
    await (await fixture.pressAll()).message();
    await relay.waitUntil(() => relay.tasks.size >= 5);
    const asked = relay.requests.length;
    await relay.waitUntil(() => relay.requests.slice(asked).filter(({ path }) => path.includes('list')).length >= 5);
    relay.faults.clear('list');
    relay.faults.clear('fetch');
    await expectFour(fixture);
    expectClean(fixture);
  });

  test.concurrent('though the bot is told to stop while the relay answers', async ({ onTestFinished }) => {
    const fixture = await described({ onTestFinished });
    const { apps, relay, start } = fixture;
    relay.faults.next('submit', { delayMs: 300 });
    await fixture.pressAll();
    await relay.waitUntil(() => relay.tasks.size >= 5);
    await Promise.all([...apps].map((app) => app.stop()));
    apps.clear();
    await start();
    await expectFour(fixture);
    // The next process does not know how much of a rate limit the last one has used up.
    expect(fixture.discord.violations.filter((violation) => !violation.startsWith('429 '))).toEqual([]);
    expect(fixture.trace.faults()).toEqual([]);
  });

  test.concurrent('though the store is busy when the answer comes', async ({ onTestFinished }) => {
    const fixture = await described({ onTestFinished, relay: { manual: true } });
    const { relay, trace, discord } = fixture;
    relay.faults.next('submit', { delayMs: 300 });
    const press = await fixture.pressAll();
    await relay.waitUntil(() => relay.tasks.size >= 5);
    const store = records(fixture);
    store.run('BEGIN IMMEDIATE');
    await vi.waitFor(() => expect(trace.lines.join('')).toContain('could not be written'), { timeout: 10_000 });
    store.run('ROLLBACK');
    await vi.waitFor(() => expect(records(fixture).job(press.id)).toMatchObject({ furtherTasks: [] }), {
      timeout: 10_000,
    });
    await vi.waitFor(() => expect(startedIn(fixture)).toHaveLength(4), { timeout: 10_000 });
    for (const id of four(fixture)) relay.finish(id);
    await expectFour(fixture);
    // The description, and one message for each picture.
    expect(discord.messages()).toHaveLength(5);
    expect(discord.violations).toEqual([]);
  });
});

test.concurrent('further pictures of a private press are hidden from everybody else, also while they are made', async ({
  onTestFinished,
}) => {
  const fixture = await described({ onTestFinished, relay: { manual: true }, isPrivate: true });
  const { discord, relay } = fixture;
  await (await fixture.pressAll()).message();
  await relay.waitUntil(() => relay.tasks.size >= 5);
  await vi.waitFor(() => expect(discord.messages()).toHaveLength(6), 10_000);
  expect(discord.messages().every(({ ephemeral }) => ephemeral)).toBe(true);
  const bob = discord.member('bob');
  for (const task of four(fixture)) {
    expect(textOf(await (await bob.slash('show', { task })).message())).toContain('I do not know that picture');
  }
  for (const id of four(fixture)) relay.finish(id);
  const shown = await expectFour(fixture);
  expect(shown.every(({ ephemeral }) => ephemeral)).toBe(true);
  expectClean(fixture);
});

/** The press waits for a slot until its interaction token is dead. */
async function outliveToken(fixture: Awaited<ReturnType<typeof described>>) {
  const { ann, apps, discord, relay, start, pressAll } = fixture;
  const running = await ann.slash('imagine', { prompt: 'a red fox' });
  await running.message();
  const before = await taskOf(fixture, 1);
  const press = await pressAll();
  await press.message();
  await vi.waitFor(() => expect(records(fixture).job(press.id)).toMatchObject({ step: 'waiting' }), 10_000);
  discord.expireTokens();
  await Promise.all([...apps].map((app) => app.stop()));
  apps.clear();
  for (const id of [running.id, press.id]) records(fixture).edit('open', id, () => ({ reply: null }));
  await start();
  relay.finish(before);
  await relay.waitUntil(() => relay.tasks.size >= 6);
  await vi.waitFor(
    () => expect(records(fixture).job(press.id)).toMatchObject({ furtherTasks: [], step: 'following' }),
    10_000,
  );
}

test.concurrent('further pictures of a press whose token is dead are posted by the bot itself', async ({
  onTestFinished,
}) => {
  const fixture = await described({ onTestFinished, relay: { manual: true }, env: { RELAY_CONCURRENCY: '1' } });
  await outliveToken(fixture);
  const { discord, relay } = fixture;
  // The description, the first picture, the press, and a message for each further task.
  await vi.waitFor(() => expect(discord.messages()).toHaveLength(6), 10_000);
  for (const id of four(fixture)) relay.finish(id);
  const shown = () => four(fixture).flatMap((id) => showing(discord.messages(), id));
  await vi.waitFor(() => expect(new Set(shown()).size).toBe(4), { timeout: 15_000 });
  expect(discord.messages()).toHaveLength(6);
  expect(relay.submissions).toHaveLength(3);
  expectClean(fixture);
});

test.concurrent('further pictures of a private press whose token is dead come by direct message', async ({
  onTestFinished,
}) => {
  const fixture = await described({
    onTestFinished,
    relay: { manual: true },
    env: { RELAY_CONCURRENCY: '1' },
    isPrivate: true,
  });
  await outliveToken(fixture);
  const { ann, discord, relay } = fixture;
  for (const id of four(fixture)) relay.finish(id);
  await vi.waitFor(() => expect(four(fixture).flatMap((id) => showing(discord.dms(ann), id))).toHaveLength(4), {
    timeout: 15_000,
  });
  expect(discord.messages().every(({ ephemeral }) => ephemeral)).toBe(true);
  expect(relay.submissions).toHaveLength(3);
  expectClean(fixture);
});
