import { expect, test, vi } from 'vitest';
import { createFixture, type Fixture } from './fixture.ts';
import { expectClean, finished, textOf } from './message-reading.ts';

async function tasksOf({ relay }: Fixture, count: number): Promise<string[]> {
  await relay.waitUntil(() => relay.submissions.filter(({ taskId }) => taskId).length === count);
  return relay.submissions.flatMap(({ taskId }) => taskId ?? []);
}

/** What members asked for, in the order in which the relay got it. */
function promptsOf({ relay }: Fixture): unknown[] {
  return relay.submissions.map(({ body }) => (typeof body === 'object' && body && 'prompt' in body ? body.prompt : ''));
}

test('only members of allowed servers are served, and allowed users wherever they are', async () => {
  const fixture = await createFixture({ discord: { guilds: 2 } });
  const { discord, relay, env, start } = fixture;
  const [home, foreign] = discord.guilds;
  if (!home || !foreign) throw new Error('two guilds were asked for');
  const [ann, bob] = [discord.member('ann'), discord.member('bob')];
  Object.assign(env, { ALLOWED_GUILDS: home.id, ALLOWED_USERS: ann.id });
  await start();
  // As where the application's owner allows members to install it for themselves.
  for (const command of discord.commands) Object.assign(command, { integration_types: [0, 1] });
  const elsewhere = discord.addChannel({ name: 'elsewhere', guild: foreign });
  const gesture = { prompt: 'a fox' };

  const refused = [
    await bob.slash('imagine', gesture, { channel: elsewhere }),
    await bob.slash('imagine', gesture, { context: 1 }),
    await bob.slash('imagine', gesture, { context: 2 }),
    await bob.slash('imagine', gesture, { channel: elsewhere, install: 'user' }),
    await bob.slash('imagine', gesture, { install: 'user' }),
  ];
  for (const gesture of refused) {
    const reply = await gesture.message();
    expect([reply.ephemeral, textOf(reply)]).toEqual([true, expect.stringContaining('cannot use this bot here')]);
  }
  expect(
    await (await bob.autocomplete('action', { task_id: '' }, 'task_id', { channel: elsewhere })).choices(),
  ).toEqual([]);
  expect(relay.submissions).toEqual([]);

  const served = [
    await bob.slash('imagine', gesture),
    await ann.slash('imagine', gesture, { channel: elsewhere }),
    await ann.slash('imagine', gesture, { context: 1 }),
    await ann.slash('imagine', gesture, { context: 2 }),
    await ann.slash('imagine', gesture, { channel: elsewhere, install: 'user', forceEphemeral: true }),
  ];
  for (const gesture of served) await finished(await gesture.message());
  expect(relay.submissions).toHaveLength(served.length);
  expectClean(fixture);
});

test('one member may have so many jobs on the way and no more, until one has ended', async () => {
  const fixture = await createFixture({
    relay: { manual: true },
    env: { MEMBER_MAX_WAITING: '2', RELAY_CONCURRENCY: '1' },
  });
  const { discord, relay, start } = fixture;
  await start();
  const [ann, bob] = [discord.member('ann'), discord.member('bob')];
  const first = await (await ann.slash('imagine', { prompt: 'one' })).message();
  await (await ann.slash('imagine', { prompt: 'two' })).message();
  const refused = await (await ann.slash('imagine', { prompt: 'three' })).message();
  expect([refused.ephemeral, textOf(refused)]).toEqual([true, expect.stringContaining('2 pictures on the way')]);
  const other = await (await bob.slash('imagine', { prompt: 'four' })).message();
  expect(other.ephemeral).toBe(false);

  const [task = ''] = await tasksOf(fixture, 1);
  relay.finish(task);
  await finished(first);
  const third = await (await ann.slash('imagine', { prompt: 'three' })).message();
  expect(third.ephemeral).toBe(false);
  expectClean(fixture);
});

test('a slot that gets free goes to the member with the fewest, then to the oldest job; the line is told its place', async () => {
  const fixture = await createFixture({ relay: { manual: true }, env: { RELAY_CONCURRENCY: '1' } });
  const { discord, relay, start } = fixture;
  await start();
  const [ann, bob] = [discord.member('ann'), discord.member('bob')];
  await (await ann.slash('imagine', { prompt: 'ann 1' })).message();
  await tasksOf(fixture, 1);
  const waiting = [];
  for (const [member, prompt] of [
    [ann, 'ann 2'],
    [ann, 'ann 3'],
    [bob, 'bob 1'],
  ] as const) {
    waiting.push(await (await member.slash('imagine', { prompt })).message());
  }
  const [second, third, bobs] = waiting;
  if (!second || !third || !bobs) throw new Error('three were asked for');
  await vi.waitFor(() => expect(textOf(bobs)).toContain('You are next in line'), 5000);
  await vi.waitFor(() => expect(textOf(third)).toContain('2 ahead of you'), 5000);

  for (let count = 1; count <= 4; count += 1) {
    const task = (await tasksOf(fixture, count)).at(-1);
    relay.finish(task ?? '');
  }
  for (const message of waiting) await finished(message);
  expect(promptsOf(fixture)).toEqual(['ann 1', expect.any(String), expect.any(String), expect.any(String)]);
  expect(promptsOf(fixture).indexOf('ann 2')).toBeLessThan(promptsOf(fixture).indexOf('ann 3'));
  expectClean(fixture);
});

test('with two slots a busy member does not keep the other one out', async () => {
  const fixture = await createFixture({ relay: { manual: true }, env: { RELAY_CONCURRENCY: '2' } });
  const { discord, relay, start } = fixture;
  await start();
  const [ann, bob] = [discord.member('ann'), discord.member('bob')];
  for (const prompt of ['ann 1', 'ann 2', 'ann 3', 'ann 4']) await (await ann.slash('imagine', { prompt })).message();
  await (await bob.slash('imagine', { prompt: 'bob 1' })).message();
  const [first = ''] = await tasksOf(fixture, 2);
  relay.finish(first);
  await tasksOf(fixture, 3);
  expect(promptsOf(fixture)).toEqual(['ann 1', 'ann 2', 'bob 1']);
  expectClean(fixture);
});
