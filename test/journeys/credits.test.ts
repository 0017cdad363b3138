import { expect, test } from 'vitest';
import { createFixture } from '../app/fixture.ts';
import { expectClean, finished, says, textOf } from '../app/message-reading.ts';

const MANAGE = String(1n << 5n);
const ROLE = '17070707070707070';

test('a manager gives a member 40 credits more, and the member can go on', async () => {
  const fixture = await createFixture({ discord: { guilds: 2 } });
  const { discord, trace } = fixture;
  await fixture.start();
  const [ann, bob, manager] = [
    discord.member('ann'),
    discord.member('bob'),
    discord.member('manager', { permissions: MANAGE }),
  ];
  const other = discord.guilds[1] && discord.addChannel({ guild: discord.guilds[1] });
  if (!other) throw new Error('there is no second server');
  const imagine = async (member: typeof ann, prompt: string) => (await member.slash('imagine', { prompt })).message();
  const credits = async (amount: number, member: typeof ann = ann, where = {}) =>
    (await manager.slash('credits', { member, amount, note: 'the winner of May' }, where)).message();

  const panel = await (await manager.slash('server')).message();
  const limits = await (await manager.press(panel, { label: 'Limits' })).modal();
  await manager.submit(limits, { memberDay: '2', memberMonth: '2' });
  await says(panel, /2 credits a day, 2 credits a month/);
  await finished(await imagine(ann, 'a fox'));
  expect(textOf(await imagine(ann, 'a hare'))).toContain('you have used up today’s');

  // Only there, and only for the one who is named.
  await credits(40, ann, { channel: other });
  expect(textOf(await imagine(ann, 'a hare'))).toContain('you have used up today’s');
  await finished(await imagine(bob, 'a fox'));
  const given = await credits(40);
  expect(given.ephemeral).toBe(true);
  expect(textOf(given)).toBe(`<@${ann.id}> has 40 credits more today.`);
  await finished(await imagine(ann, 'a hare'));
  expect(textOf(await imagine(bob, 'a hare'))).toContain('you have used up today’s');
  expect(textOf(await (await ann.slash('me')).message())).toContain('**38 of 2 credits** left');
  const usage = await (await manager.slash('usage')).message();
  await says(usage, /\*\*6 credits\*\* for 3 jobs/);
  expect(trace.lines.filter((line) => line.includes('credits were given')).join()).toMatch(
    new RegExp(`"memberId":"${ann.id}","by":"${manager.id}","amount":40,"note":"the winner of May"`),
  );
  expectClean(fixture);
});

test('nobody else gives credits, nor any other number of them, nor to whom they are no use', async () => {
  const fixture = await createFixture();
  const { discord } = fixture;
  await fixture.start();
  const [ann, manager] = [discord.member('ann'), discord.member('manager', { permissions: MANAGE })];
  const robot = Object.assign(discord.member('robot'), { bot: true });
  const user = { id: ann.id, username: 'ann', discriminator: '0', avatar: null };
  const forged = async (member: typeof ann, amount: number) => {
    const options = [
      { type: 6, name: 'member', value: ann.id },
      { type: 4, name: 'amount', value: amount },
    ];
    return textOf(await (await member.forgeSlash('credits', options, { users: { [ann.id]: user } })).message());
  };
  await expect(ann.slash('credits', { member: ann, amount: 40 })).rejects.toThrow('not shown to ann');
  await expect(manager.slash('credits', { member: ann, amount: 40 }, { context: 1 })).rejects.toThrow('not offered');
  expect(await forged(ann, 40)).toBe('Only members who may manage this server can do that.');
  for (const amount of [0, -1, 10_001]) {
    await expect(manager.slash('credits', { member: ann, amount })).rejects.toThrow('out of range');
    expect(await forged(manager, amount)).toBe('Give from 1 to 10,000 credits. Nothing was changed.');
  }
  const told = async (member: typeof ann) =>
    textOf(await (await manager.slash('credits', { member, amount: 1 })).message());
  expect(await told(robot)).toBe(`<@${robot.id}> is a bot, and bots make no pictures here. Nothing was changed.`);
  expect(textOf(await (await ann.slash('me')).message())).toContain('**0 credits** used, no limit');

  // Where only a role makes pictures, credits do not help whoever has not got it.
  const panel = await (await manager.slash('server')).message();
  await manager.choose(panel, { label: 'Start with…' }, ['club']);
  const roles = await (await manager.press(panel, { label: 'Roles' })).modal();
  await manager.submit(roles, { role: [ROLE], roleDay: '20' });
  await says(panel, '20 credits a day');
  expect(await told(ann)).toMatch(
    /let <@\d+> make nothing at all, so .* \*\*Roles\*\* changes that\. Nothing was given\./,
  );
  Object.assign(ann, { roles: [ROLE], locale: 'zh-CN' });
  expect(await told(ann)).toBe(`<@${ann.id}> has 1 credit more today.`);
  Object.assign(manager, { locale: 'zh-CN' });
  expect(await told(ann)).toBe(`<@${ann.id}> 今天多了 1 点。`);
  expectClean(fixture);
});
