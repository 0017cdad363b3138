import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { jobIdIn } from '../../src/domain/job/echo.ts';
import { livezProof } from '../../src/http/livez-proof.ts';
import { notifySecret } from '../../src/http/notify-address.ts';
import { freePort } from '../emulator/free-port.ts';
import { advanceClock } from './advance-clock.ts';
import { createFixture, type Fixture, type FixtureOptions } from './fixture.ts';
import { expectClean, finished, seenByAll, textOf } from './message-reading.ts';
import { records } from './stored-records.ts';

/** Longer than any of these tests may take. */
const NEVER = '60';

/** A bot with a port, which the relay is told of. */
async function withPort(options: FixtureOptions = {}) {
  const port = await freePort();
  const env = { PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}`, POLL_SECONDS: NEVER, ...options.env };
  const fixture = await createFixture({ ...options, env });
  const app = await fixture.start();
  return {
    ...fixture,
    app,
    origin: `http://127.0.0.1:${port}`,
    secret: notifySecret(fixture.discord.botToken, 'main'),
  };
}

async function imagined({ discord }: Fixture) {
  return (await discord.member('ann').slash('imagine', { prompt: 'a fox' })).message();
}

test.each(['raw', 'gateway'] as const)(
  'a callback of a %s relay brings the result without waiting for a poll',
  async (profile) => {
    const fixture = await withPort({ relay: { profile, callbacks: true } });
    const { relay } = fixture;
    await finished(await imagined(fixture));
    expect(relay.callbacks.length).toBeGreaterThan(0);
    expect(new Set(relay.callbacks.map(({ status }) => status))).toEqual(new Set([204]));
    expectClean(fixture);
  },
);

test('forged and garbage callbacks do nothing', async () => {
  const fixture = await withPort({ relay: { profile: 'raw', manual: true }, env: { POLL_SECONDS: '0.1' } });
  const { relay, origin, secret } = fixture;
  const message = await imagined(fixture);
  await relay.waitUntil(() => Boolean(relay.submissions[0]?.taskId));
  const id = relay.submissions[0]?.taskId ?? '';
  const forged = { id, status: 'SUCCESS', progress: '100%', imageUrl: 'https://evil.example/x.png', buttons: [] };
  const post = async (path: string, body: string) => (await fetch(origin + path, { method: 'POST', body })).status;

  expect(await post('/notify/wrong', JSON.stringify(forged))).toBe(404);
  expect(await post('/notify/', JSON.stringify(forged))).toBe(404);
  expect(await (await fetch(`${origin}/notify/${secret}`)).status).toBe(404);
  for (const body of [
    JSON.stringify(forged),
    JSON.stringify({ ...forged, id: 'other', state: id }),
    '{',
    '',
    '[]',
    'null',
    '💥',
  ]) {
    expect(await post(`/notify/${secret}`, body)).toBe(204);
  }
  expect(await post(`/notify/${secret}`, 'x'.repeat(2 ** 21))).toBe(413);
  const polls = relay.requests.length + 2;
  await relay.waitUntil(() => relay.requests.length >= polls);
  expect(message.attachments).toEqual([]);
  expect(JSON.stringify([message.embeds, message.history])).not.toContain('evil.example');
  expect(seenByAll(fixture)).toEqual([message]);
  relay.finish(id);
  await finished(message);
  expectClean(fixture);
});

test('whoever reads the callback’s secret can do no more with it than have the relay asked about a task that is due', async () => {
  // This relay shows the address, with its secret, to whoever has its key.
  const relayOptions = { profile: 'original', manual: true } as const;
  const fixture = await withPort({ relay: relayOptions, env: { RELAY_AUTH: 'mj-api-secret' } });
  const { discord, relay, origin, secret } = fixture;
  const message = await imagined(fixture);
  await relay.waitUntil(() => Boolean(relay.submissions[0]?.taskId));
  const [task] = [...relay.tasks.values()];
  if (!task) throw new Error('there is no task');
  expect(task.notifyHook).toContain(secret);
  const { id, state } = task;
  const store = records(fixture);
  const jobId = jobIdIn(state);
  await vi.waitFor(() => expect(store.job(jobId)).toMatchObject({ step: 'following' }), 5_000);
  const [before, shown, from] = [store.job(jobId), message.history.length, relay.requests.length];

  const link = 'https://evil.example/x.png';
  const buttons = [{ customId: 'MJ::JOB::upsample::1::evil', label: 'U1' }];
  const told = {
    imageUrl: link,
    videoUrls: [link],
    buttons,
    failReason: 'evil',
    prompt: 'evil',
    code: 1,
    result: 'evil',
  };
  const ends = ['SUCCESS', 'FAILURE', 'CANCEL', 'MODAL', 'NOT_START'].map((status) => ({ ...told, status }));
  const names = [
    { id, state },
    { id: 'evil', state },
    { id: `${id}/../../submit/imagine`, state: `${state}::2` },
    { taskId: id, id: '', state: '' },
  ];
  for (const body of names.flatMap((name) => ends.map((end) => JSON.stringify({ ...end, ...name })))) {
    expect((await fetch(`${origin}/notify/${secret}`, { method: 'POST', body })).status).toBe(204);
  }
  await relay.waitUntil(() => relay.requests.length > from);
  relay.progress(id, 40);
  await vi.waitFor(() => expect(textOf(message)).toContain('40'), 5_000);

  const asked = new Set(relay.requests.slice(from).map(({ method, path, ids = [] }) => `${method} ${path} ${ids}`));
  expect([...asked]).toEqual([`POST /mj/task/list-by-condition ${id}`]);
  expect(relay.submissions).toHaveLength(1);
  expect(store.job(jobId)).toEqual(before);
  expect(JSON.stringify([message.embeds, message.components, message.history.slice(shown)])).not.toContain('evil');
  expect(seenByAll(fixture)).toEqual([message]);
  expect(discord.messages()).toEqual([message]);
  expectClean(fixture);
});

test('callbacks that come twice, garbled or not at all change nothing', async () => {
  const fixture = await withPort({ relay: { profile: 'raw', callbacks: true }, env: { POLL_SECONDS: '0.3' } });
  const { relay } = fixture;
  for (const fault of ['duplicate', 'badBody', 'drop'] as const) {
    relay.faults.always('callback', fault);
    await finished(await imagined(fixture));
  }
  expect(seenByAll(fixture)).toHaveLength(3);
  expect(relay.submissions).toHaveLength(3);
  expectClean(fixture);
});

test('a callback that tells of earlier progress and comes after the result changes nothing', async () => {
  const fixture = await withPort({ relay: { profile: 'raw', callbacks: true, manual: true } });
  const { relay } = fixture;
  const message = await imagined(fixture);
  await relay.waitUntil(() => Boolean(relay.submissions[0]?.taskId));
  const id = relay.submissions[0]?.taskId ?? '';
  relay.faults.next('callback', { delayMs: 700 });
  relay.progress(id, 20);
  relay.finish(id);
  await finished(message);
  const shown = message.history.length;
  const reordered = () => relay.callbacks.map(({ body }) => /"status":"(\w+)"/.exec(body)?.[1]).slice(-2);
  await relay.waitUntil(() => reordered().join() === 'SUCCESS,IN_PROGRESS');
  const next = await imagined(fixture);
  await relay.waitUntil(() => relay.tasks.size === 2);
  for (const task of relay.tasks.keys()) relay.finish(task);
  await finished(next);
  expect(message.history).toHaveLength(shown);
  expect(seenByAll(fixture)).toEqual([message, next]);
  expectClean(fixture);
});

test('a relay that calls back without end is asked a few times, and not at all about tasks that nobody waits for', async () => {
  const fixture = await withPort({ relay: { profile: 'raw', callbacks: true, manual: true } });
  const { relay } = fixture;
  const message = await imagined(fixture);
  await relay.waitUntil(() => Boolean(relay.submissions[0]?.taskId));
  const id = relay.submissions[0]?.taskId ?? '';
  const polls = () => relay.requests.filter(({ ids }) => ids).length;
  const before = polls();
  await relay.callback(id, { times: 50, body: { id: 'no such task', state: 'nobody', status: 'SUCCESS' } });
  expect(polls()).toBe(before);

  const began = performance.now();
  let calls = 0;
  while (performance.now() - began < 1_500) {
    await relay.callback(id, { times: 20 });
    calls += 20;
  }
  expect(calls).toBeGreaterThan(100);
  expect(polls() - before).toBeGreaterThan(0);
  expect(polls() - before).toBeLessThanOrEqual(3 + Math.ceil((performance.now() - began) / 1_000));
  relay.finish(id);
  await finished(message);
  expectClean(fixture);
});

test('the callback address is told to the relay and to nobody else', async () => {
  const fixture = await withPort({ relay: { profile: 'raw', callbacks: true } });
  const { discord, relay, origin, secret, trace } = fixture;
  await finished(await imagined(fixture));
  expect(relay.submissions[0]?.body).toMatchObject({ notifyHook: `${origin}/notify/${secret}` });
  expect(trace.lines.join('\n')).not.toContain(secret);
  for (const message of discord.messages()) expect(textOf(message)).not.toContain(secret);
  expectClean(fixture);
});

test('/healthz tells what is wrong without saying too much', async () => {
  const fixture = await withPort({ env: { POLL_SECONDS: '0.1' }, relay: { manual: true } });
  const { discord, relay, origin } = fixture;
  const { cluster } = z.object({ cluster: z.string() }).parse(await (await fetch(`${origin}/healthz`)).json());
  const alone = { leader: true, processes: 1, cluster };
  const well = { code: 200, body: { status: 'ok', reasons: [], ...alone } };
  const health = async () => {
    const answer = await fetch(`${origin}/healthz`);
    return { code: answer.status, body: await answer.json() };
  };
  expect(await health()).toEqual(well);

  await imagined(fixture);
  await relay.waitUntil(() => relay.requests.some(({ ids }) => ids));
  await relay.down(true);
  await vi.waitFor(async () => expect(await health()).toMatchObject({ code: 200, body: { status: 'degraded' } }), 8000);
  expect(JSON.stringify(await health())).not.toContain(relay.url);
  await relay.down(false);
  await vi.waitFor(async () => expect(await health()).toEqual(well), 8000);

  discord.faults.reconnect();
  await vi.waitFor(async () => expect(await health()).toEqual(well), 8000);
  expectClean(fixture);
});

test('/healthz says when Discord has been out of reach for half a minute, and /livez asks for no restart', async () => {
  const fixture = await withPort();
  const { discord, origin } = fixture;
  await discord.close();
  await vi.waitFor(async () => expect(await (await fetch(`${origin}/healthz`)).text()).toContain('gateway'), 8000);
  expect((await fetch(`${origin}/healthz`)).status).toBe(200);

  advanceClock(31_000);
  const answer = await fetch(`${origin}/healthz`);
  expect([answer.status, await answer.json()]).toEqual([
    503,
    expect.objectContaining({ status: 'unhealthy', reasons: [expect.stringMatching(/^gateway: /)] }),
  ]);
  expect(await (await fetch(`${origin}/healthz`)).text()).not.toContain(discord.apiUrl);
  expect((await fetch(`${origin}/livez`)).status).toBe(200);
});

test('/livez proves to whoever knows the token that it is this bot', async () => {
  const { origin, discord } = await withPort();
  const asked = async (query: string) => (await fetch(`${origin}/livez${query}`)).headers.get('x-darkroom');
  expect(await asked('?nonce=n1')).toBe(livezProof(discord.botToken, 'n1'));
  expect(await asked('?nonce=n2')).not.toBe(await asked('?nonce=n1'));
  expect(await asked('')).toBeNull();
  expect(await asked(`?nonce=${'n'.repeat(101)}`)).toBeNull();
});
