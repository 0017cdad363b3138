import { expect, test, vi } from 'vitest';
import { PERMISSION_WAIT } from '../../src/discord/rest/deadlines.ts';
import { createFixture } from '../app/fixture.ts';
import { expectClean, finished, textOf } from '../app/message-reading.ts';

const NOT_YOU = 'You may not use /imagine here, so this button does not work for you either.';
const NO_FILM = 'You may not use /video here, so this button does not work for you either.';
const NOT_HERE = 'No pictures are made in this channel.';
const ROUTE = '/applications/:application/guilds/:guild/commands/permissions';

test('a button needs what its command needs, as the managers of the server set it under Integrations', async () => {
  const fixture = await createFixture();
  const { discord, relay, env } = fixture;
  const olga = discord.member('olga');
  env.OPERATORS = olga.id;
  await fixture.start();
  const { guild, applicationId } = discord;
  const [ann, bob, mod] = [
    discord.member('ann'),
    discord.member('bob', { roles: ['42'] }),
    discord.member('mod', { permissions: '8' }),
  ];
  const command = (name: string) => discord.commands.find((one) => one.name === name)?.id ?? '';
  const everyone = { id: guild.id, type: 1 } as const;
  const grid = await finished(await (await ann.slash('imagine', { prompt: 'a fox' })).message());
  const upscaled = await finished(await (await ann.press(grid, { label: 'U1' })).message());
  const pressed = async (member: typeof ann, label: string, message = grid) =>
    await (await member.press(message, { label })).message();
  const asked = () => discord.requests.filter(({ route }) => route === ROUTE).length;
  const submitted = () => relay.submissions.length;
  expect(asked()).toBe(1);

  // Who has the role may, an administrator and whoever runs the bot may anyway.
  discord.permit(guild, command('imagine'), [
    { ...everyone, permission: false },
    { id: '42', type: 1, permission: true },
  ]);
  await vi.waitFor(async () => expect(textOf(await pressed(ann, 'V1'))).toContain(NOT_YOU), 5_000);
  const before = submitted();
  expect(textOf(await pressed(ann, 'Upscale all'))).toContain(NOT_YOU);
  expect((await pressed(ann, 'Upscale all')).ephemeral).toBe(true);
  expect(submitted()).toBe(before);
  for (const member of [bob, mod, olga]) await finished(await pressed(member, 'V1'));
  expect(submitted()).toBe(before + 3);

  // What costs nothing stays: 🗑️, ℹ️ and the like.
  expect(textOf(await pressed(ann, 'ℹ️'))).toContain('a fox');

  // Films have a command of their own. A modal that was open meanwhile is judged anew.
  discord.permit(guild, command('video'), [{ ...everyone, permission: false }]);
  discord.permit(guild, command('imagine'), []);
  await vi.waitFor(async () => expect(textOf(await pressed(ann, 'Animate high', upscaled))).toContain(NO_FILM), 5_000);
  await finished(await pressed(ann, 'V2'));
  const zoom = await ann.press(upscaled, { label: 'Custom Zoom' });
  const modal = await zoom.modal();
  discord.permit(guild, applicationId, [{ ...everyone, permission: false }]);
  await vi.waitFor(async () => expect(textOf(await pressed(ann, 'V1'))).toContain(NOT_YOU), 5_000);
  const last = submitted();
  const late = await (await ann.submit(modal, { 'prompt::0::glue': 'a fox', zoom: '1.5' })).message();
  expect(textOf(late)).toContain(NOT_YOU);

  // A closed channel closes its threads.
  const art = discord.channel('art');
  const thread = discord.addChannel({ kind: 'thread', parent: art });
  discord.permit(guild, applicationId, [{ id: art.id, type: 3, permission: false }]);
  await vi.waitFor(async () => expect(textOf(await pressed(ann, 'ℹ️'))).toContain('a fox'), 5_000);
  expect(submitted()).toBe(last);
  const inThread = await finished(
    await (await ann.slash('imagine', { prompt: 'a hare' }, { channel: thread })).message(),
  );
  await vi.waitFor(async () => expect(textOf(await pressed(ann, 'V1', inThread))).toContain(NOT_HERE), 5_000);
  expectClean(fixture);
});

test('nobody waits long for Discord to tell who may: then the last that is known counts, and everybody may before that', async () => {
  const fixture = await createFixture();
  const { discord, relay } = fixture;
  await fixture.start();
  const ann = discord.member('ann');
  const grid = await finished(await (await ann.slash('imagine', { prompt: 'a fox' })).message());
  const press = async (label: string) => textOf(await (await ann.press(grid, { label })).message());
  discord.faults.delayRest(/commands\/permissions$/, 4 * PERMISSION_WAIT);
  discord.permit(discord.guild, discord.applicationId, [{ id: discord.guild.id, type: 1, permission: false }]);
  await press('V1');
  // The bot has answered before Discord has.
  expect(discord.requests.filter(({ route }) => route === ROUTE).map(({ status }) => status)).toEqual([0]);
  await relay.waitUntil(() => relay.submissions.length === 2);
  await vi.waitFor(async () => expect(await press('V2')).toContain(NOT_YOU), 5_000);

  discord.faults.failRest(/commands\/permissions$/, 500, 100);
  discord.permit(discord.guild, discord.applicationId, []);
  expect(await press('V3')).toContain(NOT_YOU);
  expectClean(fixture);
});
