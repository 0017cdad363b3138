import { expect, test, vi } from 'vitest';
import { createFixture, type Fixture } from '../app/fixture.ts';
import { expectClean, finished, linkTo, says, textOf } from '../app/message-reading.ts';
import type { Channel, Message } from '../emulator/discord/types.ts';

const MANAGE = String(1n << 5n);
const MODERATE = String((1n << 40n) | (1n << 13n));
const MAY_NOT = /I may not write in <#\d+>\. Give me View Channel, Send Messages and Embed Links there\./;

/** Opens the rules of the first server. */
async function rulesOf(boss: ReturnType<Fixture['discord']['member']>): Promise<Message> {
  const main = await (await boss.slash('server')).message();
  return (await boss.press(main, { label: 'Rules' })).message();
}

/** Chooses a channel for the log in the rules. */
async function choose(
  boss: ReturnType<Fixture['discord']['member']>,
  panel: Message,
  channel: Channel | null,
  what: 'reports' | 'everything' = 'reports',
) {
  const modal = await (await boss.press(panel, { label: 'Log' })).modal();
  return boss.submit(modal, { channel: channel ? [channel.id] : [], what });
}

test('a server’s log tells who removed, blocked and changed what, in a channel that its managers choose and the bot has tried', async () => {
  const fixture = await createFixture({ discord: { guilds: 2 } });
  const { discord } = fixture;
  await fixture.start();
  const [ann, bob] = [discord.member('ann'), discord.member('bob')];
  const boss = discord.member('boss', { permissions: MANAGE });
  const mod = discord.member('mod', { permissions: MODERATE });
  const [closed, elsewhere, channel] = [
    discord.addChannel({ name: 'closed', botCanSend: false }),
    discord.addChannel({ name: 'elsewhere', ...(discord.guilds[1] && { guild: discord.guilds[1] }) }),
    discord.addChannel({ name: 'log' }),
  ];
  const logged = () => discord.messages(channel).map(textOf).join('\n');
  const tells = (words: string) => vi.waitFor(() => expect(logged()).toContain(words), 10_000);

  // Only where the bot may write, and only in this server.
  const panel = await rulesOf(boss);
  for (const wrong of [closed, elsewhere]) {
    const told = panel.further.length;
    await choose(boss, panel, wrong);
    await vi.waitFor(
      () => expect(panel.further.slice(told).map(textOf)).toEqual([expect.stringMatching(MAY_NOT)]),
      10_000,
    );
    expect([textOf(panel), discord.messages(wrong)]).toEqual([expect.stringContaining('Log: **nowhere**'), []]);
  }
  await choose(boss, panel, channel);
  await says(panel, `Log: **<#${channel.id}>, reports and decisions**`);
  expect(logged()).toContain(`<@${boss.id}> chose this channel for the log`);

  const grid = await finished(await (await ann.slash('imagine', { prompt: 'a **red** fox' })).message());
  await ann.press(await finished(await (await ann.slash('imagine', { prompt: 'a hare' })).message()), { label: '🗑️' });
  await mod.press(grid, { label: '🗑️' });
  await mod.slash('block', { member: bob, days: 7, reason: 'a flood' });
  await mod.slash('unblock', { member: bob });
  await mod.slash('unblock', { member: bob });
  await boss.choose(await (await boss.slash('server')).message(), { label: 'Start with…' }, ['fair']);
  await boss.slash('credits', { member: bob, amount: 40, note: 'a prize' });
  await boss.submit(await (await boss.press(panel, { label: 'Blocked words' })).modal(), { words: 'gore' });
  await tells(`<@${boss.id}> changed how pictures are made here.\nNewly blocked: gore`);
  expect(logged()).toContain(`<@${mod.id}> removed a picture by <@${ann.id}> in <#${grid.channelId}>.\n> a \\*\\*red`);
  expect(logged()).toMatch(
    new RegExp(`<@${mod.id}> stopped <@${bob.id}> from making pictures until <t:\\d+:D>\\.\n> a flood`),
  );
  expect(logged()).toContain(`<@${boss.id}> gave <@${bob.id}> **40 credits** more for today.\n> a prize`);
  expect(logged()).toContain(`<@${mod.id}> lets <@${bob.id}> make pictures again.`);
  expect(logged()).toContain(
    `<@${boss.id}> changed how pictures are made here.\nEveryone: **no limit → 40 credits a day**\nSwitched off: **nothing → videos, turbo**`,
  );
  expect(logged()).not.toMatch(/a hare|> made \[/);
  expect(logged().match(/again\./g)).toHaveLength(1);

  // Nobody is told where the log was but those who read it there.
  await choose(boss, panel, null);
  await says(panel, 'Log: **nowhere**');
  await tells(`Log: **<#${channel.id}>, reports and decisions → nowhere**`);
  expect(discord.messages(channel).flatMap(({ pinged }) => pinged)).toEqual([]);

  // Who manages the server no more chooses nothing, with whatever window is open.
  const modal = await (await boss.press(panel, { label: 'Log' })).modal();
  Object.assign(boss, { permissions: '0' });
  const late = await boss.submit(modal, { channel: [channel.id], what: 'everything' });
  await says(await late.message(), 'Only members who may manage this server can do that.');
  expectClean(fixture);
});

test('a log of everything links each picture and keeps private ones private, tells how much is left, and one that cannot be written holds up nobody', async () => {
  const fixture = await createFixture();
  const { discord } = fixture;
  await fixture.start();
  const ann = discord.member('ann');
  const boss = discord.member('boss', { permissions: MANAGE });
  const channel = discord.addChannel({ name: 'log' });
  const logged = () => discord.messages(channel).map(textOf).join('\n');
  const tells = (words: string) => vi.waitFor(() => expect(logged()).toContain(words), 10_000);
  const imagine = async (prompt: string, more = {}) => (await ann.slash('imagine', { prompt, ...more })).message();
  const panel = await rulesOf(boss);
  await choose(boss, panel, channel, 'everything');
  await says(panel, 'everything**');

  const grid = await finished(await imagine('a red fox'));
  await finished(await imagine('a secret', { private: true }));

  // 4 of 10 credits are used: 8 are most of them.
  const main = await (await boss.slash('server')).message();
  await boss.submit(await (await boss.press(main, { label: 'Limits' })).modal(), { serverDay: '10' });
  for (const prompt of ['a hare', 'an owl']) await finished(await imagine(prompt));
  await finished(await imagine('a bear'));
  for (const prompt of ['a wolf', 'a lynx']) await says(await imagine(prompt), 'This server has used up its credits');
  await tells('> a bear');
  expect(logged()).toContain(`<@${ann.id}> made [Imagine](${linkTo(grid)})\n> a red fox`);
  expect(logged()).toContain(`<@${ann.id}> made something that only they see.`);
  expect(logged()).not.toContain('secret');
  expect(logged()).toContain('This server has used **8 of its 10 credits** for today.');
  expect(logged()).toContain('This server has reached its limit of **10 credits** for today.');
  expect(logged().match(/reached its limit/g)).toHaveLength(1);

  // Somebody takes the channel away from the bot.
  await boss.submit(await (await boss.press(main, { label: 'Limits' })).modal(), { serverDay: '' });
  await tells('10 credits a day → no limit');
  Object.assign(channel, { botCanSend: false });
  await finished(await imagine('a seal'));
  const fails = 'I could not write the last entry of the log in';
  const panelText = async () => textOf(await (await boss.slash('server')).message());
  await vi.waitFor(async () => expect(await panelText()).toContain(fails), 10_000);
  discord.removeChannel(channel);
  await finished(await imagine('a crane'));
  const other = discord.addChannel({ name: 'other' });
  await choose(boss, panel, other);
  await says(panel, `<#${other.id}>`);
  expect(await panelText()).not.toContain(fails);
  expectClean(fixture);
});
