import { expect, test, vi } from 'vitest';
import { freePort } from '../emulator/free-port.ts';
import type { RelayOptions } from '../emulator/relay/options.ts';
import { createRelay, type EmulatedRelay } from '../emulator/relay/server.ts';
import { createFixture, type Fixture, type FixtureOptions } from './fixture.ts';
import { finished, labelsOf, linkTo, says, taskIdOf } from './message-reading.ts';

const BACKUP_KEY = 'sk-of-the-backup-relay';
/** The emulator's own word for a task of each relay. */
const FIRST = 1_796_000_000_000_000;

/** Refused, and no reason to leave the relay alone: its breaker stays closed. */
const OUT_OF_CREDIT = {
  status: 403,
  body: JSON.stringify({ code: 'quota_not_enough', message: 'user quota is not enough' }),
};

/** A bot with two relays, `main` in front of `backup`, which number their tasks alike. */
async function withBackup({
  relay,
  backup: backupOptions,
  env,
  ...options
}: FixtureOptions & { backup?: RelayOptions } = {}) {
  const backup = await createRelay({
    taskMs: 60,
    pictureSize: 64,
    previews: false,
    key: BACKUP_KEY,
    firstTaskId: FIRST,
    ...backupOptions,
  });
  const fixture = await createFixture({
    ...options,
    relay: { firstTaskId: FIRST, ...relay },
    env: { RELAYS: 'main,backup', RELAY_BACKUP_URL: backup.url, RELAY_BACKUP_API_KEY: BACKUP_KEY, ...env },
  });
  fixture.onTestFinished(() => backup.close());
  return { ...fixture, backup };
}

type Two = Fixture & { readonly backup: EmulatedRelay };

async function imagined({ discord }: Fixture, prompt = 'a fox') {
  return (await discord.member('ann').slash('imagine', { prompt })).message();
}

const promptsAt = ({ submissions }: EmulatedRelay) => submissions.map(({ body }) => JSON.stringify(body));

/** Neither relay was ever sent the other one's key. */
function expectKeysApart({ relay, backup, trace }: Two) {
  expect(JSON.stringify([relay.requests, relay.submissions])).not.toContain(BACKUP_KEY);
  expect(JSON.stringify([backup.requests, backup.submissions])).not.toContain(relay.key);
  expect(JSON.stringify(relay.requests)).toContain(relay.key);
  expect(trace.lines.join('\n')).not.toContain(BACKUP_KEY);
  expect(trace.lines.join('\n')).not.toContain(relay.key);
}

test('with two relays that are well, the first of the list gets everything', async () => {
  const two = await withBackup();
  await two.start();
  await finished(await imagined(two));
  expect([two.relay.submissions.length, two.backup.submissions.length]).toEqual([1, 0]);
  expectKeysApart(two);
});

test.each([
  ['takes nothing now', { code: 4, description: '系统繁忙' }],
  ['is full', { code: 23, description: 'the queue is full' }],
  ['has no usable account', { code: 3, description: 'no available account' }],
  ['is out of credit', OUT_OF_CREDIT],
] as const)('a picture asked for while the first relay %s comes from the next one, once', async (_, fault) => {
  const two = await withBackup();
  two.relay.faults.next('submit', fault);
  await two.start();
  const message = await finished(await imagined(two));
  expect(two.backup.submissions).toHaveLength(1);
  expect(two.relay.tasks.size).toBe(0);
  expect(taskIdOf(message)).toBe(encodeURIComponent(`backup:${FIRST + 1}`));
  expectKeysApart(two);
});

test('a picture asked for while the first relay cannot be reached comes from the next one', async () => {
  const two = await withBackup();
  await two.start();
  await two.relay.close();
  await finished(await imagined(two));
  expect(two.backup.submissions).toHaveLength(1);
});

test('a submission that the first relay never answered is sent to no other relay', async () => {
  const two = await withBackup({ relayDeadlines: { submit: 300 } });
  two.relay.faults.next('submit', 'hang');
  await two.start();
  const message = await imagined(two);
  await says(message, /may|might/i);
  expect([promptsAt(two.relay).length, two.backup.submissions.length]).toEqual([1, 0]);
});

test('a prompt that the first relay refuses is refused, and tried nowhere else', async () => {
  const two = await withBackup({ relay: { bannedWords: ['gore'] } });
  await two.start();
  const message = await imagined(two, 'gore');
  await says(message, 'gore');
  expect(two.backup.submissions).toHaveLength(0);
});

test('buttons stay with the relay that made the picture, though tasks of both have the same number', async () => {
  const two = await withBackup();
  two.relay.faults.next('submit', OUT_OF_CREDIT);
  await two.start();
  const { discord, relay, backup } = two;
  const there = await finished(await imagined(two, 'a fox'));
  const here = await finished(await imagined(two, 'an owl'));
  expect([taskIdOf(there), taskIdOf(here)]).toEqual([`backup%3A${FIRST + 1}`, `${FIRST + 1}`]);
  const ann = discord.member('ann');
  const press = async (message: typeof there) => finished(await (await ann.press(message, { label: 'U1' })).message());
  const [fox, owl] = [await press(there), await press(here)];
  expect(backup.submissions.map(({ body }) => body)).toContainEqual(
    expect.objectContaining({ taskId: `${FIRST + 1}`, customId: expect.stringContaining('upsample::1') }),
  );
  expect(relay.submissions.map(({ body }) => body)).toContainEqual(
    expect.objectContaining({ taskId: `${FIRST + 1}`, customId: expect.stringContaining('upsample::1') }),
  );
  expect(labelsOf(fox)).toContain('Custom Zoom');
  expect(fox.attachments).not.toEqual(owl.attachments);
  const again = await (await discord.member('ben').press(there, { label: 'U1' })).message();
  await says(again, linkTo(fox));
  expect([relay.submissions.length, backup.submissions.length]).toEqual([3, 2]);
  expectKeysApart(two);
});

test('a relay that is taken off the list gets nothing new, and its old pictures go on', async () => {
  const two = await withBackup({ env: { RELAYS: 'backup,main' } });
  const { discord, env, backup, relay } = two;
  const app = await two.start();
  const old = await finished(await imagined(two, 'a fox'));
  expect(backup.submissions).toHaveLength(1);
  await app.stop();
  env.RELAYS = 'main';
  await two.start();
  await finished(await imagined(two, 'an owl'));
  const single = await finished(await (await discord.member('ann').press(old, { label: 'U2' })).message());
  expect(taskIdOf(single)).toContain('backup');
  expect([relay.submissions.length, backup.submissions.length]).toEqual([1, 2]);
});

test('buttons of a relay that was removed altogether say so, and cost nothing', async () => {
  const two = await withBackup({ env: { RELAYS: 'backup,main' } });
  const { discord, env, relay } = two;
  const app = await two.start();
  const old = await finished(await imagined(two));
  await app.stop();
  env.RELAYS = 'main';
  delete env.RELAY_BACKUP_URL;
  delete env.RELAY_BACKUP_API_KEY;
  await two.start();
  const message = await (await discord.member('ann').press(old, { label: 'U2' })).message();
  await says(message, /Nothing was charged/);
  expect(relay.submissions).toHaveLength(0);
});

test('each relay calls back at an address of its own', async () => {
  const port = await freePort();
  const two = await withBackup({
    relay: { profile: 'raw', callbacks: true },
    backup: { profile: 'raw', callbacks: true },
    env: { PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}`, POLL_SECONDS: '60' },
  });
  two.relay.faults.next('submit', OUT_OF_CREDIT);
  await two.start();
  await finished(await imagined(two, 'a fox'));
  await finished(await imagined(two, 'an owl'));
  const hooks = [two.relay, two.backup].map(
    ({ submissions }) => /notifyHook":"([^"]+)/.exec(JSON.stringify(submissions.at(-1)?.body))?.[1],
  );
  expect(new Set(hooks).size).toBe(2);
  for (const { callbacks } of [two.relay, two.backup])
    await vi.waitFor(() => expect(callbacks.map(({ status }) => status)).toContain(204));
});

test('the operator is told which relay is out of credit, and the bot goes on', async () => {
  const two = await withBackup({ relay: { keyQuota: 1, tellsAccount: false } });
  await two.start();
  await imagined(two, 'a fox');
  const told = 'Relay “main”: The credit of RELAY_API_KEY is used up.';
  await vi.waitFor(() => expect(two.trace.lines.join('\n')).toContain(told), 10_000);
  await finished(await imagined(two, 'an owl'));
  const boss = two.discord.member('boss', { permissions: String(1n << 5n) });
  await says(await (await boss.slash('doctor')).message(), 'Midjourney’s service takes new jobs.');
  expect(two.backup.submissions).toHaveLength(1);
});
