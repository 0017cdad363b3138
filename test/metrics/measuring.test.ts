import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import type { Listing, Relay, SubmitOutcome } from '../../src/domain/ports/relay.ts';
import { createAnswers } from '../../src/metrics/answers.ts';
import { createDiscordRequests } from '../../src/metrics/discord-requests.ts';
import { createJobRecords } from '../../src/metrics/job-records.ts';
import { createRelayCalls } from '../../src/metrics/relay-calls.ts';
import { sampleJob } from '../sample-job.ts';
import { seriesIn } from './scrape.ts';

const API = 'https://discord.com/api/v10';

/** A registry, and those of its series that are not 0 and have this in their name. */
function registry() {
  const made = new Registry();
  return {
    made,
    async counted(name: string): Promise<readonly string[]> {
      const series = [...seriesIn(await made.metrics())];
      return series.filter(([key, value]) => key.startsWith(`darkroom_${name}`) && value > 0).map(([key]) => key);
    },
  };
}

test('an answer is late after three seconds, where Discord knows the interaction no more, and where there is none', async () => {
  const { made, counted } = registry();
  const time = { now: 0 };
  const { heard, answered } = createAnswers(made, () => time.now);
  const kinds = ['command', 'menu', 'button', 'select', 'modal'] as const;
  for (const kind of kinds) heard(kind, kind);
  answered('command', 204);
  answered('menu', 404);
  answered('button', 400);
  answered('unheard', 204);
  time.now = 3_001;
  answered('select', 204);
  answered('select', 204);
  time.now = 60_000;
  const count = (interaction: string, result: string) =>
    `darkroom_answer_duration_seconds_count{interaction="${interaction}",result="${result}"}`;
  expect(await counted('answer_duration_seconds_count')).toEqual([
    count('command', 'ok'),
    count('menu', 'late'),
    count('button', 'refused'),
    count('select', 'late'),
    count('modal', 'late'),
  ]);
});

test.each([
  ['POST', `${API}/interactions/1/aW50/callback?with_response=true`, 204, 'answer', '2xx'],
  ['PATCH', `${API}/webhooks/1/aW50/messages/@original`, 200, 'followup', '2xx'],
  ['POST', `${API}/webhooks/1/aW50`, 404, 'followup', '4xx'],
  ['POST', `${API}/channels/1/messages`, 200, 'message', '2xx'],
  ['PATCH', `${API}/channels/1/messages/2`, 503, 'message', '5xx'],
  ['GET', `${API}/channels/1/messages/2`, 200, 'other', '2xx'],
  ['PUT', `${API}/applications/1/commands`, 200, 'commands', '2xx'],
  ['GET', `${API}/applications/1/guilds/2/commands/permissions`, 200, 'commands', '2xx'],
  ['GET', `${API}/gateway/bot`, 200, 'other', '2xx'],
  ['POST', `${API}/users/@me/channels`, null, 'other', 'none'],
])('%s %s that is answered %s counts as %s, %s', async (method, url, status, kind, code) => {
  const { made, counted } = registry();
  const request = createDiscordRequests(made, () => {})(async () => {
    if (status === null) throw new Error('no network');
    return { status, headers: new Headers() };
  });
  await request(url, { method }).catch(() => null);
  expect(await counted('discord_request_duration_seconds_count')).toEqual([
    `darkroom_discord_request_duration_seconds_count{kind="${kind}",code="${code}"}`,
  ]);
});

test('a 429 is counted by whose limit it was, and what stands before Discord does not say', async () => {
  const { made, counted } = registry();
  const headers = [{ 'x-ratelimit-scope': 'global' }, {}, { 'x-ratelimit-scope': 'something new' }];
  const request = createDiscordRequests(made, () => {})(async () => ({
    status: 429,
    headers: new Headers(headers.shift()),
  }));
  for (let times = 0; times < 3; times += 1) await request(`${API}/channels/1/messages`, { method: 'POST' });
  expect(await counted('discord_rate_limited')).toEqual([
    'darkroom_discord_rate_limited_total{scope="global"}',
    'darkroom_discord_rate_limited_total{scope="unsaid"}',
  ]);
});

test('a question to the relay that fails is counted, and one that was called off is not', async () => {
  const { made, counted } = registry();
  const off = AbortSignal.abort();
  const on = new AbortController().signal;
  const fails = () => Promise.reject(new Error('no'));
  const relay: Relay = {
    prepare: fails,
    submit: async (): Promise<SubmitOutcome> => ({ kind: 'unknown', detail: '' }),
    isReachable: async () => false,
    list: async (): Promise<Listing> => ({ tasks: [], missing: [] }),
    fetch: fails,
    recent: fails,
    cancel: async () => true,
    seed: fails,
  };
  const measured = createRelayCalls(made)('main', relay);
  await measured.submit(
    { submission: { kind: 'shorten', prompt: '', bot: 'MID_JOURNEY' }, fields: {}, bytes: 0 },
    '',
    on,
  );
  await measured.isReachable(on);
  await measured.list([], off);
  await measured.cancel('1', on);
  await expect(measured.fetch('1', on)).rejects.toThrow('no');
  await expect(measured.seed('1', off)).rejects.toThrow('no');
  const count = (call: string, outcome: string) =>
    `darkroom_relay_request_duration_seconds_count{relay="main",call="${call}",outcome="${outcome}"}`;
  expect((await counted('relay_request_duration_seconds_count')).toSorted()).toEqual(
    [
      count('submit', 'unknown'),
      count('isReachable', 'failed'),
      count('list', 'ok'),
      count('cancel', 'ok'),
      count('fetch', 'failed'),
    ].toSorted(),
  );
  expect(await counted('submissions')).toEqual([
    'darkroom_submissions_total{relay="main",request="shorten",outcome="unknown"}',
  ]);
});

test('a write that fails is counted as one, and is told as before', async () => {
  const { made, counted } = registry();
  const fails = () => Promise.reject(new Error('the disk is full'));
  const none = async function* () {};
  const failing = { add: fails, get: fails, replace: fails, drop: fails, amend: fails, open: none, openIds: none };
  const jobs = createJobRecords(made)(failing);
  await expect(jobs.drop(sampleJob())).rejects.toThrow('the disk is full');
  expect(await counted('store_write_duration_seconds_count')).toEqual([
    'darkroom_store_write_duration_seconds_count{result="error"}',
  ]);
});
