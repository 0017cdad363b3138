import { expect, test, vi } from 'vitest';
import { createFixture, type Fixture } from '../app/fixture.ts';
import { expectClean, finished, labelsOf, linkTo, publish, says, seenByAll, textOf } from '../app/message-reading.ts';
import type { Channel, Message } from '../emulator/discord/types.ts';

type Member = ReturnType<Fixture['discord']['member']>;

const MANAGE = String(1n << 5n);
const MESSAGES = String(1n << 13n);
const MODERATE = String((1n << 13n) | (1n << 40n));
const THANKS = 'Thank you. The moderators have it.';

/** A server with a log for reports, and what one needs to read it. */
async function withLog() {
  const fixture = await createFixture({ discord: { guilds: 2 } });
  const { discord } = fixture;
  await fixture.start();
  const boss = discord.member('boss', { permissions: MANAGE });
  const main = await (await boss.slash('server')).message();
  const panel = await (await boss.press(main, { label: 'Rules' })).message();
  const chosen = async (channel: Channel | null) => {
    const modal = await (await boss.press(panel, { label: 'Log' })).modal();
    await boss.submit(modal, { channel: channel ? [channel.id] : [], what: 'reports' });
    await says(panel, channel ? `<#${channel.id}>` : 'Log: **nowhere**');
  };
  const channel = discord.addChannel({ name: 'log' });
  return { ...fixture, channel, chosen, posts: () => seenByAll(fixture, channel).slice(1) };
}

const use = async (member: Member, message: Message) => member.useOnMessage('Report picture', message);
const refused = async (member: Member, message: Message) => textOf(await (await use(member, message)).message());
const imagine = async (member: Member, prompt: string, more = {}) =>
  finished(await (await member.slash('imagine', { prompt, ...more })).message());

/** Reports a picture and answers with what the member reads. */
async function report(member: Member, message: Message, reason: string, words = ''): Promise<string> {
  const modal = await (await use(member, message)).modal();
  return textOf(await (await member.submit(modal, { reason, words })).message());
}

test('members report a picture to the moderators, who read it once and delete it, block its maker or leave it', async () => {
  const fixture = await withLog();
  const { discord, channel, chosen, posts } = fixture;
  const [ann, bob, carl] = [discord.member('ann'), discord.member('bob'), discord.member('carl')];
  const cleaner = discord.member('cleaner', { permissions: MESSAGES });
  const mod = discord.member('mod', { permissions: MODERATE });
  const [first, second, third] = [
    await imagine(bob, 'a fox'),
    await imagine(bob, 'a hare'),
    await imagine(bob, 'an owl'),
  ];

  const noPlace = `This server has no place for reports. Tell a moderator: ${linkTo(first)}`;
  expect(await refused(ann, first)).toBe(noPlace);
  await chosen(channel);
  expect(await refused(ann, ann.say('a picture'))).toMatch(/^You can report pictures that I made/);
  expect(await refused(bob, await imagine(bob, 'a secret', { private: true }))).toMatch(
    /^You can report pictures that I/,
  );

  // One message for each picture, with what everybody says of it.
  expect(await report(ann, first, 'person', 'my **teacher** @everyone')).toBe(THANKS);
  expect(await report(carl, first, 'rules')).toBe(THANKS);
  const [post] = posts();
  if (!post) throw new Error('the moderators have no report');
  await says(post, `Reported by <@${carl.id}>: **Not allowed here**`);
  expect(textOf(post)).toContain(`Reported by <@${ann.id}>: **Shows a real person**\n> my \\*\\*teacher\\*\\*`);
  expect(textOf(post)).toContain(`Made by <@${bob.id}> · [the picture](${linkTo(first)})`);
  expect([labelsOf(post), post.pinged]).toEqual([['Delete', 'Delete and block', 'Leave it'], []]);
  expect(textOf(post)).not.toMatch(/a fox|@everyone/);
  expect(posts()).toHaveLength(1);

  // Who may do what is asked at each press, and nothing is believed that an id says.
  const pressed = async (member: Member, message: Message, label: string) =>
    textOf(await (await member.press(message, { label })).message());
  expect(await pressed(ann, post, 'Delete')).toBe('Only members who can manage messages here can decide that.');
  expect(await pressed(cleaner, post, 'Delete and block')).toBe(
    'Only members who can also moderate others can block somebody.',
  );
  const forged = await mod.forge(post, `verdict::deleted::${second.id}`);
  expect(textOf(await forged.message())).toMatch(/^I do not know this button/);
  expect([first, second].map(({ deleted }) => deleted)).toEqual([false, false]);

  await mod.press(post, { label: 'Leave it' });
  await says(post, `**<@${mod.id}> decided to leave it.**`);
  expect(labelsOf(post)).toEqual([]);
  expect(await report(cleaner, first, 'rules')).toBe(THANKS);
  expect(posts()).toHaveLength(1);

  // Two moderators at once: one of them decides.
  await report(ann, second, 'other', 'too many ears');
  const two = posts()[1];
  if (!two) throw new Error('the moderators have no second report');
  const presses = await Promise.all([
    mod.press(two, { label: 'Delete and block' }),
    cleaner.press(two, { label: 'Leave it' }),
  ]);
  await vi.waitFor(() => expect(labelsOf(two)).toEqual([]), 10_000);
  expect(textOf(two).match(/\*\*<@/g)).toHaveLength(1);
  expect(presses).toHaveLength(2);
  const isBlocked = textOf(two).includes('cannot make pictures here any more');
  expect(second.deleted).toBe(isBlocked);
  expect(textOf(two)).toContain(isBlocked ? `**<@${mod.id}> deleted it` : `**<@${cleaner.id}> decided to leave it`);

  // A picture that is gone already.
  const modal = await (await use(ann, third)).modal();
  await report(carl, third, 'rules');
  const three = posts()[2];
  if (!three) throw new Error('the moderators have no third report');
  await bob.press(third, { label: '🗑️' });
  await vi.waitFor(() => expect(third.deleted).toBe(true), 10_000);
  const late = await ann.submit(modal, { reason: 'rules', words: '' });
  expect(textOf(await late.message())).toBe('That picture has been deleted already.');
  await mod.press(three, { label: 'Delete and block' });
  await says(three, `**<@${mod.id}> deleted it, and <@${bob.id}> cannot make pictures here any more.**`);
  expect(textOf(await (await bob.slash('imagine', { prompt: 'a wolf' })).message())).toContain(
    'The moderators of this server have stopped you from making pictures',
  );
  expectClean(fixture);
});

test('a member reports five pictures an hour, and where the bot may not write they read that nobody has it', async () => {
  const fixture = await withLog();
  const { discord, channel, chosen, posts } = fixture;
  const [ann, bob] = [discord.member('ann'), discord.member('bob')];
  const pictures: Message[] = [];
  for (let n = 0; n < 7; n += 1) pictures.push(await imagine(bob, `fox ${n}`));
  await chosen(channel);
  const [first, ...others] = pictures;
  if (!first) throw new Error('there is no picture');
  Object.assign(channel, { botCanSend: false });
  expect(await report(ann, first, 'rules')).toMatch(/^This server has no place for reports\. Tell a moderator: https/);
  Object.assign(channel, { botCanSend: true });
  expect(await report(ann, first, 'rules')).toBe(THANKS);
  const told: string[] = [];
  for (const picture of others) told.push(await report(ann, picture, 'rules'));
  expect(told).toEqual([
    ...[THANKS, THANKS, THANKS],
    ...Array(3).fill('You have reported 5 pictures this hour; I do not pass on more.'),
  ]);
  expect(posts()).toHaveLength(4);
  expect(await report(bob, first, 'other')).toBe(THANKS);

  // A window whose id names a picture in another channel, or none.
  const modal = await (await use(bob, first)).modal();
  const elsewhere = discord.addChannel({ name: 'elsewhere' });
  const there = await finished(
    await (await ann.slash('imagine', { prompt: 'a bear' }, { channel: elsewhere })).message(),
  );
  for (const messageId of [there.id, '1']) {
    const forged = await bob.submit({ ...modal, customId: `report::${messageId}` }, { reason: 'rules', words: '' });
    expect(textOf(await forged.message())).toMatch(/^You can report pictures|^I no longer know who asked for this/);
  }
  expect(posts()).toHaveLength(4);
  expectClean(fixture);
});

test('what a moderator has removed is not posted again by anybody, until the moderator brings it back', async () => {
  const fixture = await withLog();
  const { discord, relay, channel, chosen, posts } = fixture;
  const [ann, bob] = [discord.member('ann'), discord.member('bob')];
  const mod = discord.member('mod', { permissions: MODERATE });
  await chosen(channel);
  const [reported, removed, own] = [
    await imagine(bob, 'a fox'),
    await imagine(bob, 'a hare'),
    await imagine(bob, 'an owl'),
  ];
  const tasks = relay.submissions.map(({ taskId }) => taskId ?? '');
  const show = async (n: number, member = bob) => (await member.slash('show', { task: tasks[n] ?? '' })).message();
  const no = 'A moderator removed this picture here, so I do not post it again.';

  await report(ann, reported, 'rules');
  const [post] = posts();
  if (!post) throw new Error('the moderators have no report');
  await mod.press(post, { label: 'Delete' });
  await says(post, 'deleted it');
  await mod.press(removed, { label: '🗑️' });
  const undo = await vi.waitUntil(() => discord.messages().find((one) => labelsOf(one).includes('Undo')), 10_000);
  await bob.press(own, { label: '🗑️' });
  await vi.waitFor(() => expect(own.deleted).toBe(true), 10_000);
  const told = [await show(0), await show(0, ann), await show(1)];
  expect(told.map((message) => [message.ephemeral, textOf(message)])).toEqual(told.map(() => [true, no]));
  // Who removes what is theirs may show it again, and so may everybody what a moderator has brought back.
  await finished(await show(2));
  await finished(await (await mod.press(undo, { label: 'Undo' })).message());
  await finished(await show(1));
  expectClean(fixture);
});

test('neither Publish, nor an Undo from before, nor a number of “Upscale all” posts what a moderator has removed', async () => {
  const fixture = await createFixture();
  const { discord } = fixture;
  await fixture.start();
  const bob = discord.member('bob');
  const mod = discord.member('mod', { permissions: MESSAGES });
  const no = 'A moderator removed this picture here, so I do not post it again.';
  const told = async (gesture: ReturnType<Member['press']>) => {
    const message = await (await gesture).message();
    return [message.ephemeral, textOf(message)];
  };
  const removeAs = async (member: Member, message: Message) => {
    await member.press(message, { label: '🗑️' });
    await vi.waitFor(() => expect(message.deleted).toBe(true), 10_000);
  };
  const undo = () => discord.messages().findLast((one) => labelsOf(one).includes('Undo'));

  // Published from one of two private views, removed by a moderator, published from the other one.
  const secret = await imagine(bob, 'a fox', { private: true });
  const view = await finished(await (await bob.slash('show', { task: linkTo(secret) })).message());
  const published = await publish(fixture, bob, secret);
  await removeAs(mod, published);
  expect(await told(bob.press(view, { label: 'Publish' }))).toEqual([true, no]);
  expect(seenByAll(fixture)).toEqual([]);

  // An Undo of the maker's own that was kept until a moderator had removed the other copy.
  const grid = await imagine(bob, 'a hare');
  const copy = await finished(await (await bob.slash('show', { task: linkTo(grid) })).message());
  await removeAs(bob, copy);
  const kept = await vi.waitUntil(undo, 10_000);
  await removeAs(mod, grid);
  expect(await told(bob.press(kept, { label: 'Undo' }))).toEqual([true, no]);

  // One of four that was opened by itself.
  const four = await imagine(bob, 'an owl');
  const all = await (await bob.press(four, { label: 'Upscale all' })).message();
  await vi.waitFor(() => expect(all.attachments).toHaveLength(4), 10_000);
  await vi.waitFor(() => expect(labelsOf(all)).toContain('U2'), 10_000);
  const single = await finished(await (await bob.press(all, { label: 'U2' })).message());
  await removeAs(mod, single);
  expect(await told(bob.press(all, { label: 'U2' }))).toEqual([true, no]);
  expectClean(fixture);
});
