import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { openStore } from '../../src/store/store.ts';
import { createRequestHolds } from '../crash/request-hold.ts';
import { createFixture, type Fixture, type FixtureOptions } from './fixture.ts';
import { expectClean, finished, says, taskIdOf, textOf } from './message-reading.ts';

const MANAGE = String(1n << 5n);
const KEY = 'sk-of-the-server-Zebra7Quagga9';
const NEW_KEY = 'sk-of-the-server-Okapi4Numbat6';
const SECRETS_KEY = 'Vn3pUeYt5Qw8xZrA1cGh7LkJm2BdSf9oTiNyRvE4uHs';
const ANOTHER = 'k8Dq2LwXz5Rv1TbNy7HcPj4Gf9MsEa3UoKtYiW6BnQe';

/** A bot in a server that has brought a key of its own for the operator's service. */
async function paying({ relay, env, ...options }: FixtureOptions = {}) {
  const fixture = await createFixture({
    ...options,
    relay: { otherKeys: [KEY], ...relay },
    env: { SECRETS_KEY, ...env },
  });
  const { discord } = fixture;
  const app = await fixture.start();
  const boss = discord.member('boss', { permissions: MANAGE });
  const panel = await (await boss.slash('server')).message();
  const modal = await (await boss.press(panel, { label: 'Key' })).modal();
  await boss.submit(modal, { key: KEY });
  await says(panel, 'The key works.');
  return { ...fixture, app, boss, panel };
}

const silent = () => {};
const quiet = { debug: silent, info: silent, warn: silent, error: silent };

async function imagined({ discord }: Pick<Fixture, 'discord'>, prompt = 'a fox') {
  return (await discord.member('ann').slash('imagine', { prompt })).message();
}

const payersOf = ({ relay }: Pick<Fixture, 'relay'>) =>
  relay.submissions.map(({ headers }) => (headers.authorization === `Bearer ${KEY}` ? 'server' : 'operator'));

/** Everything that the bot wrote anywhere. */
async function everywhere({ discord, trace, folder }: Fixture): Promise<string> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((file) => file.isFile());
  const bytes = await Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'latin1')));
  const shown = discord.messages().flatMap((message) => [message, ...message.further]);
  return [...shown.map((message) => JSON.stringify(message)), ...trace.lines, ...bytes].join('\n');
}

test('what is made in a server with a key of its own is paid with that key alone, buttons included', async () => {
  const fixture = await paying();
  const { discord, env } = fixture;
  const grid = await finished(await imagined(fixture));
  expect(taskIdOf(grid)).toContain(discord.guild.id);
  await finished(await (await discord.member('ben').press(grid, { label: 'U1' })).message());
  expect(payersOf(fixture)).toEqual(['server', 'server']);
  const store = await openStore({ url: env.STORE_URL ?? '', log: quiet });
  const [operator] = (await store.accounts.get('operator', new Date().toISOString().slice(0, 7))).credits;
  await store.close();
  expect(operator ?? 0).toBe(0);
  expect(await everywhere(fixture)).not.toMatch(/Zebra7|Quagga9|WmVicmE3|plYnJhN/);
  expectClean(fixture);
});

test('outside that server the people who run the bot pay, and what the server made cannot be seen there', async () => {
  const fixture = await paying();
  const { discord, env, app } = fixture;
  const [ann, ben] = [discord.member('ann'), discord.member('ben')];
  const grid = await finished(await imagined(fixture));
  await app.stop();
  env.ALLOWED_USERS = `${ann.id},${ben.id}`;
  await fixture.start();
  const outside = { context: 1 } as const;
  await finished(await (await ann.slash('imagine', { prompt: 'an owl' }, outside)).message());
  expect(payersOf(fixture)).toEqual(['server', 'operator']);
  const task = decodeURIComponent(taskIdOf(grid) ?? '');
  const seen = await (await ben.slash('show', { task }, outside)).message();
  await vi.waitFor(() => expect(seen.loading ? '' : textOf(seen)).not.toBe(''));
  expect([seen.attachments, textOf(seen)]).toEqual([[], expect.not.stringContaining('fox')]);
  // Their own they see everywhere, but nobody pays for more of it.
  const own = await finished(await (await ann.slash('show', { task }, outside)).message());
  const pressed = await (await ann.press(own, { label: 'U1' })).message();
  await says(pressed, 'made with another key');
  expect(payersOf(fixture)).toEqual(['server', 'operator']);
});

test('when the service refuses the server’s key, members are told whose it is, and nobody else’s is spent', async () => {
  const fixture = await paying();
  const { relay, discord, boss, panel } = fixture;
  const log = discord.addChannel({ name: 'log' });
  const rules = await (await boss.press(panel, { label: 'Rules' })).message();
  await boss.submit(await (await boss.press(rules, { label: 'Log' })).modal(), { channel: [log.id], what: 'reports' });
  await says(rules, `<#${log.id}>`);
  for (const prompt of ['a fox', 'an owl']) {
    relay.faults.next('submit', { status: 401, body: JSON.stringify({ error: { message: 'invalid token' } }) });
    await says(await imagined(fixture, prompt), 'The service refuses this server’s key');
  }
  expect(new Set(payersOf(fixture))).toEqual(new Set(['server']));
  // The people who run the bot have nothing to mend; the managers of the server are told once an hour.
  expect(fixture.trace.lines.join('\n')).not.toContain('RELAY_API_KEY was refused');
  const refused = () =>
    discord.messages(log).filter((message) => textOf(message).includes('refuses this server’s own key'));
  await vi.waitFor(() => expect(refused()).toHaveLength(1), 10_000);
});

test('when the key is removed, what waits is called off, what runs arrives, and the key is forgotten', async () => {
  const fixture = await paying({ relay: { manual: true } });
  const { relay, boss, panel, env } = fixture;
  const running: Awaited<ReturnType<typeof imagined>>[] = [];
  for (const prompt of ['one', 'two', 'three', 'four']) running.push(await imagined(fixture, prompt));
  await relay.waitUntil(() => relay.submissions.filter(({ taskId }) => taskId).length === 3);
  await boss.press(panel, { label: 'Remove key' });
  await says(panel, 'Remove this server’s key?');
  await boss.press(panel, { label: 'Remove key' });
  const [, , , waiting] = running;
  if (!waiting) throw new Error('nothing waits');
  await says(waiting, 'A moderator of this server cancelled');
  for (const { taskId } of relay.submissions) if (taskId) relay.finish(taskId);
  for (const message of running.slice(0, 3)) await finished(message);
  await imagined(fixture, 'five');
  await relay.waitUntil(() => relay.submissions.length === 4);
  expect(payersOf(fixture)).toEqual(['server', 'server', 'server', 'operator']);
  await vi.waitFor(
    async () => {
      const store = await openStore({ url: env.STORE_URL ?? '', log: quiet });
      const kept = await store.keys.list();
      await store.close();
      expect(kept).toEqual([]);
    },
    { timeout: 90_000, interval: 1_000 },
  );
}, 120_000);

test('a key that is replaced while a picture is on its way to the service cuts nothing: the picture is shown, and charged once', async () => {
  const { holdRequest, hold } = createRequestHolds();
  const fixture = await paying({ relay: { manual: true, otherKeys: [KEY, NEW_KEY], holdRequest } });
  const { relay, boss, panel } = fixture;
  const first = await imagined(fixture, 'one');
  await relay.waitUntil(() => relay.submissions.some(({ taskId }) => taskId));
  const held = hold({ server: 'relay', route: 'imagine', moment: 'performed' });
  const second = await imagined(fixture, 'two');
  await held.caught;
  await boss.submit(await (await boss.press(panel, { label: 'Replace key' })).modal(), { key: NEW_KEY });
  // The tasks are asked about with the new key as soon as it counts.
  const isNew = ({ headers, ids }: (typeof relay.requests)[number]) =>
    ids !== undefined && headers.authorization === `Bearer ${NEW_KEY}`;
  await relay.waitUntil(() => relay.requests.some(isNew), 15_000);
  held.release();
  for (const { taskId } of relay.submissions) if (taskId) relay.finish(taskId);
  for (const message of [first, second]) await finished(message);
  expect(payersOf(fixture)).toEqual(['server', 'server']);
  expectClean(fixture);
});

test.each([
  ['missing', undefined],
  ['another one', ANOTHER],
])('where SECRETS_KEY is %s after a move, the bot runs, says so, and spends no other key', async (_, secret) => {
  const fixture = await paying();
  const { app, env, boss } = fixture;
  await finished(await imagined(fixture));
  await app.stop();
  if (secret === undefined) delete env.SECRETS_KEY;
  else env.SECRETS_KEY = secret;
  await fixture.start();
  const panel = await (await boss.slash('server')).message();
  await says(panel, 'cannot be read');
  const message = await imagined(fixture, 'an owl');
  await says(message, 'The service refuses this server’s key');
  expect(payersOf(fixture)).toEqual(['server']);
});

test('a SECRETS_KEY that is changed for a new one, and still listed, opens the old keys', async () => {
  const fixture = await paying();
  const { app, env } = fixture;
  await app.stop();
  env.SECRETS_KEY = `${ANOTHER},${SECRETS_KEY}`;
  await fixture.start();
  await finished(await imagined(fixture));
  expect(payersOf(fixture)).toEqual(['server']);
});

test('with NEW_SERVERS=key nothing is made for a server before it brings a key, and all of it afterwards', async () => {
  const fixture = await createFixture({ relay: { otherKeys: [KEY] }, env: { SECRETS_KEY, NEW_SERVERS: 'key' } });
  const { discord, relay } = fixture;
  await fixture.start();
  const refused = await imagined(fixture);
  await says(refused, /do not pay|no key/);
  expect(relay.submissions).toEqual([]);
  const boss = discord.member('boss', { permissions: MANAGE });
  const panel = await (await boss.slash('server')).message();
  await boss.submit(await (await boss.press(panel, { label: 'Key' })).modal(), { key: KEY });
  await says(panel, 'The key works.');
  await finished(await imagined(fixture));
  expect(payersOf(fixture)).toEqual(['server']);
});
