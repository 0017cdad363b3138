import { expect, test, vi } from 'vitest';
import type { OptionValues } from '../emulator/discord/options.ts';
import type { Channel } from '../emulator/discord/types.ts';
import { createFixture, type FixtureOptions } from './fixture.ts';
import { expectClean, finished, labelsOf, linkTo, says, seenByAll, textOf } from './message-reading.ts';
import { records } from './stored-records.ts';

type Facts = { readonly options?: OptionValues; readonly channel?: Channel };

/** A bot with one job that runs until the test ends it. */
async function withLongJob(
  fixtureOptions: FixtureOptions = {},
  facts: (fixture: { thread: () => Channel }) => Facts = () => ({}),
) {
  const fixture = await createFixture({ ...fixtureOptions, relay: { manual: true, ...fixtureOptions.relay } });
  const { discord, relay } = fixture;
  const app = await fixture.start();
  const ann = discord.member('ann');
  const { options = {}, channel } = facts({ thread: () => discord.addChannel({ kind: 'thread', name: 'a thread' }) });
  const imagine = await ann.slash('imagine', { prompt: 'a slow fox', ...options }, channel ? { channel } : {});
  const message = await imagine.message();
  await relay.waitUntil(() => Boolean(relay.submissions[0]?.taskId));
  const store = records(fixture);
  await vi.waitFor(() => expect(store.job(imagine.id)).toMatchObject({ step: 'following' }), 10_000);
  return {
    ...fixture,
    app,
    ann,
    imagine,
    message,
    store,
    channel: channel ?? discord.channel(),
    finish: () => relay.finish(relay.submissions[0]?.taskId ?? ''),
    async settled(): Promise<void> {
      await vi.waitFor(() => expect(store.job(imagine.id)).toMatchObject({ step: 'settled', reply: null }), 8000);
    },
  };
}

test('a job that outlives its interaction token is finished by the bot itself, in the same message', async () => {
  const fixture = await withLongJob({ discord: { tokenLifeMs: 700 } });
  const { discord, imagine, message, finish, settled } = fixture;
  await discord.waitUntil(() => Date.now() > imagine.interaction.expiresAt);
  finish();
  await finished(message);
  expect(message.history.at(-1)?.by).toBe('bot');
  expect(labelsOf(message)).toContain('U1');
  await settled();
  expect(seenByAll(fixture)).toEqual([message]);
  const press = await fixture.ann.press(message, { label: 'V1' });
  await press.message();
  expectClean(fixture);
});

test('a private job that outlives its token arrives in the member’s DMs and nowhere else', async () => {
  const fixture = await withLongJob({}, () => ({ options: { private: true } }));
  const { discord, ann, message, finish, settled } = fixture;
  expect(message.ephemeral).toBe(true);
  discord.expireTokens();
  finish();
  await settled();
  const [dm, ...more] = discord.dms(ann);
  expect(more).toEqual([]);
  expect(dm?.attachments).toHaveLength(1);
  expect(dm && labelsOf(dm)).toContain('U1');
  expect(seenByAll(fixture)).toEqual([]);
  expect(message.attachments).toEqual([]);
  expectClean(fixture);
});

test('a job in a channel that the bot cannot see any more arrives in the member’s DMs', async () => {
  const fixture = await withLongJob();
  const { discord, ann, finish, settled, channel } = fixture;
  discord.expireTokens();
  channel.botCanSee = false;
  finish();
  await settled();
  expect(discord.dms(ann).map(({ attachments }) => attachments.length)).toEqual([1]);
  expectClean(fixture);
});

test('a result that nobody can be shown is kept, and its task can be found again', async () => {
  const fixture = await withLongJob({}, () => ({ options: { private: true } }));
  const { discord, relay, ann, finish, settled, store, imagine } = fixture;
  ann.dmsClosed = true;
  discord.expireTokens();
  finish();
  await settled();
  expect(store.job(imagine.id)).toMatchObject({ outcome: { kind: 'pictures', taskId: relay.submissions[0]?.taskId } });
  expect(discord.dms(ann)).toEqual([]);
  expect(seenByAll(fixture)).toEqual([]);
  const choices = await (await ann.autocomplete('action', { task_id: '' }, 'task_id')).choices();
  expect(choices.map(({ value }) => value)).toEqual([relay.submissions[0]?.taskId]);
  expectClean(fixture);
});

test('a result for an archived thread is posted there anew', async () => {
  const fixture = await withLongJob({}, ({ thread }) => ({ channel: thread() }));
  const { discord, ann, channel, message, finish, settled } = fixture;
  discord.expireTokens();
  channel.archived = true;
  finish();
  await settled();
  const [first, second, ...more] = seenByAll(fixture, channel);
  expect([first, more]).toEqual([message, []]);
  expect(second?.attachments).toHaveLength(1);
  expect(second?.messageReference?.messageId).toBe(message.id);
  expect(second?.pinged).toEqual([]);
  if (second) await (await ann.press(second, { label: 'V1' })).message();
  expectClean(fixture);
});

test('a result for a locked thread arrives in the member’s DMs', async () => {
  const fixture = await withLongJob({}, ({ thread }) => ({ channel: thread() }));
  const { discord, ann, channel, finish, settled } = fixture;
  discord.expireTokens();
  channel.locked = true;
  finish();
  await settled();
  expect(discord.dms(ann).map(({ attachments }) => attachments.length)).toEqual([1]);
  expectClean(fixture);
});

test.each(['while its token lives', 'after its token died'])(
  'a message that a moderator deleted %s is not posted again, and its record is kept',
  async (when) => {
    const fixture = await withLongJob();
    const { discord, ann, message, finish, settled, store, imagine } = fixture;
    if (when.startsWith('after')) discord.expireTokens();
    discord.remove(message);
    finish();
    await settled();
    expect(seenByAll(fixture)).toEqual([]);
    expect(discord.dms(ann)).toEqual([]);
    expect(store.job(imagine.id)).toMatchObject({ outcome: { kind: 'pictures' } });
    expectClean(fixture);
  },
);

test('a job of more than five minutes ends with one mention of its requester, which can be switched off', async () => {
  const fixture = await withLongJob();
  const { discord, relay, ann, app, message, finish, settled, store, imagine, start } = fixture;
  await app.stop();
  store.edit('open', imagine.id, ({ createdAt }) => ({ createdAt: Number(createdAt) - 6 * 60_000 }));
  await start();
  finish();
  await finished(message);
  await settled();
  const [, notice, ...more] = seenByAll(fixture);
  if (!notice) throw new Error('nobody was told');
  expect(more).toEqual([]);
  expect(notice.pinged).toEqual([ann.id]);
  expect(notice.messageReference?.messageId).toBe(message.id);
  expect(textOf(notice)).toContain(linkTo(message));

  const off = await (await ann.press(notice, { label: 'Stop telling me' })).message();
  expect([off.ephemeral, textOf(off)]).toEqual([true, expect.stringContaining('not mention you')]);
  const second = await ann.slash('imagine', { prompt: 'a slower fox' });
  const quiet = await second.message();
  await relay.waitUntil(() => Boolean(relay.submissions[1]?.taskId));
  await vi.waitFor(() => expect(store.job(second.id)).toMatchObject({ step: 'following' }), 10_000);
  for (const running of fixture.apps) await running.stop();
  store.edit('open', second.id, ({ createdAt }) => ({ createdAt: Number(createdAt) - 6 * 60_000 }));
  await start();
  relay.finish(relay.submissions[1]?.taskId ?? '');
  await finished(quiet);
  await vi.waitFor(() => expect(store.job(second.id)).toMatchObject({ step: 'settled' }), 10_000);
  expect(discord.messages().filter(({ pinged }) => pinged.length > 0)).toEqual([notice]);

  const on = await (await ann.press(off, { label: 'Tell me again' })).message();
  expect(textOf(on)).toContain('I will mention you');
  expectClean(fixture);
});

test('a job past its deadline says so, and its late result is shown all the same', async () => {
  const fixture = await withLongJob();
  const { app, message, finish, store, imagine, start, relay } = fixture;
  await app.stop();
  store.edit('open', imagine.id, ({ acceptedAt }) => ({ acceptedAt: Number(acceptedAt) - 80 * 60_000 }));
  await start();
  await says(message, 'much longer than it should');
  finish();
  for (const running of fixture.apps) await running.stop();
  await start();
  await finished(message);
  expect(relay.submissions).toHaveLength(1);
  expectClean(fixture);
});

test('a result that Discord cannot take just now is brought a little later', async () => {
  const fixture = await withLongJob();
  const { discord, message, finish, settled } = fixture;
  discord.faults.rateLimit(/^PATCH .*original/, 0.3);
  discord.faults.failRest(/^PATCH .*original/, 503, 1);
  finish();
  await finished(message);
  await settled();
  expect(message.history.filter(({ attachments }) => attachments.length > 0)).toHaveLength(1);
  expectClean(fixture);
});
