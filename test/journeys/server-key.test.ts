import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { createFixture, type Fixture } from '../app/fixture.ts';
import { expectClean, labelsOf, says, textOf } from '../app/message-reading.ts';
import type { Actor } from '../emulator/discord/server.ts';
import type { Channel, Message } from '../emulator/discord/types.ts';
import { playKeys } from './played-keys.ts';

const MANAGE = String(1n << 5n);
const KEY = 'sk-Zebra7Quagga9Okapi4Numbat';
/** Any part of it, as it is or in base64. */
const SECRET = /Zebra7|Quagga9|Okapi4|WmVicmE3|plYnJhN|aZWJyYT/;
const NOT_MANAGER = 'Only members who may manage this server can do that.';

/** A running bot in a server whose manager has opened `/server`. */
async function managed(keys: ReturnType<typeof playKeys>, more: { locale?: string } = {}) {
  const fixture = await createFixture({ serverKeys: keys.service });
  const { discord, env } = fixture;
  const olga = discord.member('olga');
  Object.assign(env, { OPERATORS: olga.id });
  await fixture.start();
  const boss = discord.member('boss', { permissions: MANAGE, ...more });
  const open = async () => (await boss.slash('server')).message();
  const panel = await open();
  const form = async (label: string) => (await boss.press(panel, { label })).modal();
  /** Gives a key, and answers with what the manager alone is told of it beside the panel. */
  async function refused(key: string, label = 'Key') {
    const before = panel.further.length;
    const answer = await boss.submit(await form(label), { key });
    const told = async () => panel.further[before] ?? (await answer.message());
    return vi.waitFor(async () => {
      const message = await told();
      expect(message).not.toBe(panel);
      return textOf(message);
    }, 10_000);
  }
  /** What those who run the bot decide about this server. */
  async function operatorsPage() {
    const page = await (await olga.slash('operator', {}, { context: 1 })).message();
    await olga.choose(page, { label: 'Decide about a server…' }, [discord.guild.id]);
    return says(page, 'Paid for by you: **yes**');
  }
  return { ...fixture, fixture, olga, boss, open, operatorsPage, panel, form, refused };
}

/** Everything that was shown to anybody in Discord, that the log says and that the store's files contain. */
async function everywhere({ discord, trace, folder }: Fixture, log?: Channel): Promise<string> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((file) => file.isFile());
  const bytes = await Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'latin1')));
  const shown = [discord.messages(), log ? discord.messages(log) : []]
    .flat()
    .flatMap((message) => [message, ...message.further])
    .map(({ content, embeds, components }) => JSON.stringify({ content, embeds, components }));
  return [...shown, ...trace.lines, ...bytes].join('\n');
}

async function chooseLog(boss: Actor, panel: Message, channel: Channel) {
  const rules = await (await boss.press(panel, { label: 'Rules' })).message();
  const modal = await (await boss.press(rules, { label: 'Log' })).modal();
  await boss.submit(modal, { channel: [channel.id], what: 'reports' });
  await says(rules, `<#${channel.id}>`);
}

test('a server pays for itself with a key that a manager brings, which is tried first and which nobody reads again', async () => {
  const keys = playKeys();
  const { fixture, discord, boss, olga, open, operatorsPage, panel, form } = await managed(keys);
  const log = discord.addChannel({ name: 'log' });
  await chooseLog(boss, panel, log);
  const logged = () => discord.messages(log).map(textOf).join('\n');
  const tells = (words: string) => vi.waitFor(() => expect(logged()).toContain(words), 10_000);
  expect(textOf(panel)).toContain('Paid by **the people who run this bot** · **0 credits** this month');

  await boss.submit(await form('Key'), { key: ` "Bearer ${KEY}" ` });
  await says(panel, 'The key works. From now on everything in this server is charged to it. Nobody can read it here');
  expect(textOf(panel)).toMatch(
    new RegExp(
      `Paid by \\*\\*this server’s own key\\*\\* at \\*\\*relay\\.example\\*\\* · set by <@${boss.id}> on <t:\\d+:D>\\nUsed: `,
    ),
  );
  expect(textOf(panel)).not.toContain('the people who run this bot**');
  expect(keys.tried).toEqual([{ host: 'relay.example', key: KEY }]);
  expect(keys.kept.get(discord.guild.id)).toMatchObject({ host: 'relay.example', key: KEY, by: boss.id });
  await tells(`<@${boss.id}> set this server’s own key for **relay.example**.`);

  // A second one takes its place.
  expect(labelsOf(panel)).toEqual(expect.arrayContaining(['Replace key', 'Remove key']));
  const again = await form('Replace key');
  expect(JSON.stringify(again.components)).not.toContain(KEY);
  await boss.submit(again, { key: `${KEY}-2` });
  await tells(`<@${boss.id}> replaced this server’s own key.`);
  expect(keys.kept.get(discord.guild.id)).toMatchObject({ key: `${KEY}-2` });

  // It is removed only after a question, which can be left.
  await boss.press(panel, { label: 'Remove key' });
  await says(panel, 'Remove this server’s key? What is waiting is cancelled, what is running still arrives.');
  await boss.press(panel, { label: 'Keep it' });
  await says(panel, 'this server’s own key');
  await boss.press(panel, { label: 'Remove key' });
  await says(panel, 'Remove this server’s key?');
  await boss.press(panel, { label: 'Remove key' });
  await says(panel, 'The key is removed. From now on the people who run this bot pay for what is made here.');
  expect(textOf(panel)).toContain('Paid by **the people who run this bot**');
  expect(labelsOf(panel)).toContain('Key');
  await tells(`<@${boss.id}> removed this server’s own key for **relay.example**.`);
  expect(keys.kept.get(discord.guild.id)).toMatchObject({ removedAt: expect.any(Number) });

  // Where nobody else pays, that is said, too.
  const operators = await operatorsPage();
  await olga.press(operators, { label: 'Stop paying' });
  await says(operators, 'Paid for by you: **no**');
  expect(textOf(await open())).toContain('**Key** lets this server pay for itself');
  await boss.submit(await form('Key'), { key: KEY });
  await says(panel, 'The key works.');
  expect(textOf(panel)).not.toContain('do not pay');
  await boss.press(panel, { label: 'Remove key' });
  await says(panel, 'Remove this server’s key?');
  await boss.press(panel, { label: 'Remove key' });
  await says(panel, 'The key is removed. Nobody pays for this server now, so nothing new can be made here.');

  const all = await everywhere(fixture, log);
  // The store, the channel and the log were looked at.
  for (const known of ['server-key:', 'Nobody pays for this server now', '"level":']) expect(all).toContain(known);
  expect(all).not.toMatch(SECRET);
  expectClean(fixture);
});

test('a key that is none, is refused or gets no answer is not kept, and five are tried in an hour', async () => {
  const keys = playKeys();
  const { fixture, refused, panel } = await managed(keys);
  for (const none of ['sk-Zebra7 Quagga9', 'Zebra7Quagga9密钥', '"Zebra7"  ']) {
    expect(await refused(none)).toBe(
      'That is not a key: one has 8 to 512 letters, digits and signs, and no spaces. Nothing was kept. Copy it again.',
    );
  }
  expect(keys.tried).toEqual([]);
  keys.answer('refused', 'silent', new Error(`Bearer ${KEY} broke something`), 'refused', 'refused');
  const wrong = 'That service refuses this key. Nothing was kept. Copy it again, without spaces.';
  const silent = 'That service did not answer, so I could not try the key. Nothing was kept. Try again in a minute.';
  for (const told of [wrong, silent, silent, wrong, wrong]) expect(await refused(KEY)).toBe(told);
  expect(await refused(KEY)).toMatch(/^5 keys were tried in this server within an hour/);
  expect([keys.tried.length, keys.kept.size]).toEqual([5, 0]);
  expect(textOf(panel)).toContain('Paid by **the people who run this bot**');
  expect(await everywhere(fixture)).not.toMatch(SECRET);
  expectClean(fixture);
});

test('of several services the manager chooses one, and of no other server’s key anything changes', async () => {
  const keys = playKeys({ hosts: ['one.example', 'two.example'] });
  const { fixture, boss, discord, form, panel } = await managed(keys);
  keys.kept.set('1', { host: 'one.example', key: KEY, by: '2', at: 3, removedAt: null });
  await boss.submit(await form('Key'), { host: ['two.example'], key: KEY });
  await says(panel, 'at **two.example**');
  expect(keys.tried).toEqual([{ host: 'two.example', key: KEY }]);
  await boss.press(panel, { label: 'Remove key' });
  await says(panel, 'Remove this server’s key?');
  await boss.press(panel, { label: 'Remove key' });
  await says(panel, 'The key is removed.');
  expect([...keys.kept].map(([guildId, { removedAt }]) => [guildId, removedAt === null])).toEqual([
    ['1', true],
    [discord.guild.id, false],
  ]);
  expectClean(fixture);
});

test('whoever manages the server no more changes nothing with a panel, a question or a window that is open', async () => {
  const keys = playKeys();
  const { fixture, boss, olga, form, open, operatorsPage, panel } = await managed(keys);
  await boss.submit(await form('Key'), { key: KEY });
  await says(panel, 'this server’s own key');
  const question = await open();
  await boss.press(question, { label: 'Remove key' });
  await says(question, 'Remove this server’s key?');
  const window = await form('Replace key');
  Object.assign(boss, { permissions: '0' });
  const presses = [
    await boss.press(question, { label: 'Remove key' }),
    await boss.press(panel, { label: 'Replace key' }),
    await boss.press(panel, { label: 'Remove key' }),
    await boss.submit(window, { key: `${KEY}-2` }),
  ];
  for (const press of presses) expect(textOf(await press.message())).toBe(NOT_MANAGER);

  // Nor where the bot is closed meanwhile, which is told without what was written.
  Object.assign(boss, { permissions: MANAGE });
  const last = await form('Replace key');
  const operators = await operatorsPage();
  await olga.press(operators, { label: 'Close' });
  await says(operators, 'The bot is **closed** to it.');
  expect(textOf(await (await boss.submit(last, { key: `${KEY}-3` })).message())).toBe(
    'This bot is not open to this server. Ask the people who run it.',
  );
  expect([...keys.kept.values()]).toMatchObject([{ key: KEY, removedAt: null }]);
  expect(keys.tried).toHaveLength(1);
  expect(await everywhere(fixture)).not.toMatch(SECRET);
  expectClean(fixture);
});

test('where keys cannot be kept or read, the panel says what helps, and where none may be brought it offers nothing', async () => {
  const keys = playKeys({ canKeep: false });
  const { fixture, boss, discord, open, panel } = await managed(keys);
  const told = await (await boss.press(panel, { label: 'Key' })).message();
  expect(textOf(told)).toBe('This bot cannot keep keys. Ask the people who run it to set SECRETS_KEY.');
  keys.kept.set(discord.guild.id, { host: 'relay.example', key: null, by: boss.id, at: 3, removedAt: null });
  const moved = await open();
  expect(textOf(moved)).toContain('This server’s key cannot be read since the bot moved. Add it again.');
  expect(labelsOf(moved)).toEqual(expect.arrayContaining(['Replace key', 'Remove key']));
  expectClean(fixture);

  const closed = await managed(playKeys({ hosts: [] }));
  expect(labelsOf(closed.panel)).not.toContain('Key');
  expectClean(closed.fixture);
});

test('in Chinese the panel, its window and its question are Chinese', async () => {
  const keys = playKeys();
  const { fixture, boss, form, panel } = await managed(keys, { locale: 'zh-CN' });
  const modal = await form('密钥');
  expect(JSON.stringify(modal.components)).toContain('请填写 **relay.example** 的密钥');
  await boss.submit(modal, { key: KEY });
  await says(panel, '由**本服务器自己的密钥**付费（**relay.example**）');
  await boss.press(panel, { label: '移除密钥' });
  await says(panel, '要移除本服务器的密钥吗？');
  expectClean(fixture);
});
