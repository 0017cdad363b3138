import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

/** Where the files are that operators copy. */
export const deploy = join(import.meta.dirname, '../../deploy');
const read = (path: string) => readFileSync(join(deploy, path), 'utf8');

const Panel = z.looseObject({
  type: z.string(),
  title: z.string(),
  gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
  targets: z.array(z.looseObject({ expr: z.string(), legendFormat: z.string() })).default([]),
});
const Dashboard = z.looseObject({ title: z.string(), panels: z.array(Panel) });
const Rules = z.object({
  groups: z.tuple([
    z.looseObject({
      rules: z.array(
        z.looseObject({
          alert: z.string(),
          expr: z.string(),
          annotations: z.object({ summary: z.string(), fix: z.string() }),
        }),
      ),
    }),
  ]),
});

export const { panels } = Dashboard.parse(JSON.parse(read('grafana/darkroom.json')));
export const alerts = Rules.parse(parse(read('prometheus/alerts.yaml'))).groups[0].rules;

/** What the dashboard asks, as Grafana would ask it for the job "darkroom", each with the title of its panel. */
export const questions = panels.flatMap(({ title, targets }) =>
  targets.map(({ expr }) => ({
    title,
    expr: expr.replaceAll('$__rate_interval', '30s').replaceAll('$job', 'darkroom'),
  })),
);
