import { expect, test } from 'vitest';
import { createFixture } from '../app/fixture.ts';
import { expectClean, finished, labelsOf, linkTo, says, textOf } from '../app/message-reading.ts';

const MANAGE = String(1n << 5n);
const ROLE = '17070707070707070';

/** A running bot, and somebody who manages the server with its panel open. */
async function managed(env: Readonly<Record<string, string>> = {}) {
  const fixture = await createFixture({ env: { MEMBER_MAX_WAITING: '60', RELAY_CONCURRENCY: '60', ...env } });
  await fixture.start();
  const { discord } = fixture;
  const manager = discord.member('manager', { permissions: MANAGE });
  const panel = await (await manager.slash('server')).message();

  async function limit(values: Readonly<Record<string, string>>) {
    const modal = await (await manager.press(panel, { label: 'Limits' })).modal();
    return manager.submit(modal, values);
  }

  async function role(values: Readonly<Record<string, string | readonly string[]>>) {
    const modal = await (await manager.press(panel, { label: 'Roles' })).modal();
    return manager.submit(modal, { role: [ROLE], ...values });
  }

  return { fixture, discord, relay: fixture.relay, manager, panel, limit, role };
}

test('managers set limits in the server’s panel, and whoever has used up theirs reads until when', async () => {
  const { fixture, discord, relay, panel, limit } = await managed();
  const ann = discord.member('ann');
  expect(panel.ephemeral).toBe(true);
  expect(textOf(panel)).toMatch(/Everyone: \*\*no limit\*\*.*This server: \*\*no limit\*\*.*midnight, \*\*UTC\*\*/s);
  await limit({ memberDay: '5', zone: 'pacific/kiritimati' });
  await says(panel, /Everyone: \*\*5 credits a day\*\*.*\*\*Pacific\/Kiritimati\*\*/s);

  await (await ann.slash('imagine', { prompt: 'a fox' })).message();
  await (await ann.slash('imagine', { prompt: 'a hare' })).message();
  const refused = await (await ann.slash('imagine', { prompt: 'an owl' })).message();
  expect(refused.ephemeral).toBe(true);
  expect(textOf(refused)).toMatch(
    /This costs 2 credits and you have 1 left today\. New ones come <t:\d+:R>\..*\nan owl$/s,
  );
  await relay.waitUntil(() => relay.submissions.length === 2);
  const me = await (await ann.slash('me')).message();
  expect(textOf(me)).toMatch(/\*\*1 of 5 credits\*\* left · new ones <t:\d+:R>/);
  expect(labelsOf(me)).toEqual(['Settings', 'My data']);
  const bob = discord.member('bob');
  await (await bob.slash('imagine', { prompt: 'an owl' })).message();
  const video = await (
    await bob.slash('video', { prompt: 'it flies', link: 'https://cdn.discordapp.com/a.png' })
  ).message();
  expect(textOf(video)).toBe(
    'A video costs 16 credits and you have 3 left today. An image costs 2. The server’s managers can give you more.\nit flies',
  );
  await limit({ memberDay: 'forty' }).then(async (told) =>
    says(await told.message(), /“forty” is not a number of credits/),
  );
  await limit({ zone: 'CET+1' }).then(async (told) =>
    says(await told.message(), /do not know the time zone “CET\\?\+1”/),
  );
  await says(panel, /Everyone: \*\*5 credits a day\*\*/);
  expectClean(fixture);
});

test('what a limit refuses is there to be edited, and is made once there is room', async () => {
  const { fixture, discord, relay, limit, panel } = await managed();
  const ann = discord.member('ann');
  await limit({ memberDay: '3' });
  await says(panel, /3 credits a day/);
  await finished(await (await ann.slash('imagine', { prompt: 'a fox' })).message());
  const refused = await (await ann.slash('imagine', { prompt: 'an owl --ar 3:2' })).message();
  expect([refused.ephemeral, labelsOf(refused)]).toEqual([true, ['Edit and try again']]);
  await limit({ memberDay: '5' });
  await says(panel, /5 credits a day/);
  const modal = await (await ann.press(refused, { label: 'Edit and try again' })).modal();
  expect(JSON.stringify(modal.components)).toContain('an owl --ar 3:2');
  await finished(await (await ann.submit(modal, { 'prompt::0::glue': 'two owls --ar 3:2' })).message());
  expect(relay.submissions.map(({ body }) => body)).toMatchObject([
    { prompt: 'a fox' },
    { prompt: 'two owls --ar 3:2' },
  ]);
  expectClean(fixture);
});

test('ten gestures at once buy what six credits buy, and not one more', async () => {
  const { fixture, discord, relay, limit, panel } = await managed();
  const ann = discord.member('ann');
  await limit({ memberDay: '6' });
  await says(panel, /6 credits a day/);
  const told = await Promise.all(
    Array.from({ length: 10 }, async (_, n) => (await ann.slash('imagine', { prompt: `fox ${n}` })).message()),
  );
  const refused = told.filter((message) => textOf(message).includes('used up today’s'));
  expect(refused).toHaveLength(7);
  await relay.waitUntil(() => relay.submissions.length === 3);
  expect(relay.submissions).toHaveLength(3);
  expectClean(fixture);
});

test('a server can start with rules that others have found good, and give a role more', async () => {
  const { fixture, discord, relay, manager, panel, role } = await managed();
  const [ann, bob] = [discord.member('ann'), discord.member('bob')];
  const start = { label: 'Start with…' };
  await manager.choose(panel, start, ['fair']);
  await says(panel, /Everyone: \*\*40 credits a day\*\*.*Switched off: \*\*videos, turbo\*\*/s);
  await manager.choose(panel, start, ['club']);
  await says(panel, /Now choose who may make pictures.*Everyone: \*\*nothing\*\*/s);
  const nobody = await (await ann.slash('imagine', { prompt: 'a fox' })).message();
  expect(textOf(nobody)).toMatch(/Nobody may make pictures here yet\./);
  await role({ roleDay: '20' });
  await says(panel, new RegExp(`<@&${ROLE}>: \\*\\*20 credits a day\\*\\*`));
  const others = await (await bob.slash('imagine', { prompt: 'a fox' })).message();
  expect(textOf(others)).toBe(
    `Only members with the role <@&${ROLE}> can make pictures here. The server’s managers decide that.\na fox`,
  );
  Object.assign(ann, { roles: [ROLE] });
  await (await ann.slash('imagine', { prompt: 'a fox' })).message();
  await relay.waitUntil(() => relay.submissions.length === 1);
  await role({});
  await says(panel, /Everyone: \*\*nothing\*\*\nThis server/);
  await manager.choose(panel, start, ['open']);
  await says(panel, /Everyone: \*\*no limit\*\*/);
  await manager.press(panel, { label: 'Pause' });
  await says(panel, /Making pictures is \*\*paused\*\*/);
  const paused = await (await bob.slash('imagine', { prompt: 'a fox' })).message();
  expect(textOf(paused)).toMatch(/^Making pictures is paused in this server\..*\na fox$/s);
  await manager.press(panel, { label: 'Go on' });
  await says(panel, /Switched off: \*\*nothing\*\*/);
  expectClean(fixture);
});

test('several jobs of one gesture are all paid for or none is made, and a panel is no use to whoever manages no more', async () => {
  const { fixture, discord, relay, manager, panel, limit } = await managed();
  const ann = discord.member('ann');
  const grid = await (await ann.slash('imagine', { prompt: 'a fox' })).message();
  await says(grid, /a fox/);
  await discord.waitUntil(() => labelsOf(grid).includes('Upscale all'));
  await limit({ memberDay: '4' });
  await says(panel, /4 credits a day/);
  const all = await (await ann.press(grid, { label: 'Upscale all' })).message();
  expect(textOf(all)).toBe(
    'The 4 that are missing cost 4 credits and you have 2 left today. Press U1 to U4 one at a time.',
  );
  const several = await (await ann.slash('imagine', { prompt: 'a {red, blue} boat' })).message();
  const both = await (await ann.press(several, { label: 'Make 2' })).message();
  expect(textOf(both)).toMatch(/^That makes 2 jobs for 4 credits, and.* 2 left today.*\na red boat\na blue boat$/s);
  expect(relay.submissions).toHaveLength(1);
  Object.assign(manager, { permissions: '0' });
  const late = await (await manager.press(panel, { label: 'Pause' })).message();
  expect(textOf(late)).toBe('Only members who may manage this server can do that.');
  await expect(ann.slash('server')).rejects.toThrow('not shown to ann');
  expectClean(fixture);
});

test('managers see what was used, by whom and on which day, and take it away as a table', async () => {
  const { fixture, discord, manager } = await managed();
  const [ann, bob] = [discord.member('ann'), discord.member('bob')];
  const usage = async (values = {}) => (await manager.slash('usage', values)).message();
  await says(await usage(), 'Nothing was used here in this month.');
  await finished(await (await ann.slash('imagine', { prompt: 'a fox --v 7 --turbo' })).message());
  const grid = await finished(await (await bob.slash('imagine', { prompt: 'a hare' })).message());
  await finished(await (await bob.press(grid, { label: 'U1' })).message());
  const told = await usage();
  await says(told, /\*\*7 credits\*\* for 3 jobs\n🟦 Grids: 2 for 6 credits\n🟧 U1 to U4: 1 for 1 credit\n/);
  expect(told.ephemeral).toBe(true);
  const mentions = [...textOf(told).matchAll(/<@(\d+)> · \*\*(\d+) credits\*\* for (\d)/g)].map(
    ([, ...found]) => found,
  );
  expect(mentions).toEqual([
    [ann.id, '4', '1'],
    [bob.id, '3', '2'],
  ]);
  expect(told.attachments.map(({ filename }) => filename)).toEqual(['usage.png']);
  await says(await usage({ member: bob }), /\*\*3 credits\*\* for 2 jobs/);
  await says(await usage({ period: 'last' }), 'Nothing was used here in this month.');
  const table = await (await manager.press(told, { label: 'CSV' })).message();
  await says(table, 'This month as a table');
  expect(table.attachments[0]?.filename).toMatch(/^usage-\d{4}-\d\d\.csv$/);
  await expect(ann.slash('usage')).rejects.toThrow('not shown to ann');
  expectClean(fixture);
});

test('nobody writes in vain: a window opens only for what the rules allow and the credits that are left can pay', async () => {
  const { fixture, discord, relay, panel, limit, role } = await managed();
  const ann = discord.member('ann');
  const grid = await finished(await (await ann.slash('imagine', { prompt: 'a fox' })).message());
  const single = await finished(await (await ann.press(grid, { label: 'U1' })).message());
  await ann.slash('remix', { on: true });
  await limit({ memberDay: '6' });
  await says(panel, 'Everyone: **6 credits a day**');
  const used = /^This costs (\d) credits and you have (\d) left today\./;
  const pressed = async (label: string, message = single) =>
    textOf(await (await ann.press(message, { label })).message());

  // 3 of 6 are used. A press of V1 is billed twice, for the press and for the words; Custom Zoom once.
  expect(used.exec(await pressed('V1', grid))?.slice(1)).toEqual(['4', '3']);
  const window = await (await ann.press(single, { label: 'Custom Zoom' })).modal();
  await finished(await (await ann.submit(window, { zoom: '1.5', 'prompt::0::glue': 'a fox' })).message());
  const before = relay.submissions.length;
  expect(used.exec(await pressed('Custom Zoom'))?.slice(1)).toEqual(['2', '1']);
  const region = labelsOf(single).find((label) => label.includes('Region')) ?? '';
  expect(used.exec(await pressed(region))?.slice(1)).toEqual(['2', '1']);
  const picture = await (await ann.useOnMessage('Use as image prompt', grid)).message();
  expect(used.test(await pressed(labelsOf(picture)[0] ?? '', picture))).toBe(true);
  const told = await (await ann.slash('vary', { index: '1', of: linkTo(grid) })).message();
  expect(used.exec(textOf(told))?.slice(1)).toEqual(['4', '1']);
  expect(relay.submissions).toHaveLength(before);

  // Nothing is held by a look, and whoever may make nothing at all is told so.
  await limit({ memberDay: '0' });
  await role({ roleDay: '40' });
  await says(panel, 'Everyone: **nothing**');
  expect(await pressed('Custom Zoom')).toBe(
    `Only members with the role <@&${ROLE}> can make pictures here. The server’s managers decide that.`,
  );
  const typed = await ann.autocomplete('vary', { index: '1', of: 'fox' }, 'of');
  expect((await typed.choices()).map(({ name }) => name)).toEqual(['You may make no pictures here']);
  discord.member('ann', { roles: [ROLE] });
  await (await ann.press(single, { label: 'Custom Zoom' })).modal();
  expectClean(fixture);
});
