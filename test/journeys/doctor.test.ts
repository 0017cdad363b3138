import { expect, test } from 'vitest';
import { createFixture } from '../app/fixture.ts';
import { expectClean, says, textOf } from '../app/message-reading.ts';
import { double } from '../doctor/scenarios.ts';
import { freePort } from '../emulator/free-port.ts';

const MANAGE = String(1n << 5n);
const ATTACH_FILES = 1n << 15n;

test('a manager is told at once what the bot may do in this channel, and then whether it can work in this server', async () => {
  const fixture = await createFixture();
  const { discord } = fixture;
  await fixture.start();
  const boss = discord.member('boss', { permissions: MANAGE });
  await expect(discord.member('ann').slash('doctor')).rejects.toThrow('not shown to ann');

  discord.faults.delayRest(/\/guilds\/\d+\/commands$/, 500);
  const well = await (await boss.slash('doctor')).message();
  expect(well.ephemeral).toBe(true);
  expect(textOf(well)).toMatch(/^✅ In this channel.*\nLooking further…$/s);
  await says(well, 'Nothing needs you.');
  expect(textOf(well)).toBe(
    [
      '✅ In this channel I may do all that I need.',
      '✅ Files of up to 10 MB fit here.',
      '✅ Nothing is being made in this server now.',
      '✅ Midjourney’s service takes new jobs.',
      'Nothing needs you.',
    ].join('\n'),
  );

  double(discord);
  const posters = discord.addChannel({ name: 'posters', botLacks: ATTACH_FILES });
  const ill = await (await boss.slash('doctor', {}, { channel: posters })).message();
  await says(ill, '2 things need you.');
  expect(textOf(ill)).toContain('❌ Here I may not attach files: pictures arrive as links.\n-# Fix: Edit Channel');
  expect(textOf(ill)).toContain('❌ Members see each command twice here.');
  // What the bot is set up with is the business of the people who run it.
  expect(textOf(ill)).not.toMatch(/Public Bot|relay|RELAY|store/);
  expectClean(fixture);
});

test('whoever runs the bot is told everything, in their language, and nothing is charged', async () => {
  const port = await freePort();
  const fixture = await createFixture({
    relay: { serverAddress: 'https://pictures.example' },
    env: { PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}` },
  });
  const { discord, relay, env } = fixture;
  const olga = discord.member('olga', { permissions: MANAGE, locale: 'zh-CN' });
  Object.assign(env, { OPERATORS: olga.id });
  Object.assign(discord.guild, { name: '[free](https://evil.example) guild' });
  await fixture.start();
  const told = await (await olga.slash('doctor')).message();
  await says(told, '件事需要你处理。');
  const text = textOf(told);
  expect(text).toMatch(/^❌ 任何人都能把这个机器人加进自己的服务器/);
  expect(text).toMatch(/✅ Discord 接受令牌，机器人是“darkroom#0001”。/);
  expect(text).toMatch(/🔸 中转服务 .* 的图片链接指向 https:\/\/pictures\.example/);
  expect(text).toMatch(/✅ 存储 .*store\.sqlite 可以使用，没有损坏/);
  expect(text).toContain(`✅ 发往 127.0.0.1:${port} 的内容能到达这个 Darkroom。`);
  // A server's name is no place for links.
  expect(text).toContain('\\[free\\]');
  for (const secret of [discord.botToken, relay.key]) expect(text).not.toContain(secret);
  expect(relay.submissions).toEqual([]);
  expectClean(fixture);
});

test('whoever runs the bot is told there of what has been raised as an alert, too', async () => {
  const fixture = await createFixture({ relay: { limitedKey: true } });
  const { discord, env } = fixture;
  const olga = discord.member('olga', { permissions: MANAGE });
  Object.assign(env, { OPERATORS: olga.id });
  await fixture.start();
  const told = await (await olga.slash('doctor')).message();
  await says(told, 'things need you.');
  expect(textOf(told)).toContain('❌ RELAY_API_KEY may submit, but not read its tasks');
  expect(textOf(told)).toContain(
    '❌ Nothing can be made now, for a reason that only the people who run this bot can fix.',
  );
});
