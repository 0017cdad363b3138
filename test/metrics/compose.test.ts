import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readConfig } from '../../src/config.ts';
import { deploy } from './dashboard.ts';

const Compose = z.object({
  services: z.record(
    z.string(),
    z.looseObject({
      environment: z.record(z.string(), z.string()).default({}),
      ports: z.array(z.string()).default([]),
      volumes: z.array(z.string()).default([]),
      configs: z.array(z.object({ source: z.string(), target: z.string() })).default([]),
    }),
  ),
  configs: z.record(z.string(), z.object({ content: z.string() })),
  volumes: z.record(z.string(), z.null()),
});
const Prometheus = z.looseObject({
  scrape_configs: z.tuple([z.looseObject({ static_configs: z.tuple([z.object({ targets: z.tuple([z.string()]) })]) })]),
});

const read = async (path: string): Promise<unknown> => parse(await readFile(join(deploy, path), 'utf8'));

test('beside the bot in compose there is a Prometheus that asks it, and a Grafana that shows the dashboard, for this machine alone', async () => {
  const { services, configs, volumes } = Compose.parse(await read('compose.metrics.yaml'));
  const { METRICS = '' } = services.darkroom?.environment ?? {};
  const { metrics } = readConfig({ DISCORD_TOKEN: 'x', RELAY_API_KEY: 'x', METRICS });
  const [{ static_configs }] = Prometheus.parse(await read('prometheus/prometheus.yaml')).scrape_configs;
  expect(static_configs[0].targets).toEqual([`darkroom:${metrics?.port}`]);

  const all = Object.values(services);
  for (const [from = ''] of all.flatMap((service) => service.volumes.map((volume) => volume.split(':')))) {
    expect(from.startsWith('./') ? existsSync(join(deploy, '..', from)) : from in volumes, from).toBe(true);
  }
  for (const { source } of all.flatMap((service) => service.configs)) expect(configs).toHaveProperty([source]);
  for (const { content } of Object.values(configs)) expect(parse(content)).toMatchObject({ apiVersion: 1 });
  for (const port of all.flatMap((service) => service.ports)) expect(port).toMatch(/^127\.0\.0\.1:/);
});
