import { expect, test, vi } from 'vitest';
import type { OptionValues } from '../emulator/discord/options.ts';
import type { Channel } from '../emulator/discord/types.ts';
import { createStage, type StageOptions } from './fixture.ts';
import { expectClean, finished, labelsOf, linkTo, says, seenByAll, textOf } from './message-reading.ts';
import { records } from './stored-records.ts';

type Facts = { readonly options?: OptionValues; readonly channel?: Channel };

/** A bot with one job that runs until the test ends it. */
async function withLongJob(
  stageOptions: StageOptions = {},
  facts: (stage: { thread: () => Channel }) => Facts = () => ({}),
) {
  const stage = await createStage({ ...stageOptions, relay: { manual: true, ...stageOptions.relay } });
  const { discord, relay } = stage;
  const app = await stage.start();
  const ann = discord.member('ann');
  const { options = {}, channel } = facts({ thread: () => discord.addChannel({ kind: 'thread', name: 'a thread' }) });
  const imagine = await ann.slash('imagine', { prompt: 'a slow fox', ...options }, channel ? { channel } : {});
  const message = await imagine.message();
  await relay.waitUntil(() => Boolean(relay.submissions[0]?.taskId));
  const store = records(stage);
  await vi.waitFor(() => expect(store.job(imagine.id)).toMatchObject({ step: 'following' }));
  return {
    ...stage,
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
  const stage = await withLongJob({ discord: { tokenLifeMs: 700 } });
  const { discord, imagine, message, finish, settled } = stage;
  await discord.waitUntil(() => Date.now() > imagine.interaction.expiresAt);
  finish();
  await finished(message);
  expect(message.history.at(-1)?.by).toBe('bot');
  expect(labelsOf(message)).toContain('U1');
  await settled();
  expect(seenByAll(stage)).toEqual([message]);
  const press = await stage.ann.press(message, { label: 'V1' });
  await press.message();
  expectClean(stage);
});

test('a private job that outlives its token arrives in the member’s DMs and nowhere else', async () => {
  const stage = await withLongJob({}, () => ({ options: { private: true } }));
  const { discord, ann, message, finish, settled } = stage;
  expect(message.ephemeral).toBe(true);
  discord.expireTokens();
  finish();
  await settled();
  const [dm, ...more] = discord.dms(ann);
  expect(more).toEqual([]);
  expect(dm?.attachments).toHaveLength(1);
  expect(dm && labelsOf(dm)).toContain('U1');
  expect(seenByAll(stage)).toEqual([]);
  expect(message.attachments).toEqual([]);
  expectClean(stage);
});

test('a job in a channel that the bot cannot see any more arrives in the member’s DMs', async () => {
  const stage = await withLongJob();
  const { discord, ann, finish, settled, channel } = stage;
  discord.expireTokens();
  channel.botCanSee = false;
  finish();
  await settled();
  expect(discord.dms(ann).map(({ attachments }) => attachments.length)).toEqual([1]);
  expectClean(stage);
});

test('a result that nobody can be shown is kept, and its task can be found again', async () => {
  const stage = await withLongJob({}, () => ({ options: { private: true } }));
  const { discord, relay, ann, finish, settled, store, imagine } = stage;
  ann.dmsClosed = true;
  discord.expireTokens();
  finish();
  await settled();
  expect(store.job(imagine.id)).toMatchObject({ outcome: { kind: 'pictures', taskId: relay.submissions[0]?.taskId } });
  expect(discord.dms(ann)).toEqual([]);
  expect(seenByAll(stage)).toEqual([]);
  const choices = await (await ann.autocomplete('action', { task_id: '' }, 'task_id')).choices();
  expect(choices.map(({ value }) => value)).toEqual([relay.submissions[0]?.taskId]);
  expectClean(stage);
});

test('a result for an archived thread is posted there anew', async () => {
  const stage = await withLongJob({}, ({ thread }) => ({ channel: thread() }));
  const { discord, ann, channel, message, finish, settled } = stage;
  discord.expireTokens();
  channel.archived = true;
  finish();
  await settled();
  const [first, second, ...more] = seenByAll(stage, channel);
  expect([first, more]).toEqual([message, []]);
  expect(second?.attachments).toHaveLength(1);
  expect(second?.messageReference?.messageId).toBe(message.id);
  expect(second?.pinged).toEqual([]);
  if (second) await (await ann.press(second, { label: 'V1' })).message();
  expectClean(stage);
});

test('a result for a locked thread arrives in the member’s DMs', async () => {
  const stage = await withLongJob({}, ({ thread }) => ({ channel: thread() }));
  const { discord, ann, channel, finish, settled } = stage;
  discord.expireTokens();
  channel.locked = true;
  finish();
  await settled();
  expect(discord.dms(ann).map(({ attachments }) => attachments.length)).toEqual([1]);
  expectClean(stage);
});

test.each(['while its token lives', 'after its token died'])(
  'a message that a moderator deleted %s is not posted again, and its record is kept',
  async (when) => {
    const stage = await withLongJob();
    const { discord, ann, message, finish, settled, store, imagine } = stage;
    if (when.startsWith('after')) discord.expireTokens();
    discord.remove(message);
    finish();
    await settled();
    expect(seenByAll(stage)).toEqual([]);
    expect(discord.dms(ann)).toEqual([]);
    expect(store.job(imagine.id)).toMatchObject({ outcome: { kind: 'pictures' } });
    expectClean(stage);
  },
);

test('a job of more than five minutes ends with one mention of its requester, which can be switched off', async () => {
  const stage = await withLongJob();
  const { discord, relay, ann, app, message, finish, settled, store, imagine, start } = stage;
  await app.stop();
  store.edit('open', imagine.id, ({ createdAt }) => ({ createdAt: Number(createdAt) - 6 * 60_000 }));
  await start();
  finish();
  await finished(message);
  await settled();
  const [, notice, ...more] = seenByAll(stage);
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
  await vi.waitFor(() => expect(store.job(second.id)).toMatchObject({ step: 'following' }));
  for (const running of stage.apps) await running.stop();
  store.edit('open', second.id, ({ createdAt }) => ({ createdAt: Number(createdAt) - 6 * 60_000 }));
  await start();
  relay.finish(relay.submissions[1]?.taskId ?? '');
  await finished(quiet);
  await vi.waitFor(() => expect(store.job(second.id)).toMatchObject({ step: 'settled' }));
  expect(discord.messages().filter(({ pinged }) => pinged.length > 0)).toEqual([notice]);

  const on = await (await ann.press(off, { label: 'Tell me again' })).message();
  expect(textOf(on)).toContain('I will mention you');
  expectClean(stage);
});

test('a job past its deadline says so, and its late result is shown all the same', async () => {
  const stage = await withLongJob();
  const { app, message, finish, store, imagine, start, relay } = stage;
  await app.stop();
  store.edit('open', imagine.id, ({ acceptedAt }) => ({ acceptedAt: Number(acceptedAt) - 80 * 60_000 }));
  await start();
  await says(message, 'much longer than it should');
  finish();
  for (const running of stage.apps) await running.stop();
  await start();
  await finished(message);
  expect(relay.submissions).toHaveLength(1);
  expectClean(stage);
});

test('a result that Discord cannot take just now is brought a little later', async () => {
  const stage = await withLongJob();
  const { discord, message, finish, settled } = stage;
  discord.faults.rateLimit(/^PATCH .*original/, 0.3);
  discord.faults.failRest(/^PATCH .*original/, 503, 1);
  finish();
  await finished(message);
  await settled();
  expect(message.history.filter(({ attachments }) => attachments.length > 0)).toHaveLength(1);
  expectClean(stage);
});
