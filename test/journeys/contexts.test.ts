import { expect, test, vi } from 'vitest';
import { loadHandlers } from '../../src/discord/router/load-handlers.ts';
import { COMMANDS, createFixture, type Fixture } from '../app/fixture.ts';
import { expectClean, finished, says, textOf } from '../app/message-reading.ts';
import type { Where } from '../emulator/discord/gestures.ts';

const prompt = 'a fox';

/** A channel of the second server, which never invited the bot. */
function abroad({ guilds: [, guild], addChannel }: Fixture['discord']) {
  if (!guild) throw new Error('two guilds were asked for');
  return addChannel({ name: 'abroad', guild, botCanSee: false });
}

test('every command and every menu entry is offered in servers, in DMs and to those who bring the bot along', async () => {
  const { data: all } = await loadHandlers(COMMANDS, false);
  // What moderators and managers of a server do, and what members tell them, is offered there and nowhere else.
  const data = all.filter(({ default_member_permissions: isForFew, name }) => !isForFew && name !== 'Report picture');
  expect(all.length - data.length).toBeGreaterThan(1);
  const reach = data.map(({ name, integration_types, contexts }) => ({ name, integration_types, contexts }));
  expect(reach).toEqual(data.map(({ name }) => ({ name, integration_types: [0, 1], contexts: [0, 1, 2] })));
});

test.each<readonly [string, Where]>([
  ['the DM with the bot', { context: 1 }],
  ['the DM with the bot, as a member’s own app', { context: 1, install: 'user' }],
  ['a DM between members, where the bot is not', { context: 2 }],
  ['a DM between members, shown only to the requester', { context: 2, forceEphemeral: true }],
])('in %s an allowed member imagines, presses buttons and uses every command', async (_, where) => {
  const fixture = await createFixture();
  const { discord, relay, env, start } = fixture;
  const ann = discord.member('ann');
  Object.assign(env, { ALLOWED_USERS: ann.id });
  await start();

  const grid = await finished(await (await ann.slash('imagine', { prompt }, where)).message());
  const single = await finished(await (await ann.press(grid, { label: 'U2' }, where)).message());
  expect([grid.ephemeral, single.ephemeral]).toEqual([where.forceEphemeral ?? false, where.forceEphemeral ?? false]);
  expect(relay.submissions).toHaveLength(2);
  for (const { type, name, options = [], default_member_permissions: isForServers } of discord.commands) {
    if (isForServers) continue;
    const plain = options.every((option) => !('required' in option && option.required));
    if (type === 1 && plain) expect((await ann.slash(name, {}, where)).failed).toBe(false);
  }
  const [help, settings] = [await ann.slash('help', {}, where), await ann.slash('settings', {}, where)];
  for (const reply of [help, settings]) expect((await reply.message()).ephemeral).toBe(true);
  expectClean(fixture);
});

test('in a server that never invited the bot an allowed member uses it, and others who press its buttons are refused', async () => {
  const fixture = await createFixture({ discord: { guilds: 2 } });
  const { discord, relay, env, start } = fixture;
  const [ann, bob] = [discord.member('ann'), discord.member('bob')];
  Object.assign(env, { ALLOWED_USERS: ann.id });
  await start();
  const channel = abroad(discord);
  const where: Where = { channel, install: 'user' };

  const grid = await finished(await (await ann.slash('imagine', { prompt }, where)).message());
  expect(grid.ephemeral).toBe(false);
  const refused = await (await bob.press(grid, { label: 'U1' }, where)).message();
  expect([refused.ephemeral, textOf(refused)]).toEqual([true, expect.stringContaining('cannot use this bot here')]);
  await finished(await (await ann.press(grid, { label: 'U1' }, where)).message());
  expect(relay.submissions).toHaveLength(2);
  expectClean(fixture);
});

test.each<readonly [string, Where]>([
  ['a DM between members', { context: 2 }],
  ['a server without the bot', { install: 'user' }],
  ['a server without the bot, shown only to the requester', { install: 'user', forceEphemeral: true }],
])('where the bot is no member (%s) a result that outlives the token arrives by DM', async (_, place) => {
  const fixture = await createFixture({ discord: { guilds: 2 }, relay: { manual: true } });
  const { discord, relay, env, start } = fixture;
  const ann = discord.member('ann');
  Object.assign(env, { ALLOWED_USERS: ann.id });
  await start();
  const channel = abroad(discord);
  const where: Where = place.context === 2 ? place : { ...place, channel };

  const job = await (await ann.slash('imagine', { prompt }, where)).message();
  await relay.waitUntil(() => Boolean(relay.submissions[0]?.taskId));
  await says(job, /Midjourney|%/);
  discord.expireTokens();
  relay.finish(relay.submissions[0]?.taskId ?? '');
  await vi.waitFor(() => expect(discord.dms(ann)).toHaveLength(1), { timeout: 10_000 });
  const [letter] = discord.dms(ann);
  if (!letter) throw new Error('there is no DM');
  await finished(letter);
  expect(letter.attachments).toHaveLength(1);

  const single = await (await ann.press(letter, { label: 'U3' })).message();
  await relay.waitUntil(() => Boolean(relay.submissions[1]?.taskId));
  relay.finish(relay.submissions[1]?.taskId ?? '');
  await finished(single);
  expectClean(fixture);
});

test('in a thread results arrive like anywhere else in its server', async () => {
  const fixture = await createFixture();
  const { discord, start } = fixture;
  await start();
  const thread = discord.addChannel({ name: 'a thread', kind: 'thread', guild: discord.guild });
  const bob = discord.member('bob');
  const grid = await finished(await (await bob.slash('imagine', { prompt }, { channel: thread })).message());
  await finished(await (await bob.press(grid, { label: 'V4' })).message());
  expect(discord.messages(thread)).toHaveLength(2);
  expectClean(fixture);
});
