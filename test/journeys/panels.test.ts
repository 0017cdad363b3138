import { expect, test } from 'vitest';
import { keyId, rulesId, serverId, verdictId } from '../../src/discord/render/custom-ids.ts';
import { createFixture } from '../app/fixture.ts';
import { expectClean, finished, says, textOf } from '../app/message-reading.ts';
import { records } from '../app/stored-records.ts';

const MANAGE = String(1n << 5n);
const OFF = { label: 'Switch something off, or on again…' };
const EVERY_PART = [
  serverId.encode('pause', 'on'),
  serverId.encode('ask', 'limits'),
  serverId.encode('ask', 'roles'),
  rulesId.encode('words'),
  rulesId.encode('log'),
  verdictId.encode('blocked', '1'),
  keyId.encode('ask'),
  keyId.encode('sure'),
  keyId.encode('keep'),
];

/** A bot, two managers, and a member. */
async function createManagedFixture() {
  const fixture = await createFixture();
  await fixture.start();
  const { discord } = fixture;
  const [boss, chief] = ['boss', 'chief'].map((name) => discord.member(name, { permissions: MANAGE }));
  const ann = discord.member('ann');
  if (!boss || !chief) throw new Error('there are two managers');
  const panelOf = async (manager: typeof boss) => {
    const panel = await (await manager.slash('server')).message();
    return { panel, rules: await (await manager.press(panel, { label: 'Rules' })).message() };
  };
  return { ...fixture, ann, boss, chief, panelOf };
}

test('a part of a panel is no use below another message, be it a manager’s client that sends it', async () => {
  const fixture = await createManagedFixture();
  const { ann, boss, discord } = fixture;
  const grid = await finished(await (await ann.slash('imagine', { prompt: 'a fox' })).message());
  const before = textOf(grid);
  for (const member of [ann, boss]) {
    for (const id of EVERY_PART) {
      const told = await (await member.forge(grid, id)).message();
      expect([told.ephemeral, textOf(told)], id).toEqual([true, expect.stringContaining('button')]);
    }
  }
  expect(records(fixture).policy(discord.guild.id)).toBeNull();
  expect(textOf(grid)).toBe(before);
  expectClean(fixture);
});

test('a window of a panel that is open says no once its manager manages nothing any more', async () => {
  const fixture = await createManagedFixture();
  const { boss, discord, panelOf } = fixture;
  const { panel, rules } = await panelOf(boss);
  const windows = [
    await (await boss.press(panel, { label: 'Limits' })).modal(),
    await (await boss.press(panel, { label: 'Roles' })).modal(),
    await (await boss.press(rules, { label: 'Blocked words' })).modal(),
    await (await boss.press(rules, { label: 'Log' })).modal(),
  ];
  Object.assign(boss, { permissions: '0' });
  const values = [{ memberDay: '1' }, { role: ['17070707070707070'] }, { words: 'fox' }, {}];
  for (const [n, window] of windows.entries()) {
    const told = await (await boss.submit(window, values[n] ?? {})).message();
    expect(textOf(told)).toBe('Only members who may manage this server can do that.');
  }
  expect(records(fixture).policy(discord.guild.id)).toBeNull();
  expectClean(fixture);
});

test('two managers who change different things at the same moment undo nothing of each other’s', async () => {
  const fixture = await createManagedFixture();
  const { boss, chief, discord, panelOf } = fixture;
  const [one, other] = [await panelOf(boss), await panelOf(chief)];
  const limits = await (await boss.press(one.panel, { label: 'Limits' })).modal();
  const words = await (await chief.press(other.rules, { label: 'Blocked words' })).modal();
  const asItWas = await (await boss.press(one.panel, { label: 'Limits' })).modal();
  await boss.submit(asItWas, { memberDay: '3' });
  await says(one.panel, '3 credits a day');
  // The form shows the zone that holds anyway. Nobody has chosen it.
  expect(records(fixture).policy(discord.guild.id)).toMatchObject({ timeZone: null });
  await Promise.all([
    boss.submit(limits, { memberDay: '7', zone: 'Europe/Berlin' }),
    chief.submit(words, { words: 'gore' }),
    chief.choose(other.rules, OFF, ['video']),
    boss.press(one.panel, { label: 'Pause' }),
  ]);
  await says(one.panel, /paused/i);
  await says(other.rules, 'Blocked words: **1**');
  await says(other.rules, 'Switched off: **videos**');
  expect(records(fixture).policy(discord.guild.id)).toMatchObject({
    everyone: { day: 7, month: null },
    timeZone: 'Europe/Berlin',
    words: ['gore'],
    off: ['video'],
    paused: true,
  });
  expectClean(fixture);
});
