import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { advanceClock } from '../app/advance-clock.ts';
import { createFixture, type Fixture, type FixtureOptions } from '../app/fixture.ts';
import { expectClean, finished, labelsOf, says, textOf } from '../app/message-reading.ts';
import type { Message } from '../emulator/discord/types.ts';
import { bomb } from '../pictures/samples.ts';

const Rows = z.array(z.record(z.string(), z.unknown()));

/** The relay's finished tasks with other fields. */
const finishedWith = (fields: object) => ({
  rewrite: (answer: unknown) =>
    Rows.parse(answer).map((row) => (row.status === 'SUCCESS' ? { ...row, ...fields } : row)),
});

async function opened(options: FixtureOptions = {}) {
  const fixture = await createFixture(options);
  await fixture.start();
  return { ...fixture, ann: fixture.discord.member('ann') };
}

async function imagined({ discord }: Pick<Fixture, 'discord'>, prompt = 'a fox'): Promise<Message> {
  return (await discord.member('ann').slash('imagine', { prompt })).message();
}

const invisible = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/u;
/** Everything shown so far, earlier states of messages included. */
function shown({ discord }: Pick<Fixture, 'discord'>): string {
  return discord
    .messages()
    .flatMap((message) => [message, ...message.history])
    .map(textOf)
    .join('\n');
}

test('a prompt of mentions and invisible characters pings nobody, and shows what it is', async () => {
  const fixture = await opened();
  const bomb = `${'@everyone @here @&1 '.repeat(200)}\u202e\u200b\u2066${'\u{e0041}'.repeat(40)}fox`;
  const message = await finished(await imagined(fixture, bomb));
  expect(message.pinged).toEqual([]);
  expect(shown(fixture)).not.toMatch(/@everyone|@here/);
  // Mentions are broken with a zero-width space; nothing else invisible is left.
  expect(shown(fixture).replaceAll(/(?<=[@<])\u200b/g, '')).not.toMatch(invisible);
  expectClean(fixture);
});

test('whom a prompt mentions is drawn by name; the number of somebody unknown is refused before it is paid for', async () => {
  const fixture = await opened();
  const [ben, ann] = [fixture.discord.member('Ben'), fixture.discord.member('ann')];
  const prompt = `<@${ben.id}> and <@${ann.id}> with <:red_fox:123456789>`;
  const message = await finished(await (await ann.slash('imagine', { prompt })).message());
  expect(fixture.relay.submissions[0]?.body).toMatchObject({ prompt: 'Ben and ann with red fox' });
  for (const mention of ['<@&1>', '<@123456789012345678>']) {
    const reply = await imagined(fixture, `${mention} as a fox`);
    expect([reply.ephemeral, textOf(reply)]).toEqual([true, expect.stringContaining(`who ${mention} is`)]);
    expect(reply.pinged).toEqual([]);
  }
  expect(message.pinged).toEqual([]);
  expect(fixture.relay.submissions).toHaveLength(1);
  expectClean(fixture);
});

test('a prompt of nothing but invisible characters is refused before it costs anything', async () => {
  const fixture = await opened();
  const reply = await imagined(fixture, '\u200b\u2060\ufeff\u{e0041}');
  expect([reply.ephemeral, textOf(reply)]).toEqual([true, expect.stringContaining('Write what you want to see')]);
  expect(fixture.relay.submissions).toEqual([]);
  expectClean(fixture);
});

const nicknames = [
  '@everyone <@&1>',
  '\u202e\u2067xof',
  '\u200b'.repeat(32),
  '**[x](https://evil.example)**',
  '`\n# x',
];

test('a nickname that mentions everybody, turns lines around, is invisible or is markdown changes nothing but itself', async () => {
  const fixture = await opened();
  for (const nick of nicknames) {
    const member = fixture.discord.member(nick);
    const message = await finished(await (await member.slash('imagine', { prompt: 'a fox' })).message());
    expect(message.pinged).toEqual([]);
    // Nothing of a nickname is written: Discord puts the name where the member is mentioned.
    expect(textOf(message)).toMatch(/^\*\*a fox\*\*\n-# <@\d+> · Imagine · \d+ sec · cost: 1 job$/);
  }
  expectClean(fixture);
});

test('words of the relay bring no markdown, mention, link or key into a channel', async () => {
  const fixture = await opened({ relay: { manual: true } });
  const { relay } = fixture;
  const message = await imagined(fixture);
  await relay.waitUntil(() => Boolean(relay.submissions[0]?.taskId));
  const words = '@everyone [free nitro](https://evil.example/x) **sk-abcdefghijklmnop** <@&1> \u202e `code`';
  relay.fail(relay.submissions[0]?.taskId ?? '', words);
  await says(message, 'free nitro');
  expect(message.pinged).toEqual([]);
  expect(shown(fixture)).not.toMatch(/@everyone|evil\.example|sk-abc|<@&1|\u202e|(?<!\\)\[free|(?<!\\)`code/);
  expectClean(fixture);
});

test('buttons by the hundred, with hostile labels, are cut to what Discord takes, and those that are left work', async () => {
  const fixture = await opened();
  const { relay, ann } = fixture;
  const hostile = Array.from({ length: 300 }, (_, index) => ({
    customId: index === 1 ? '__proto__' : `MJ::JOB::variation::${(index % 4) + 1}::${'x'.repeat(index * 3)}`,
    label: ['@everyone', '\u202e', 'x'.repeat(5000), '**b**', ''][index % 5],
    emoji: ['', '<script>', '\u200b', '🔄', 'not an emoji'][index % 5],
    style: [1, 99, -1, 'x', null][index % 5],
    type: 2,
  }));
  relay.faults.always('list', finishedWith({ buttons: hostile }));
  const message = await finished(await imagined(fixture));
  expect(labelsOf(message).length).toBeLessThanOrEqual(25);
  expect(labelsOf(message).join('')).not.toMatch(invisible);
  const [first] = message.components.flatMap((row) => row.components);
  relay.faults.clear();
  const again = await ann.press(message, { customId: first?.type === 2 ? (first.custom_id ?? '') : '' });
  expect((await again.message()).ephemeral).toBe(false);
  expect(message.pinged).toEqual([]);
  expectClean(fixture);
});

test('keys that reach for prototypes, and depth without end, change no object of ours', async () => {
  const fixture = await opened();
  const { relay } = fixture;
  const pollution = '{"__proto__":{"status":"SUCCESS","polluted":1},"constructor":{"prototype":{"polluted":1}}}';
  const answers = [
    `[${pollution}]`,
    pollution,
    '['.repeat(200_000),
    `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`,
  ];
  for (const body of answers) relay.faults.next('list', { status: 200, contentType: 'application/json', body });
  relay.faults.next('submit', { status: 200, contentType: 'application/json', body: pollution });
  const unanswered = await imagined(fixture, 'one');
  await says(unanswered, 'may or may not have been charged');
  const message = await finished(await imagined(fixture, 'two'));
  expect('polluted' in {}).toBe(false);
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(textOf(message)).toContain('two');
  expectClean(fixture);
});

const addresses = [
  'file:///etc/passwd',
  'data:image/png;base64,AAAA',
  'javascript:alert(1)',
  'ftp://relay.example/x.png',
  'http://169.254.169.254/latest/meta-data',
  'http://[fd00::1]/x.png',
  '//10.0.0.1/x.png',
  'http://user:word@10.0.0.1/x.png',
];

/** What is no address on the web leads to no picture at all; behind the others there may be one. */
const onTheWeb = (address: string) => /^(https?:)?\/\//.test(address);

test('results whose picture is said to be in a file, in the network behind us or behind a password are shown without it', async () => {
  const fixture = await opened();
  const { relay } = fixture;
  const rewrite = (answer: unknown) =>
    Rows.parse(answer).map((row) => {
      const order = relay.submissions.findIndex(({ taskId }) => taskId === row.id);
      return row.status === 'SUCCESS' ? { ...row, imageUrl: addresses[order] } : row;
    });
  relay.faults.always('list', { rewrite });
  const messages: Message[] = [];
  for (const address of addresses) messages.push(await imagined(fixture, `behind ${address.length}`));
  await relay.waitUntil(() => relay.submissions.filter(({ taskId }) => taskId).length === addresses.length);
  // A relay may tell that a task is done before it tells where the picture is.
  await vi.waitFor(() => expect(labelsOf(messages[4] ?? { components: [] })).toContain('U1'), { timeout: 8000 });
  advanceClock(120_000);
  for (const [index, message] of messages.entries()) {
    const label = onTheWeb(addresses[index] ?? '') ? 'U1' : 'Try again (may cost again)';
    await vi.waitFor(() => expect(labelsOf(message)).toContain(label), { timeout: 8000 });
    expect(message.attachments).toEqual([]);
    expect(JSON.stringify(message.embeds)).not.toMatch(/file:|data:|javascript:|ftp:|user:word/);
  }
  expectClean(fixture);
});

test('a picture of 50 MB, or of more pixels than memory, is linked and not decoded', async () => {
  const fixture = await opened();
  const { relay } = fixture;
  relay.faults.next('picture', { oversizedMb: 51 });
  const large = await imagined(fixture, 'large');
  await vi.waitFor(() => expect(labelsOf(large)).toContain('U1'), { timeout: 15_000 });
  relay.faults.always('picture', { status: 200, contentType: 'image/png', body: bomb(60_000, 60_000) });
  const before = process.memoryUsage().rss;
  const many = await imagined(fixture, 'many pixels');
  await vi.waitFor(() => expect(labelsOf(many)).toContain('U1'), { timeout: 8000 });
  expect(process.memoryUsage().rss - before).toBeLessThan(400_000_000);
  expect([large.attachments, many.attachments]).toEqual([[], []]);
  expectClean(fixture);
});

test('a preview of 50 MB, of more pixels than memory, or none at all is left out, and its job goes on', async () => {
  const fixture = await opened({ relay: { manual: true, previews: true } });
  const { relay } = fixture;
  const message = await imagined(fixture);
  await relay.waitUntil(() => Boolean(relay.submissions[0]?.taskId));
  const taskId = relay.submissions[0]?.taskId ?? '';
  const before = process.memoryUsage().rss;
  for (const [percent, fault] of [
    [16, { oversizedMb: 51 }],
    [47, { status: 200, contentType: 'image/png', body: bomb(60_000, 60_000) }],
    [78, { status: 200, contentType: 'image/webp', body: 'RIFF....WEBP' }],
    [93, 'hang'],
  ] as const) {
    relay.faults.always('picture', fault);
    relay.progress(taskId, percent);
    await vi.waitFor(() => expect(textOf(message)).toContain(` ${percent}%`), 10_000);
  }
  expect(process.memoryUsage().rss - before).toBeLessThan(400_000_000);
  relay.faults.clear();
  relay.finish(taskId);
  await finished(message);
  expect([message, ...message.history].flatMap(({ attachments }) => attachments)).toHaveLength(2);
  expectClean(fixture);
});

test('an attachment that lies about what it is costs nothing', async () => {
  const fixture = await opened();
  const { ann, relay } = fixture;
  const bytes = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"><script>x</script></svg>');
  for (const name of ['imagine', 'describe', 'edit'] as const) {
    const image = { name: 'fox.png', type: 'image/png', bytes };
    await says(
      await (await ann.slash(name, { ...(name !== 'describe' && { prompt: 'a fox' }), image })).message(),
      /picture.*(cannot|could not)|(cannot|could not|no|not a) .*picture/i,
    );
  }
  const honest = { name: 'fox.svg', type: 'image/svg+xml', bytes };
  const refused = await (await ann.slash('describe', { image: honest })).message();
  expect([refused.ephemeral, textOf(refused)]).toEqual([true, expect.stringContaining('fox.svg')]);
  expect(relay.submissions).toEqual([]);
  expectClean(fixture);
});
