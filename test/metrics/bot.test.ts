import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { expect, test, vi } from 'vitest';
import { createFixture, type Fixture } from '../app/fixture.ts';
import { expectClean, finished, says } from '../app/message-reading.ts';
import { hasTool } from '../needed-tool.ts';
import { metricsAddress } from './scrape.ts';

const PATIENCE = { timeout: 10_000, interval: 20 };
/** More would cost the one who keeps them. */
const SERIES_MAX = 1_300;

const hasPromtool = hasTool('promtool', 'prometheus');

async function measuredBot() {
  const metrics = await metricsAddress();
  const fixture = await createFixture({ env: { METRICS: metrics.address } });
  await fixture.start();
  await vi.waitFor(
    async () => expect((await metrics.series()).get('darkroom_logins_remaining')).toBeGreaterThan(990),
    PATIENCE,
  );
  return { ...fixture, metrics };
}

/** What most members do in a day, a word that is refused among it. */
async function aDay({ discord, relay }: Pick<Fixture, 'discord' | 'relay'>) {
  const ann = discord.member('annika');
  const grid = await finished(await (await ann.slash('imagine', { prompt: 'a vermilion fox' })).message());
  relay.faults.next('submit', { code: 24, description: 'banned prompt words', properties: { bannedWord: 'saffron' } });
  await says(await (await ann.slash('imagine', { prompt: 'a saffron robe' })).message(), 'saffron');
  await finished(await (await ann.press(grid, { label: 'U1' })).message());
  return { ann, grid };
}

test('what happens is counted: answers, submissions, jobs and their ends', async () => {
  const { metrics, ...fixture } = await measuredBot();
  const before = await metrics.series();
  expect(before.get('darkroom_submissions_total{relay="main",request="imagine",outcome="accepted"}')).toBe(0);
  await aDay(fixture);
  await vi.waitFor(async () => {
    const series = Object.fromEntries(await metrics.series());
    expect(series).toMatchObject({
      'darkroom_answer_duration_seconds_count{interaction="command",result="ok"}': 2,
      'darkroom_answer_duration_seconds_count{interaction="button",result="ok"}': 1,
      'darkroom_answer_duration_seconds_count{interaction="command",result="late"}': 0,
      'darkroom_submissions_total{relay="main",request="imagine",outcome="accepted"}': 1,
      'darkroom_submissions_total{relay="main",request="imagine",outcome="refused"}': 1,
      'darkroom_submissions_total{relay="main",request="action",outcome="accepted"}': 1,
      'darkroom_relay_request_duration_seconds_count{relay="main",call="submit",outcome="accepted"}': 2,
      'darkroom_jobs_settled_total{request="imagine",outcome="shown"}': 1,
      'darkroom_jobs_settled_total{request="imagine",outcome="bannedWord"}': 1,
      'darkroom_jobs_settled_total{request="action",outcome="shown"}': 1,
      darkroom_job_duration_seconds_count: 3,
      darkroom_job_wait_seconds_count: 3,
      darkroom_faults_total: 0,
      'darkroom_up{part="gateway"}': 1,
      'darkroom_up{part="relay"}': 1,
      'darkroom_jobs_open{step="following"}': 0,
      darkroom_slots: 10,
      darkroom_slots_used: 0,
      darkroom_oldest_waiting_seconds: 0,
      darkroom_leader: 1,
    });
    expect(series['darkroom_store_write_duration_seconds_count{result="ok"}']).toBeGreaterThan(6);
    expect(series['darkroom_discord_request_duration_seconds_count{kind="answer",code="2xx"}']).toBeGreaterThan(2);
    expect(series['darkroom_discord_request_duration_seconds_count{kind="commands",code="2xx"}']).toBeGreaterThan(0);
    expect(series.darkroom_store_bytes).toBeGreaterThan(1_000);
    expect(series.darkroom_store_free_bytes).toBeGreaterThan(1_000);
    expect(Math.abs(series.darkroom_clock_skew_seconds ?? 99)).toBeLessThan(3);
    expect(series.process_resident_memory_bytes).toBeGreaterThan(20_000_000);
  }, PATIENCE);
  expectClean(fixture);
});

test('of two processes the one that leads says so, and the other one when it leads', async () => {
  const [first, second] = [await metricsAddress(), await metricsAddress()];
  const { env, ...fixture } = await createFixture({ env: { METRICS: first.address } });
  const leader = await fixture.start();
  env.METRICS = second.address;
  await fixture.start();
  const leads = async ({ series }: typeof first) => (await series()).get('darkroom_leader');
  expect([await leads(first), await leads(second)]).toEqual([1, 0]);
  await leader.stop();
  await vi.waitFor(async () => expect(await leads(second)).toBe(1), PATIENCE);
});

test('the series are few, their number never grows, and none names a member, a place, a task or a prompt', async () => {
  const { metrics, ...fixture } = await measuredBot();
  const before = [...(await metrics.series()).keys()];
  const { ann, grid } = await aDay(fixture);
  const after = [...(await metrics.series()).keys()];
  expect(after.toSorted()).toEqual(before.toSorted());
  expect(after.length).toBeGreaterThan(500);
  expect(after.length).toBeLessThanOrEqual(SERIES_MAX);
  const text = await metrics.text();
  const tasks = [...fixture.relay.tasks.keys()];
  for (const name of [ann.id, 'annika', grid.id, grid.channelId, fixture.discord.guild.id, 'vermilion', ...tasks]) {
    expect(text).not.toContain(name);
  }
});

test('whoever asks for anything else is told nothing', async () => {
  const { metrics } = await measuredBot();
  const answer = await fetch(`http://${metrics.address}/`);
  expect([answer.status, await answer.text()]).toEqual([404, '']);
});

test.skipIf(!hasPromtool)('Prometheus’ own check finds nothing wrong with names, helps and units', async () => {
  const { metrics } = await measuredBot();
  const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], { input: await metrics.text() });
  expect(String(stdout) + String(stderr)).toBe('');
  expect(status).toBe(0);
});

test('docs/operating.md tells of every metric', async () => {
  const { metrics } = await measuredBot();
  const names = [...(await metrics.text()).matchAll(/^# HELP (darkroom_\S+)/gm)].map(([, name = '']) => name);
  const page = await readFile(new URL('../../docs/operating.md', import.meta.url), 'utf8');
  const told = [...page.matchAll(/`darkroom_([a-z_]+)`/g)].map(([, name = '']) => `darkroom_${name}`);
  expect([...new Set(told)].sort()).toEqual(names.sort());
});
