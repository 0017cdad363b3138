import { expect, test, vi } from 'vitest';
import type { Message } from '../emulator/discord/types.ts';
import type { Fault } from '../emulator/relay/faults.ts';
import { advanceClock } from './advance-clock.ts';
import { createFixture, type Fixture, type FixtureOptions } from './fixture.ts';
import { expectClean, finished, labelsOf, says, seenByAll, textOf } from './message-reading.ts';
import { records } from './stored-records.ts';

const machinery = /[{}]|upstream_error|new_api|HTTP \d|sk-|Bearer|stack|undefined|null|\bcode\b|\[object/;

async function opened(options: FixtureOptions = {}) {
  const fixture = await createFixture(options);
  await fixture.start();
  return { ...fixture, ann: fixture.discord.member('ann') };
}

async function imagined({ discord }: Fixture, prompt = 'a fox'): Promise<Message> {
  return (await discord.member('ann').slash('imagine', { prompt })).message();
}

/** Nothing that anybody was shown smells of machinery or holds a key. */
function expectPlain({ discord, relay }: Fixture): void {
  for (const message of discord.messages()) {
    for (const { content, embeds } of [message, ...message.history]) {
      const told = textOf({ content, embeds });
      expect(told).not.toMatch(machinery);
      expect(told).not.toContain(relay.key);
    }
  }
}

const gateway400 = (description: string): Fault => ({
  status: 400,
  contentType: 'application/json',
  body: JSON.stringify({ description: `${description} `, type: 'upstream_error', code: 4 }),
});

const refusals: readonly (readonly [string, Fault, RegExp])[] = [
  [
    'a banned word',
    { code: 24, description: 'may contain banned words', properties: { promptEn: 'x', bannedWord: 'gore' } },
    /does not allow “gore”/,
  ],
  [
    'a refused key',
    { status: 401, body: '{"error":{"message":"Invalid token sk-emulator","type":"new_api_error"}}' },
    /Only the people who run the bot/,
  ],
  [
    'a malformed request',
    { code: 4, description: 'prompt 参数错误' },
    /does not understand a parameter|did not accept/,
  ],
  ['a gateway’s own refusal', gateway400('bind_request_body_failed'), /did not accept/],
  [
    'a quota that is used up',
    { status: 403, body: '{"error":{"message":"insufficient user quota","code":"x"}}' },
    /Only the people who run the bot/,
  ],
  [
    'an unsupported button',
    { status: 400, contentType: 'application/json', body: '{"error":{"message":"unknown_action:MJ::X"}}' },
    /service (?:cannot|does not)/,
  ],
];

test.each(refusals)('%s is told in the member’s terms', async (_, fault, words) => {
  const fixture = await opened();
  const { relay } = fixture;
  relay.faults.next('submit', fault);
  const message = await imagined(fixture);
  await says(message, words);
  expect(relay.submissions).toHaveLength(1);
  expectPlain(fixture);
  expectClean(fixture);
});

test('a task that fails with a Chinese reason is told in English', async () => {
  const fixture = await opened({ relay: { manual: true } });
  const { relay } = fixture;
  const messages = [];
  const reasons = ['提示词包含敏感词：「血」', '账号已被封禁', '任务已被取消', '内部错误', '任务超时'];
  for (const [index, reason] of reasons.entries()) {
    const message = await imagined(fixture, `fox ${index}`);
    await relay.waitUntil(() => Boolean(relay.submissions[index]?.taskId));
    relay.fail(relay.submissions[index]?.taskId ?? '', reason);
    messages.push(message);
  }
  const [banned, account, cancelled, other, late] = messages;
  if (!banned || !account || !cancelled || !other || !late) throw new Error('five were asked for');
  await says(banned, 'This bot’s Midjourney service does not allow “血”');
  await says(account, 'Only the people who run the bot can fix that.');
  await says(cancelled, 'was cancelled');
  await says(other, 'Midjourney could not make this.');
  await says(late, 'Midjourney took too long, and its service stopped waiting.');
  expect([banned, account, cancelled, other, late].map(labelsOf)).toEqual([
    ['Edit and try again'],
    ['Try again'],
    [],
    ['Try again'],
    ['Try again (may cost again)'],
  ]);
  expect(textOf(other)).not.toContain('内部错误');
  expectPlain(fixture);
  expectClean(fixture);
});

test('a web page instead of an answer may have been charged, and is told so', async () => {
  const fixture = await opened();
  fixture.relay.faults.next('submit', 'html200');
  const message = await imagined(fixture);
  await says(message, 'may or may not have been charged');
  expect(fixture.relay.submissions).toHaveLength(1);
  expectPlain(fixture);
  expectClean(fixture);
});

test('a full queue, a relay that has no account yet, and a parent that it has not caught up with, are waited for without anybody doing anything', async () => {
  const fixture = await opened();
  const { relay, ann } = fixture;
  const grid = await finished(await imagined(fixture));
  relay.faults.next('submit', gateway400('task_status_not_success'));
  const single = await (await ann.press(grid, { label: 'U1' })).message();
  await relay.waitUntil(() => relay.submissions.length === 2);

  relay.faults.next('submit', {
    code: 23,
    description: '队列已满，请稍后尝试',
    properties: { discordInstanceId: '1' },
  });
  const message = await imagined(fixture);
  await says(message, 'Midjourney is full at the moment');
  relay.faults.next('submit', { code: 3, description: '无可用的账号实例' });
  advanceClock(5_000);
  await relay.waitUntil(() => relay.submissions.length >= 4);
  advanceClock(5_000);
  await finished(message);
  await finished(single);
  const count = (wanted: string) => relay.submissions.filter(({ endpoint }) => endpoint === wanted).length;
  expect(count('imagine') + count('action')).toBe(6);
  expect(relay.submissions.filter(({ billed }) => billed)).toHaveLength(3);
  expectPlain(fixture);
  expectClean(fixture);
});

test('a bug shows only its reference', async () => {
  const fixture = await opened();
  const { relay, trace } = fixture;
  const imagine = await fixture.ann.slash('imagine', { prompt: 'a fox' });
  const grid = await finished(await imagine.message());
  await vi.waitFor(() => expect(records(fixture).job(imagine.id)).toMatchObject({ step: 'settled' }), 10_000);
  records(fixture).run('UPDATE messages SET value = ? WHERE key = ?', '{"value":{"v":1,"data":"sk-broken"}}', grid.id);
  const press = await fixture.ann.press(grid, { label: 'U1' });
  const reply = await press.message();
  expect([reply.ephemeral, textOf(reply)]).toEqual([true, expect.stringContaining(`\`${press.id}\``)]);
  expect(textOf(reply)).not.toMatch(/damaged|record|messages|sk-|Error/);
  expect(trace.faults()).toEqual([expect.stringContaining(press.id)]);
  expect(relay.submissions).toHaveLength(1);
  expect(seenByAll(fixture)).toEqual([grid]);
  expectPlain(fixture);
  expectClean(fixture, { faults: trace.faults() });
});

test('nobody is pinged, and no markdown gets out of a prompt', async () => {
  const fixture = await opened();
  const { discord, relay, ann } = fixture;
  // Whom nobody knows is asked about, and not pinged either.
  for (const unknown of ['<@123456789012345678>', '<@&1>'])
    expect(textOf(await imagined(fixture, unknown))).toContain('who');
  const prompt = '@everyone @here ```js\nx``` ||y|| **b** [l](https://evil.example) > q `code`';
  const grid = await finished(await imagined(fixture, prompt));
  relay.faults.next('submit', { code: 24, properties: { bannedWord: '@everyone **x** `y`' } });
  await says(await (await ann.press(grid, { label: 'V1' })).message(), 'does not allow');
  for (const message of discord.messages()) {
    expect(message.pinged).toEqual([]);
    for (const { embeds, content } of [message, ...message.history]) {
      expect(content).not.toContain('@everyone');
      const shown = embeds.map(({ description }) => description).join('\n');
      expect(shown).not.toMatch(/@everyone|@here|<@(?:&1|1234)|(?<!\\)```|(?<!\\)\|\||(?<!\\)\*\*b/);
      expect(shown).not.toContain('[l](https');
    }
  }
  expectClean(fixture);
});

test.each([
  ['6000 characters', `${'very long prompt '.repeat(352)}the end. --ar 3:2`.slice(-6000)],
  ['6000 Chinese characters', '狐狸在雪地里奔跑，'.repeat(700).slice(0, 6000)],
])('a prompt of %s arrives whole and can be read back whole', async (_, prompt) => {
  const fixture = await opened({ relay: { taskMs: 30 } });
  const { relay } = fixture;
  expect(prompt).toHaveLength(6000);
  const grid = await finished(await imagined(fixture, prompt));
  expect(relay.submissions[0]?.body).toMatchObject({ prompt: prompt.trim() });
  expect(textOf(grid)).toMatch(/^\*\*[^*]{290,301}…\*\* \(ℹ️ shows all\)\n-# /);
  const info = await (await fixture.ann.press(grid, { label: 'ℹ️' })).message();
  const file = () => info.attachments.find(({ filename }) => filename === 'prompt.txt');
  await vi.waitFor(() => expect(file()).toBeDefined(), 10_000);
  expect(await (await fetch(file()?.url ?? '')).text()).toBe(prompt.trim());
  expectClean(fixture);
});

test('a long prompt is edited in a modal without losing a character', async () => {
  const fixture = await opened({ relay: { taskMs: 30, profile: 'gateway' } });
  const { relay, ann } = fixture;
  const prompt = `${'a fox and '.repeat(590)}the end`;
  const grid = await finished(await imagined(fixture, prompt));
  const single = await finished(await (await ann.press(grid, { label: 'U1' })).message());
  const modal = await (await ann.press(single, { label: 'Custom Zoom' })).modal();
  const zoomed = await (await ann.submit(modal, {})).message();
  await finished(zoomed);
  await vi.waitFor(() => expect(relay.submissions).toHaveLength(4), 10_000);
  expect(relay.submissions[3]?.body).toMatchObject({ prompt: `${prompt} --zoom 1.8` });
  expectClean(fixture);
});
