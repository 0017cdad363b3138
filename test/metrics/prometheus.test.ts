import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { createFixture } from '../app/fixture.ts';
import { finished } from '../app/message-reading.ts';
import { freePort } from '../emulator/free-port.ts';
import { hasTool } from '../needed-tool.ts';
import { alerts, deploy, panels, questions } from './dashboard.ts';
import { metricsAddress } from './scrape.ts';

const PATIENCE = { timeout: 30_000, interval: 200 };

const isInstalled = hasTool('promtool', 'prometheus') && hasTool('prometheus', 'prometheus');
const withPrometheus = test.skipIf(!isInstalled);

const Answer = z.object({ status: z.string(), data: z.unknown() });
const Found = z.object({ result: z.array(z.unknown()) });
const Rules = z.object({
  groups: z.array(
    z.object({ rules: z.array(z.object({ name: z.string(), health: z.string(), lastError: z.string().default('') })) }),
  ),
});

/** A Prometheus that asks a bot every second, and the way to ask it. */
async function startPrometheus(folder: string, target: string) {
  const config = join(folder, 'prometheus.yaml');
  const shipped = await readFile(join(deploy, 'prometheus/prometheus.yaml'), 'utf8');
  await writeFile(
    config,
    shipped
      .replaceAll('darkroom:9464', target)
      .replace('scrape_interval: 15s', 'scrape_interval: 2s\n  evaluation_interval: 2s')
      .replace('alerts.yaml', join(deploy, 'prometheus/alerts.yaml')),
  );
  const where = `127.0.0.1:${await freePort()}`;
  const flags = [
    `--config.file=${config}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=${where}`,
  ];
  const child = spawn('prometheus', flags, { stdio: 'ignore' });
  onTestFinished(async () => {
    const over = once(child, 'exit');
    child.kill('SIGKILL');
    await over;
  });
  return async (path: string, query: Readonly<Record<string, string>> = {}): Promise<unknown> => {
    const answer = await fetch(`http://${where}/api/v1/${path}?${new URLSearchParams(query)}`);
    const { status, data } = Answer.parse(await answer.json());
    if (status !== 'success') throw new Error(`${query.query ?? path} is answered ${status}`);
    return data;
  };
}

/** What has no answer in the life of a young bot without troubles. */
const unanswered: ReadonlySet<string> = new Set(['Age of the last backup', 'Jobs that failed, by the hour']);

withPrometheus(
  'a real Prometheus reads the bot, and answers whatever dashboard and alerts ask',
  { timeout: 120_000 },
  async () => {
    const metrics = await metricsAddress();
    const fixture = await createFixture({ env: { METRICS: metrics.address } });
    const ask = await startPrometheus(fixture.folder, metrics.address);
    const find = async (query: string) => Found.parse(await ask('query', { query })).result;
    await fixture.start();
    // What happens before the first look has always been so, and is no increase.
    await vi.waitFor(async () => expect(await find('darkroom_leader')).toHaveLength(1), PATIENCE);
    const ann = fixture.discord.member('ann');
    const grid = await finished(await (await ann.slash('imagine', { prompt: 'a fox' })).message());
    await finished(await (await ann.press(grid, { label: 'U1' })).message());

    await vi.waitFor(async () => {
      const silent: string[] = [];
      for (const { title, expr } of questions) if ((await find(expr)).length === 0) silent.push(title);
      expect(silent.filter((title) => !unanswered.has(title))).toEqual([]);
    }, PATIENCE);
    await vi.waitFor(async () => {
      const { groups } = Rules.parse(await ask('rules'));
      const rules = groups.flatMap((group) => group.rules);
      expect(rules.map(({ name, health, lastError }) => [name, health, lastError])).toEqual(
        alerts.map(({ alert }) => [alert, 'ok', '']),
      );
    }, PATIENCE);
    for (const { expr } of alerts) await find(expr);
    await vi.waitFor(
      async () => expect(await find('sum(darkroom_jobs_settled_total{outcome="shown"}) == 2')).toHaveLength(1),
      PATIENCE,
    );
    expect(await find('ALERTS{alertstate="firing"}')).toEqual([]);
  },
);

withPrometheus('promtool takes the configuration and the alerts', async () => {
  for (const [kind, file] of [
    ['config', 'prometheus.yaml'],
    ['rules', 'alerts.yaml'],
  ] as const) {
    const { status, stderr } = spawnSync('promtool', ['check', kind, join(deploy, 'prometheus', file)]);
    expect([status, String(stderr)]).toEqual([0, '']);
  }
});

describe('alerts', () => {
  const tried = ['alerts-in-minutes.yaml', 'alerts-in-days.yaml'].map((name) => join(import.meta.dirname, name));

  withPrometheus('are raised when they should be, and not before', async () => {
    const run = promisify(execFile)('promtool', ['test', 'rules', ...tried]);
    await expect(run).resolves.toMatchObject({ stdout: expect.stringContaining('SUCCESS') });
  });

  test('are each tried', async () => {
    const text = (await Promise.all(tried.map((path) => readFile(path, 'utf8')))).join('');
    for (const { alert } of alerts) expect(text).toContain(`exp_annotations: &${alert} `);
  });

  test('say what is wrong and what helps, a sentence each, and name scripts that there are', async () => {
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(await readFile(join(deploy, '../package.json'), 'utf8')));
    for (const { annotations } of alerts) {
      for (const text of [annotations.summary, annotations.fix]) expect(text).toMatch(/\.$|\bday\.$/);
      for (const [, name = ''] of annotations.fix.matchAll(/npm run (\w+)/g)) expect(scripts).toHaveProperty([name]);
    }
  });
});

describe('the dashboard', () => {
  test('has a row for each question, and panels beside one another, each with something to show', () => {
    const rows = panels.filter(({ type }) => type === 'row');
    expect(rows).toHaveLength(8);
    for (const panel of panels) {
      if (panel.type !== 'row') expect(panel.targets, panel.title).not.toEqual([]);
      const { x, y, w, h } = panel.gridPos;
      const inTheWay = panels.filter(
        ({ gridPos: other, title }) =>
          title !== panel.title && other.x < x + w && x < other.x + other.w && other.y < y + h && y < other.y + other.h,
      );
      expect(inTheWay, panel.title).toEqual([]);
      expect(x + w, panel.title).toBeLessThanOrEqual(24);
    }
  });

  test('shows every metric of ours', async () => {
    const metrics = await metricsAddress();
    const fixture = await createFixture({ env: { METRICS: metrics.address } });
    await fixture.start();
    const names = [...(await metrics.text()).matchAll(/^# HELP (darkroom_\S+)/gm)].map(([, name = '']) => name);
    const asked = questions.map(({ expr }) => expr).join('\n');
    expect(names.filter((name) => !asked.includes(name))).toEqual([]);
  });
});
