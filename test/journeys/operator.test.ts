import { expect, test, vi } from 'vitest';
import { createFixture, type FixtureOptions } from '../app/fixture.ts';
import { expectClean, finished, labelsOf, says, textOf } from '../app/message-reading.ts';
import type { Message } from '../emulator/discord/types.ts';

const DM = { context: 1 } as const;
const PICK = { label: 'Decide about a server…' };

/** A running bot with its panel open, in the direct messages of one of the two who run it. */
async function operated(options: FixtureOptions = {}) {
  const fixture = await createFixture({ discord: { guilds: 2 }, ...options });
  const { discord, env } = fixture;
  const [olga, otto, ann] = [discord.member('olga'), discord.member('otto'), discord.member('ann')];
  Object.assign(env, { OPERATORS: `${olga.id},${otto.id}`, MEMBER_MAX_WAITING: '60' });
  await fixture.start();
  const [first, second] = discord.guilds;
  if (!first || !second) throw new Error('there are no two servers');
  const other = discord.addChannel({ guild: second });
  const panel = await (await olga.slash('operator', {}, DM)).message();
  await says(panel, 'This bot');

  const imagine = async (prompt = 'a fox', where = {}, member = ann) =>
    (await member.slash('imagine', { prompt }, where)).message();
  const form = async (label: string, message: Message = panel) => (await olga.press(message, { label })).modal();
  /** Fills in a form of the panel, and waits until the panel says something. */
  async function decide(label: string, values: Readonly<Record<string, string | readonly string[]>>, told: RegExp) {
    await olga.submit(await form(label), values);
    await says(panel, told);
  }
  /** The same, where the form is not taken: what is told. */
  async function refused(label: string, values: Readonly<Record<string, string | readonly string[]>>) {
    return textOf(await (await olga.submit(await form(label), values)).message());
  }
  return { fixture, discord, olga, otto, ann, first, other, panel, imagine, form, decide, refused };
}

test('whoever runs the bot sets prices and limits in its direct messages, and they hold at the next gesture', async () => {
  const { fixture, discord, ann, other, panel, imagine, decide, refused } = await operated();
  expect(panel.ephemeral).toBe(true);
  expect(textOf(panel)).toMatch(/The whole bot: \*\*no limit\*\* · Each member: \*\*no limit\*\*.*\*\*guild 1\*\*/s);

  await decide(
    'Prices',
    { image: '5', upscales: '2 / 3', turbo: '300' },
    /A grid of four 5 · U1 to U4 2 · .*once more 3/,
  );
  expect(textOf(panel)).toContain('Turbo costs 300 % of that.');
  const grid = await finished(await imagine());
  await finished(await (await ann.press(grid, { label: 'U1' })).message());
  expect(textOf(await (await ann.slash('me')).message())).toContain('**7 credits** used');
  expect(await refused('Prices', { image: 'five', text: '9' })).toMatch(
    /^“five” is not a price\. Write a whole number from 1 to 10,000\. Nothing was changed\.\nfive\n.*9/s,
  );
  expect(await refused('Prices', { upscales: '1 / 2 / 3' })).toContain('“1 / 2 / 3” is not a price.');

  // A limit for each member holds wherever they are, and counts what is made from now on.
  await decide(
    'Limits',
    { member: '8 / 100' },
    /Used: \*\*7 credits\*\* today.*Each member: \*\*8 credits a day, 100/s,
  );
  await finished(await imagine());
  expect(textOf(await imagine('a hare', { channel: other }))).toMatch(/costs 5 credits and you have 3 left today/);
  expect(await refused('Limits', { bot: 'forty' })).toContain(
    '“forty” is not a number of credits. Write day / month, such as 1000 / 20000, or leave it empty for no limit.',
  );
  await decide(
    'Limits',
    { member: '', bot: '13' },
    /The whole bot: \*\*13 credits a day\*\* · Each member: \*\*no limit/,
  );
  expect(textOf(await imagine())).toContain('This bot has spent all it may spend today.');
  await decide('Limits', { bot: '', newServer: '5' }, /A new server: \*\*5 credits a day\*\*/);
  await finished(await imagine('a fox', { channel: other }));
  expect(textOf(await imagine('a fox', { channel: other }))).toContain(
    'This server has used up what the people who run this bot give it for today.',
  );
  expect(textOf(await imagine('a fox', {}, discord.member('bob')))).toContain(
    'This server has used up what the people',
  );
  expectClean(fixture);
});

test('a pause and a block hold everywhere, and are over when they are taken back', async () => {
  const { fixture, olga, ann, other, panel, imagine, decide, refused } = await operated();
  const grid = await finished(await imagine());
  await olga.press(panel, { label: 'Pause everything' });
  await says(panel, 'Making pictures is **paused** everywhere.');
  const paused = 'This bot is paused by the people who run it.';
  expect(textOf(await imagine('a hare'))).toContain(paused);
  expect(textOf(await imagine('a hare', { channel: other }))).toContain(paused);
  expect(textOf(await (await ann.press(grid, { label: 'U1' })).message())).toContain(paused);
  await finished(await imagine('a fox of mine', DM, olga));
  await decide('Limits', { member: '1000' }, /\*\*paused\*\* everywhere.*Each member: \*\*1,000 credits a day/s);
  await olga.press(panel, { label: 'Go on' });
  await vi.waitFor(() => expect(labelsOf(panel)).toContain('Pause everything'), 10_000);
  await finished(await imagine('a hare'));

  expect(await refused('Blocked', { blocked: `${ann.id}\nann` })).toMatch(/^“ann” is not a user id\..*\n\d+\nann$/s);
  await decide('Blocked', { blocked: `<@${ann.id}>, ${ann.id}` }, /Blocked members: \*\*1\*\*/);
  expect(textOf(await imagine('an owl'))).toContain('You cannot make pictures with this bot any more.');
  expect(textOf(await imagine('an owl', { channel: other }))).toContain('You cannot make pictures with this bot');
  await decide('Blocked', { blocked: '' }, /Blocked members: \*\*none\*\*/);
  await finished(await imagine('an owl'));
  expectClean(fixture);
});

test('a server can be closed, not paid for, or given a limit, and the others do not notice', async () => {
  const { fixture, discord, olga, ann, first, other, panel, imagine, form } = await operated();
  const manager = discord.member('manager', { permissions: String(1n << 5n) });
  const grid = await finished(await imagine());
  const server = panel;
  await olga.choose(panel, PICK, [first.id]);
  await says(
    server,
    /\*\*guild 1\*\* · 2 credits for 1 job\n.*\*\*open\*\*.*by you: \*\*yes\*\*.*limit: \*\*no limit\*\*/s,
  );
  const press = async (label: string, told: string) => {
    await olga.press(server, { label });
    await says(server, told);
  };

  await press('Close', 'The bot is **closed** to it.');
  const closed = 'This bot is not open to this server. Ask the people who run it.';
  expect(textOf(await imagine())).toContain(closed);
  expect(textOf(await (await ann.press(grid, { label: 'U1' })).message())).toBe(closed);
  expect(textOf(await (await ann.slash('help')).message())).toBe(closed);
  expect(textOf(await (await manager.slash('server')).message())).toBe(closed);
  const suggested = await ann.autocomplete('show', { task: 'fox' }, 'task');
  expect((await suggested.choices()).map(({ name }) => name)).toEqual(['Not here']);
  expect(textOf(await (await ann.press(grid, { label: 'ℹ️' })).message())).toContain('a fox');
  await finished(await imagine('a fox', { channel: other }));
  await press('Open', 'The bot is **open** to it.');

  await press('Stop paying', 'Paid for by you: **no**');
  expect(textOf(await imagine())).toContain('The people who run this bot do not pay for pictures in this server.');
  expect(textOf(await (await manager.slash('server')).message())).toContain('**do not pay** for this server');
  await press('Pay for it', 'Paid for by you: **yes**');

  const bad = await olga.submit(await form('Limit', server), { limit: '4 / x' });
  expect(textOf(await bad.message())).toContain('“4 / x” is not a number of credits.');
  await olga.submit(await form('Limit', server), { limit: '4 / 100' });
  await says(server, 'Its limit: **4 credits a day, 100 credits a month**');
  await finished(await imagine('a hare'));
  expect(textOf(await imagine('an owl'))).toContain('give it for today.');
  await finished(await imagine('an owl', { channel: other }));
  await press('Close', 'The bot is **closed** to it.');
  await press('Back', '- **guild 1** · 4 credits for 2 jobs · closed');
  expect(labelsOf(panel)).not.toContain('▶');
  expectClean(fixture);
});

test('with NEW_SERVERS=closed a server is served once it is opened, and members are told why not before', async () => {
  const { fixture, olga, first, other, panel, imagine } = await operated({
    discord: { guilds: 17 },
    env: { NEW_SERVERS: 'closed' },
  });
  const closed = 'This bot is not open to this server. Ask the people who run it.';
  expect(textOf(await imagine())).toContain(closed);
  expect(textOf(panel)).toMatch(/\*\*guild 1\*\* · nothing this month · closed/);
  await olga.press(panel, { label: '▶' });
  await says(panel, /\*\*guild 17\*\* · nothing this month · closed\nPage 2 of 2/);
  await olga.press(panel, { label: '◀' });
  await says(panel, 'Page 1 of 2');
  await olga.choose(panel, PICK, [first.id]);
  await says(panel, 'The bot is **closed** to it.');
  await olga.press(panel, { label: 'Open' });
  await says(panel, 'The bot is **open** to it.');
  await finished(await imagine());
  expect(textOf(await imagine('a hare', { channel: other }))).toContain(closed);
  expectClean(fixture);
});

test('alerts go where they are wanted: to a channel, to one of those who run the bot, or nowhere', async () => {
  const { fixture, discord, olga, otto, panel, imagine, form, decide } = await operated({
    relay: { manual: true },
  });
  const { relay } = fixture;
  const [alerts, locked] = [discord.addChannel({ name: 'alerts' }), discord.addChannel({ botCanSend: false })];
  const link = ({ id, guild }: typeof alerts) => `https://discord.com/channels/${guild?.id}/${id}`;
  expect(textOf(panel)).toContain('Alerts: **by direct message to the first of OPERATORS**');
  const told = async (channel: string, like: string) => {
    await olga.submit(await form('Alerts'), { where: ['channel'], channel });
    await vi.waitFor(() => expect(panel.further.map(textOf).join()).toContain(like), 10_000);
  };
  await told('#alerts', 'is not a link to a channel. Right-click the channel, then Copy Link. Nothing was changed.');
  await told(link(locked), `I cannot write in <#${locked.id}>. Give me View Channel and Send Messages there.`);
  await decide('Alerts', { where: ['channel'], channel: link(alerts) }, new RegExp(`Alerts: \\*\\*in <#${alerts.id}>`));
  expect(discord.messages(alerts).map(textOf)).toEqual(['Alerts about this bot come to this channel from now on.']);

  // Of one kind there is one message an hour, so each place gets another kind.
  await decide('Limits', { bot: '2' }, /The whole bot: \*\*2 credits a day/);
  await imagine();
  await vi.waitFor(() => expect(discord.messages(alerts)).toHaveLength(2), 10_000);
  expect(textOf(discord.messages(alerts)[1] ?? panel)).toContain('The bot has used 2 of its 2 credits for today.');
  const his = await (await otto.slash('operator', {}, DM)).message();
  await says(his, 'This bot');
  await otto.submit(await (await otto.press(his, { label: 'Alerts' })).modal(), { where: ['me'] });
  await says(his, `Alerts: **by direct message to <@${otto.id}>`);
  expect(textOf(await imagine())).toContain('This bot has spent all it may spend today.');
  const mail = (member: typeof olga) =>
    discord
      .dms(member)
      .map(textOf)
      .filter((text) => text.includes('at most once an hour'));
  await vi.waitFor(() => expect(mail(otto)).toHaveLength(1), 10_000);
  expect(mail(otto)[0]).toMatch(
    /what costs more than is left is refused until .*`?\/operator`? → Limits changes that\./,
  );
  expect([mail(olga), discord.messages(alerts).length]).toEqual([[], 2]);

  // A channel that is gone keeps nobody from being told.
  const gone = discord.addChannel({ name: 'gone' });
  await decide('Alerts', { where: ['channel'], channel: `<#${gone.id}>` }, new RegExp(`in <#${gone.id}>`));
  discord.removeChannel(gone);
  await decide('Limits', { bot: '' }, /The whole bot: \*\*no limit/);
  for (const prompt of ['a hare', 'an owl']) await imagine(prompt);
  await relay.waitUntil(() => relay.submissions.filter(({ taskId }) => taskId !== null).length === 3);
  for (const { taskId } of relay.submissions) relay.fail(taskId ?? '', '[Blocked] Your access has been blocked.');
  await vi.waitFor(() => expect(mail(olga)).toEqual([expect.stringContaining('is failing our jobs')]), 10_000);
  await decide('Alerts', { where: ['nowhere'] }, /Alerts: \*\*nowhere; the log and/);
  expectClean(fixture);
});

test('nobody else reaches the panel, whatever they send, and who runs the bot no more changes nothing', async () => {
  const { fixture, discord, olga, otto, ann, first, panel, form } = await operated();
  const only = 'Only the people who run this bot can do that, in its direct messages.';
  await expect(olga.slash('operator')).rejects.toThrow('not offered in context 0');
  expect(textOf(await (await ann.slash('operator', {}, DM)).message())).toContain('You cannot use this bot here.');
  expect(textOf(await (await olga.forgeSlash('operator', [])).message())).toBe(only);
  expect(textOf(await (await ann.forgeSlash('operator', [])).message())).toBe(only);
  const unknown = await (await olga.forge(panel, `grant::close::${first.id}`)).message();
  expect(textOf(unknown)).toContain('I do not know this button');

  const open = await form('Prices');
  for (const app of fixture.apps) await app.stop();
  Object.assign(fixture.env, { OPERATORS: otto.id, ALLOWED_USERS: olga.id });
  await fixture.start();
  expect(textOf(await (await olga.slash('operator', {}, DM)).message())).toBe(only);
  expect(textOf(await (await olga.press(panel, { label: 'Pause everything' })).message())).toBe(only);
  expect(textOf(await (await olga.choose(panel, PICK, [first.id])).message())).toBe(only);
  expect(textOf(await (await olga.submit(open, { image: '9' })).message())).toBe(only);
  const others = await (await otto.slash('operator', {}, DM)).message();
  await says(others, 'A grid of four 2 ·');
  expect(textOf(others)).not.toContain('paused');

  for (const app of fixture.apps) await app.stop();
  Object.assign(fixture.env, { OPERATORS: '' });
  await fixture.start();
  await expect(olga.slash('operator', {}, DM)).rejects.toThrow('no command operator is registered');
  expect(discord.violations).toEqual([]);
});
