import { expect, test, vi } from 'vitest';
import { createFixture } from '../app/fixture.ts';
import { expectClean, finished, labelsOf, says, textOf } from '../app/message-reading.ts';
import type { Message } from '../emulator/discord/types.ts';
import { pictureFile } from './pictures.ts';

const chinese = /\p{sc=Han}/u;
/** English sentences and labels; names that are the same everywhere are not. */
const english = /\b(?:the|you|your|and|asked|task|waiting|settings)\b/i;

test('Discord knows every command in English and Chinese, and is told once', async () => {
  const fixture = await createFixture();
  const { discord, start } = fixture;
  await (await start()).stop();
  const [imagine] = discord.commands.filter(({ name }) => name === 'imagine');
  expect(imagine).toMatchObject({
    description: 'Make four pictures from words',
    name_localizations: { 'zh-CN': '想象', 'zh-TW': '想象' },
    description_localizations: { 'zh-CN': '用文字生成四张图', 'zh-TW': '用文字生成四张图' },
  });
  expect(imagine?.options?.[0]).toMatchObject({
    name: 'prompt',
    name_localizations: { 'zh-CN': '提示词', 'zh-TW': '提示词' },
  });
  for (const { name_localizations } of discord.commands) expect(name_localizations?.['zh-CN']).toMatch(/\S/);
  await start();
  const written = discord.requests.filter(({ method, route }) => method === 'PUT' && route.includes('commands'));
  expect(written).toHaveLength(1);
  expectClean(fixture);
});

test('public text is in the language of the server, what only one member sees in theirs', async () => {
  const fixture = await createFixture({ relay: { manual: true }, onboarding: true });
  const { discord, relay, start } = fixture;
  Object.assign(discord.guild, { locale: 'zh-CN' });
  await start();
  const [ann, bob] = [discord.member('ann', { locale: 'en-GB' }), discord.member('bob', { locale: 'zh-CN' })];

  const open = await (await ann.slash('imagine', { prompt: 'fox' })).message();
  expect(textOf(open)).toMatch(/-# <@\d+> · 想象(?: · 花费 1 个任务)?\n/);
  const hidden = await (await ann.slash('imagine', { prompt: 'hen', private: true })).message();
  await relay.waitUntil(() => relay.submissions.filter(({ taskId }) => taskId).length === 2);
  for (const { taskId } of relay.submissions) relay.finish(taskId ?? '');
  await Promise.all([finished(open), finished(hidden)]);
  expect(textOf(open)).toMatch(/-# <@\d+> · 想象 · \d+ 秒 · 花费 1 个任务$/);
  expect(textOf(open)).not.toMatch(english);
  expect(textOf(hidden)).not.toMatch(chinese);
  expect(open.attachments[0]?.description).toBe('由 Midjourney 生成，提示词：fox');
  expect(hidden.attachments[0]?.description).toBe('Made by Midjourney from: hen');
  const welcome = discord.messages().find((message) => message.ephemeral && message !== hidden);
  expect(welcome && textOf(welcome)).toContain('New here?');

  const replies = [await bob.slash('settings'), await bob.slash('help'), await bob.slash('jobs')];
  for (const reply of replies) {
    const message = await reply.message();
    expect(textOf(message)).toMatch(chinese);
    expect([textOf(message), ...labelsOf(message)].join('\n')).not.toMatch(english);
  }
  const taiwan = discord.member('cai', { locale: 'zh-TW' });
  expect(textOf(await (await taiwan.slash('help')).message())).toMatch(chinese);
  const french = discord.member('dan', { locale: 'fr' });
  expect(textOf(await (await french.slash('help')).message())).toContain('Making pictures here');
  expectClean(fixture);
});

test('whatever a member does, the server reads its own language and the member theirs', async () => {
  const fixture = await createFixture({ env: { MEMBER_MAX_WAITING: '20' }, onboarding: true });
  const { discord, env, start } = fixture;
  Object.assign(discord.guild, { locale: 'zh-CN' });
  const ann = discord.member('ann', { locale: 'en-GB' });
  Object.assign(env, { ALLOWED_USERS: ann.id });
  await start();
  const [image, image1, image2] = [await pictureFile(), await pictureFile(), await pictureFile('b.png', 'blue')];
  const ended = async (name: string, options = {}) => finished(await (await ann.slash(name, options)).message());
  const [grid, hidden] = await Promise.all([
    ended('imagine', { prompt: 'fox' }),
    ended('imagine', { prompt: 'hen', private: true }),
    ended('describe', { image }),
    ended('blend', { image1, image2 }),
  ]);
  const told = ['jobs', 'history', 'settings', 'help'].map(async (name) => (await ann.slash(name)).message());
  const pressed = ['U1', 'V1', 'ℹ️', '✉️'].map(async (label) => (await ann.press(grid, { label })).message());
  const menus = ['Describe picture', 'Use as image prompt', 'Revive buttons'].map(async (name) =>
    (await ann.useOnMessage(name, grid)).message(),
  );
  await (await ann.press(hidden, { label: 'Publish' })).message();
  await Promise.all([...told, ...pressed, ...menus]);
  await fixture.relay.waitUntil(() => [...fixture.relay.tasks.values()].every(({ status }) => status === 'SUCCESS'));

  const read = (message: Message) => [textOf(message), ...labelsOf(message)].join('\n');
  const all = discord.messages();
  for (const message of all.filter(({ ephemeral }) => !ephemeral)) {
    // A bar of progress says nothing in any language.
    await vi.waitFor(() => expect(read(message)).toMatch(chinese), 10_000);
  }
  for (const message of [...all.filter(({ ephemeral }) => ephemeral), ...discord.dms(ann)]) {
    expect(read(message)).not.toMatch(chinese);
  }
  expect(all.filter(({ ephemeral }) => ephemeral).length).toBeGreaterThan(8);

  // The letter's buttons stay in the language of its reader, also those that come back.
  const [letter] = discord.dms(ann);
  if (!letter) throw new Error('no letter came');
  await says(await (await ann.useOnMessage('Revive buttons', letter)).message(), 'The buttons are back');
  expect(read(letter)).not.toMatch(chinese);
  expectClean(fixture);
});

test('outside servers a job speaks its requester’s language, to its end', async () => {
  const fixture = await createFixture({ relay: { manual: true } });
  const { discord, relay, env, start } = fixture;
  const bob = discord.member('bob', { locale: 'zh-CN' });
  Object.assign(env, { ALLOWED_USERS: bob.id });
  const app = await start();
  const job = await (await bob.slash('imagine', { prompt: 'fox' }, { context: 1 })).message();
  expect(textOf(job)).toMatch(chinese);
  await relay.waitUntil(() => Boolean(relay.submissions[0]?.taskId));
  await app.stop();
  await start();
  relay.finish(relay.submissions[0]?.taskId ?? '');
  await finished(job);
  expect(textOf(job)).toMatch(/-# <@\d+> · 想象 · \d+ 秒 · 花费 1 个任务$/);
  expectClean(fixture);
});

test('a Chinese member reads refusals, windows and failures in Chinese', async () => {
  const fixture = await createFixture();
  const { discord, start } = fixture;
  Object.assign(discord.guild, { locale: 'zh-CN' });
  await start();
  const bob = discord.member('bob', { locale: 'zh-CN' });
  const flags = await (await bob.slash('imagine', { prompt: 'fox --ar banana' })).message();
  expect(textOf(flags)).toMatch(/参数 `--ar` 要写成两个整数/);
  const grid = await finished(await (await bob.slash('imagine', { prompt: 'fox' })).message());
  const single = await finished(await (await bob.press(grid, { label: 'U1' })).message());
  const modal = await (await bob.press(single, { label: '自定义缩放' })).modal();
  expect(modal.title).toBe('自定义缩放');
  const cai = discord.member('cai', { locale: 'zh-TW' });
  const again = await (await cai.press(grid, { label: 'U1' })).message();
  expect(textOf(again)).toContain('U1 已经做好了');
  expectClean(fixture);
});

test('what was made before is shown again in the language of whoever asks, and a DM in its reader’s', async () => {
  const fixture = await createFixture({ relay: { manual: true } });
  const { discord, relay, start } = fixture;
  await start();
  const [ann, cai] = [discord.member('ann', { locale: 'zh-CN' }), discord.member('cai', { locale: 'en-US' })];
  const first = await (await ann.slash('imagine', { prompt: 'fox' })).message();
  await relay.waitUntil(() => Boolean(relay.submissions[0]?.taskId));
  relay.finish(relay.submissions[0]?.taskId ?? '');
  expect(textOf(await finished(first))).not.toMatch(chinese);
  const task = relay.submissions[0]?.taskId ?? '';
  await (await ann.press(first, { label: '✉️' })).message();
  const [letter] = discord.dms(ann);
  expect(letter && textOf(letter)).toMatch(/-# <@\d+> · 想象 · /);
  const again = await finished(await (await cai.slash('show', { task })).message());
  expect(textOf(again)).not.toMatch(chinese);

  const last = await (await ann.slash('imagine', { prompt: 'hen' })).message();
  await relay.waitUntil(() => Boolean(relay.submissions[1]?.taskId));
  discord.expireTokens();
  Object.assign(discord.channel(), { botCanSee: false, botCanSend: false });
  relay.finish(relay.submissions[1]?.taskId ?? '');
  await vi.waitFor(() => expect(discord.dms(ann)).toHaveLength(2), 10_000);
  expect(textOf(last)).not.toMatch(chinese);
  expect(discord.dms(ann).map(textOf)).toEqual([expect.stringMatching(chinese), expect.stringMatching(chinese)]);
  expectClean(fixture);
});
